import { PlayError } from "../../base/play-error.ts";

/** errno(3) codes that mean: nothing is there. */
const absent = new Set(["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG"]);

/** Null where nothing is there; throws FILE_UNREADABLE for anything else that goes wrong. */
export async function unlessAbsent<Result>(path: string, reading: Promise<Result>): Promise<Result | null> {
  try {
    return await reading;
  } catch (error) {
    if (absent.has(codeOf(error))) return null;
    throw new PlayError("FILE_UNREADABLE", `${path} cannot be read on this machine: ${codeOf(error)}`, {
      cause: error,
    });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "its directory does not exist",
  ENOTDIR: "its directory does not exist",
  EEXIST: "its directory is a file",
  EACCES: "Permission denied",
  EPERM: "Operation not permitted",
  EROFS: "Read-only file system",
  ENOSPC: "No space left on device",
  EDQUOT: "Disk quota exceeded",
  EFBIG: "File too large",
  ELOOP: "Too many levels of symbolic links",
  ENAMETOOLONG: "File name too long",
  ETXTBSY: "Text file busy",
  EBUSY: "Device or resource busy",
};

/** Why writing failed, in the words of a host's own tools where there are such. */
export function reasonOf(error: unknown): string {
  return reasons[codeOf(error)] ?? codeOf(error);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
