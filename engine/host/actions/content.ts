import { readFile, stat } from "node:fs/promises";
import { PlayError } from "../../base/play-error.ts";
import type { Content } from "../change.ts";

/** Bytes up to which content travels inside a frame. */
export const inlineLimit = 65_536;

/** Content that is ready to be sent: few bytes at hand, many to be streamed, or none because the host has them. */
export type Sendable =
  | { readonly kind: "remote"; readonly path: string }
  | { readonly kind: "inline"; readonly bytes: Uint8Array }
  | { readonly kind: "memory"; readonly bytes: Uint8Array }
  | { readonly kind: "file"; readonly path: string };

/** Throws FILE_NOT_FOUND, FILE_UNREADABLE for a file of the controller. */
export async function prepareContent(content: Content): Promise<Sendable> {
  if (content.kind === "made") return sendableBytes(await content.make());
  if (content.kind === "bytes") return sendableBytes(content.bytes);
  if (content.kind === "remote") return { kind: "remote", path: content.remotePath };
  const { path } = content;
  try {
    const { size } = await stat(path);
    return size > inlineLimit ? { kind: "file", path } : sendableBytes(await readFile(path));
  } catch (error) {
    throw unreadable(path, error);
  }
}

export function unreadable(path: string, error: unknown): PlayError {
  const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
  return missing
    ? new PlayError("FILE_NOT_FOUND", `${path} does not exist on this machine`, { cause: error })
    : new PlayError("FILE_UNREADABLE", `${path} cannot be read on this machine`, { cause: error });
}

function sendableBytes(bytes: Uint8Array): Sendable {
  return bytes.length > inlineLimit ? { kind: "memory", bytes } : { kind: "inline", bytes };
}
