import { createHash, randomBytes } from "node:crypto";
import { toText } from "../../model/text-form.ts";
import type { Value } from "../../model/value.ts";

/** A source of numbers in [0, 1): unpredictable, or with a seed always the same sequence (not the one of Python). */
export function randomFrom(seed: Value | undefined): () => number {
  const key = seed === undefined || seed === null ? randomBytes(16).toString("hex") : toText(seed);
  let count = 0;
  return () => createHash("sha256").update(`${key}:${count++}`).digest().readUIntBE(0, 6) / 2 ** 48;
}
