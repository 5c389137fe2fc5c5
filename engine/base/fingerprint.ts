import { createHash } from "node:crypto";

/** Tells two texts apart, in twelve characters. */
export function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 12);
}
