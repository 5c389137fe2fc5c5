import { expect, it } from "vitest";
import { TerminalReporter } from "../../engine/report/terminal-reporter.ts";

function shown(verbosity: number): string {
  const lines: string[] = [];
  const sink = {
    write: (text: string) => void lines.push(text),
    isTTY: false,
    columns: 80,
    colour: 0,
  } as const;
  const reporter = new TerminalReporter(sink, {
    verbosity,
    diff: false,
    check: false,
    redact: (text) => text,
  });
  reporter.event({ kind: "play started", name: "balancers", hosts: [] });
  reporter.end();
  return lines.join("");
}

it("says nothing of a play without hosts unless more is asked for", () => {
  expect(shown(0)).toBe("");
  expect(shown(1)).toContain("balancers");
});
