import { flag, path, text } from "../../option.ts";

/** The options that command and shell share. */
export const commandOptions = {
  chdir: path("The folder to run in").optional(),
  creates: path("A path (or glob pattern) that makes the command unnecessary if it exists").optional(),
  removes: path(
    "A path (or glob pattern) that makes the command unnecessary if it does not exist",
  ).optional(),
  stdin: text("The command's standard input").optional(),
  stdin_add_newline: flag("Add a newline to stdin").default(true),
  strip_empty_ends: flag("Strip empty lines off the end of the output").default(true),
};

export interface RunWant {
  readonly chdir?: string | undefined;
  readonly creates?: string | undefined;
  readonly removes?: string | undefined;
  readonly stdin?: string | undefined;
  readonly stdin_add_newline: boolean;
  readonly strip_empty_ends: boolean;
}
