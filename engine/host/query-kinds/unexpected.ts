import { PlayError } from "../../base/play-error.ts";
import type { RawOutput } from "../shell/frame.ts";

/** The host said something that does not answer the question: a tool is missing, or files changed while being read. */
export function unexpected(what: string, output: RawOutput): PlayError {
  const said = output.stderr.toString("utf8").trim();
  return new PlayError("HOST_DATA", `${what} could not be read${said ? `: ${said}` : ""}`);
}

export function permissionDenied(path: string): PlayError {
  return new PlayError("FILE_UNREADABLE", `no permission to read ${path} on the host`, {
    hint: "become a user who may read it (become: true)",
  });
}
