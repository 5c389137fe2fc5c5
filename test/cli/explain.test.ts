import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { type ErrorCode, errorCodes } from "../../engine/base/error-code.ts";
import { packageFolder } from "../../engine/cli/package-folder.ts";
import { renderErrors } from "../../engine/report/render-error.ts";
import { mistakesIn } from "../mistakes/told.ts";
import { writeTree } from "../load/write-tree.ts";
import { play } from "../support/play.ts";

const page = resolve("docs/errors.md");
const entries = readFileSync(page, "utf8").split(/^(?=##? )/m);
const titles = entries.flatMap((entry) => /^## (\S+)$/m.exec(entry)?.[1] ?? []);

test("every error code has one entry, and no entry is for a code that does not exist", () => {
  expect([...titles].sort()).toEqual(Object.keys(errorCodes).sort());
});

test("the entry of a code is printed, in whatever case it is asked for", async () => {
  const { status, stdout } = await play(["explain", "unknown_module"]);
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: `${entries
      .find((entry) => entry.startsWith("## UNKNOWN_MODULE"))
      ?.slice(3)
      .trimEnd()}\n`,
  });
});

test("without a code all are listed", async () => {
  const { stdout } = await play(["explain"]);
  expect(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ")[0]),
  ).toEqual(Object.keys(errorCodes));
});

test("a code that does not exist is a wrong usage, with a guess", async () => {
  const { status, stderr } = await play(["explain", "UNKNWON_MODULE"]);
  expect(status).toBe(1);
  expect(stderr).toContain('did you mean "UNKNOWN_MODULE"?');
});

/** The files of an entry's example, named beside the language, and its command. */
const fileBlock = /```\w+ (\S+)\n([\s\S]*?)```/g;
const consoleBlock = /```console\n\$ play (.*)\n([\s\S]*?)```/;

const examples = entries.flatMap((entry) => {
  const [, command, told] = consoleBlock.exec(entry) ?? [];
  if (command === undefined || told === undefined) return [];
  const files = [...entry.matchAll(fileBlock)].map(([, name = "", text = ""]) => [name, text] as const);
  return [{ code: entry.split("\n")[0]?.slice(3) ?? "", command, told, files: Object.fromEntries(files) }];
});

describe("the example of an entry gives exactly what stands there", () => {
  test.each(examples)("$code", async ({ code, command, told, files }) => {
    const said = await toldBy(command, writeTree(files));
    if (process.env["UPDATE_GOLDEN"] === "1") replaceExample(code as ErrorCode, said);
    else expect(said).toBe(told);
    expect(said).toContain(code);
  });
});

/** What stands on the terminal: mistakes whole; of a run the failing task. Where play is installed is replaced. */
async function toldBy(command: string, folder: string): Promise<string> {
  const words = command.split(" ");
  const mistakes = mistakesIn(folder, words);
  if (mistakes.length > 0)
    return renderErrors(mistakes).replaceAll(packageFolder, "/usr/lib/node_modules/play");
  const { stdout } = await play(words, { cwd: folder });
  return /^TASK [\s\S]*?\n(?=\nRECAP)/m.exec(stdout)?.[0] ?? stdout;
}

function replaceExample(code: ErrorCode, said: string): void {
  const parts = readFileSync(page, "utf8").split(/^(?=##? )/m);
  const updated = parts.map((part) =>
    part.startsWith(`## ${code}\n`)
      ? part.replace(consoleBlock, (_, command: string) => `\`\`\`console\n$ play ${command}\n${said}\`\`\``)
      : part,
  );
  writeFileSync(page, updated.join(""));
}
