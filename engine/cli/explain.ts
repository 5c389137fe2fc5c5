import { readFileSync } from "node:fs";
import path from "node:path";
import { errorCodes } from "../base/error-code.ts";
import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import { packageFolder } from "./package-folder.ts";

/** The text of `play explain`: the entry of docs/errors.md, or a line for every code. Throws BAD_USAGE. */
export function explain(code: string | undefined): string {
  if (code === undefined) return listCodes();
  const known = code.toUpperCase().replaceAll("-", "_");
  const entry = entryOf(readFileSync(path.join(packageFolder, "docs", "errors.md"), "utf8"), known);
  if (entry !== undefined) return entry;
  throw new PlayError("BAD_USAGE", `there is no error code "${code}"`, {
    hint: didYouMean(known, Object.keys(errorCodes)) ?? "play explain lists the codes",
  });
}

/** What stands below `## CODE`, up to the next heading. */
function entryOf(page: string, code: string): string | undefined {
  const entry = page.split(/^(?=##? )/m).find((part) => part.startsWith(`## ${code}\n`));
  return entry?.slice("## ".length).trimEnd();
}

function listCodes(): string {
  const width = Math.max(...Object.keys(errorCodes).map((code) => code.length));
  return Object.entries(errorCodes)
    .map(([code, meaning]) => `${code.padEnd(width)}  ${meaning}`)
    .join("\n");
}
