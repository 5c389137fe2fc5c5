import { expect, test } from "vitest";
import { type Running, StoppedSite, until } from "./stopped-site.ts";
import {
  closeTerminal,
  isCursorShown,
  onShellsTerminal,
  onTerminal,
  screenOf,
  typeInterrupt,
} from "./terminal.ts";

/** The live line as it stands on the terminal, with the turning sign before it. */
const liveLine = /^\S long {2}\d\/2/;

async function interrupted(site: StoppedSite): Promise<Running> {
  const terminal = await onTerminal(site);
  // the line is cleared and written anew again and again, and what is read may end in between
  await until(() => liveLine.test(screenOf(terminal.said).at(-1) ?? ""));
  expect(isCursorShown(terminal.said)).toBe(false);
  typeInterrupt(terminal);
  await terminal.hasSaid("STOPPING SIGINT");
  return terminal;
}

async function leavesTheTerminalAsItWas(terminal: Running): Promise<void> {
  expect(await terminal.status()).toBe(130);
  expect(isCursorShown(terminal.said)).toBe(true);
  expect(screenOf(terminal.said).filter((line) => liveLine.test(line))).toEqual([]);
}

test("Ctrl-C on a terminal lets end what is under way, and leaves the terminal as it was", async () => {
  const site = new StoppedSite();
  const terminal = await interrupted(site);
  site.letGo();
  await leavesTheTerminalAsItWas(terminal);
  expect(site.done).toEqual(["before", "long"]);
  await site.resume();
});

test("Ctrl-C twice on a terminal leaves it as it was, and nothing goes on", async () => {
  const site = new StoppedSite();
  const terminal = await interrupted(site);
  typeInterrupt(terminal);
  await leavesTheTerminalAsItWas(terminal);
  await site.longIsGone();
  await site.resume();
});

test.each([
  ["its own", onTerminal],
  ["its shell's", onShellsTerminal],
] as const)(
  "a terminal that is closed, %s, stops the run after the grace, and the journal is whole",
  async (_, start) => {
    const site = new StoppedSite();
    await closeTerminal(site, await start(site));
    expect(site.journal.finished?.outcome).toBe("interrupted");
    expect(site.journal.finished?.owed).toEqual({ a: ["restart"], b: ["restart"] });
    await site.longIsGone();
    expect(site.done).toEqual(["before"]);
    await site.resume();
  },
);
