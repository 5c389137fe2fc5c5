import { constants, open, type FileHandle } from "node:fs/promises";
import type { QueryTable } from "../query.ts";
import { unlessAbsent } from "./file-error.ts";

/** The answer to a `read` query. */
export async function readContent({
  path,
  limit,
}: QueryTable["read"]["subject"]): Promise<Uint8Array | null> {
  return unlessAbsent(path, readOpened(path, limit));
}

async function readOpened(path: string, limit: number | undefined): Promise<Uint8Array | null> {
  // Without O_NONBLOCK, opening a pipe would wait for its other end.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) return null;
    return limit === undefined ? await file.readFile() : await readFirst(file, limit);
  } finally {
    await file.close();
  }
}

async function readFirst(file: FileHandle, limit: number): Promise<Uint8Array> {
  const { size } = await file.stat();
  const bytes = Buffer.alloc(Math.min(limit, size));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
  return bytes.subarray(0, bytesRead);
}
