import { createReadStream } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import type { Content, WriteAction } from "../change.ts";
import { replaceHere, type RunLocal } from "./replace.ts";

/** Carries out a write on the controller, see {@link replaceHere}. */
export async function writeHere({ content, ...wish }: WriteAction, run: RunLocal): Promise<string> {
  return replaceHere(wish, async (file) => fill(file, content), run);
}

async function fill(file: FileHandle, content: Content): Promise<void> {
  if (content.kind === "bytes") return file.writeFile(content.bytes);
  if (content.kind === "made") return file.writeFile(await content.make());
  for await (const chunk of createReadStream(content.kind === "remote" ? content.remotePath : content.path)) {
    const bytes: Uint8Array = chunk;
    await file.appendFile(bytes);
  }
}
