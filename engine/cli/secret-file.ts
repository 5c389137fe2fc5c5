import { readFileSync } from "node:fs";
import { PlayError } from "../base/play-error.ts";

/** The first line of a file that holds a secret. `origin` names what told of the file. Throws FILE_UNREADABLE. */
export function readSecretFile(file: string, origin: string): string {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/, 1)[0] ?? "";
  } catch (cause) {
    throw new PlayError("FILE_UNREADABLE", `${file} cannot be read`, {
      hint: `${origin} names it: one line, for you alone (chmod 600)`,
      cause,
    });
  }
}
