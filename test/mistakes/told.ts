import { onTestFinished } from "vitest";
import { PlayError } from "../../engine/base/play-error.ts";
import { checkPlaybooks } from "../../engine/cli/check-playbooks.ts";
import { Mistakes } from "../../engine/cli/mistakes.ts";
import { packageFolder } from "../../engine/cli/package-folder.ts";
import { parseArguments } from "../../engine/cli/parse-arguments.ts";
import { renderErrors } from "../../engine/report/render-error.ts";

/** The mistakes that `play` tells in a folder, before it touches a host. */
export function mistakesIn(folder: string, argv: readonly string[]): readonly PlayError[] {
  const before = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(before));
  try {
    const invocation = parseArguments(argv);
    if (invocation.kind !== "play") throw new Error("this does not play");
    checkPlaybooks(invocation.options);
    return [];
  } catch (error) {
    if (error instanceof Mistakes) return error.errors;
    if (error instanceof PlayError) return [error];
    throw error;
  }
}

/** What stands on the terminal then; where play itself is installed is left out. */
export function toldIn(folder: string, argv: readonly string[]): string {
  return renderErrors(mistakesIn(folder, argv)).replaceAll(packageFolder, "<play>");
}
