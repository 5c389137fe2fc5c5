import { expect } from "vitest";
import { isThere, type Running, type StoppedSite, until } from "./stopped-site.ts";

/** What a shell reads as the words that it was given. */
const words = `'"$*"'`;

/** `play` on a terminal of its own; what is written to its input is typed there. */
export function onTerminal(site: StoppedSite): Promise<Running> {
  return inTerminal(site, `exec ${words}`);
}

/** `play` as a job of the shell that a terminal belongs to. */
export function onShellsTerminal(site: StoppedSite): Promise<Running> {
  return inTerminal(site, `exec bash --norc -ic "${words}; exit"`);
}

function inTerminal(site: StoppedSite, command: string): Promise<Running> {
  const sized = `stty columns 100 rows 30; ${command}`;
  return site.underWay("sh", "-c", `exec script -qec '${sized}' /dev/null`, "sh");
}

export function typeInterrupt({ child }: Running): void {
  child.stdin?.write("\u0003");
}

/** The terminal goes away under the run, as when its window is closed. */
export async function closeTerminal(site: StoppedSite, { child }: Running): Promise<void> {
  const { pid } = site.journal.run;
  expect(isThere(pid)).toBe(true);
  child.kill("SIGKILL");
  await until(() => !isThere(pid));
}

/** A sequence with its argument and command, or a character. */
const pieces = new RegExp(String.raw`\u001b\[([?\d;]*)([A-Za-z])|[^]`, "gu");

/** The lines that a terminal shows in the end. Of its sequences those count that move within a line or clear one. */
export function screenOf(output: string): readonly string[] {
  const lines: string[] = [];
  let line: string[] = [];
  let column = 0;
  for (const [piece, argument, command] of output.matchAll(pieces)) {
    if (piece === "\r" || command === "G") column = 0;
    else if (command === "K") line = argument === "2" ? [] : line.slice(0, column);
    else if (piece === "\n") {
      lines.push(line.join(""));
      line = [];
      column = 0;
    } else if (command === undefined) line[column++] = piece;
  }
  return [...lines, line.join("")];
}

export function isCursorShown(output: string): boolean {
  return output.lastIndexOf("\u001b[?25h") > output.lastIndexOf("\u001b[?25l");
}
