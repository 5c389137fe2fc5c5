import type { ShellText } from "../../../base/shell-text.ts";
import type { Content, RunAction } from "../../../host/change.ts";
import type { Value } from "../../../model/value.ts";
import type { Plan } from "../../contract.ts";
import { judgeCommand, skippedCommand } from "./command-outcome.ts";
import type { RunWant } from "./command-options.ts";
import type { GuardFound } from "./guard.ts";
import { guardReason } from "./guard.ts";

export interface CommandText {
  /** What the result tells as `cmd`. */
  readonly shown: Value;
  /** One line, for people. */
  readonly title: string;
  readonly script: ShellText;
  /** What the script reads, where that is not the user's `stdin`. */
  readonly input?: Content;
}

/** One change, unless `creates` or `removes` tells that it is done. What it changes is not known. */
export function planCommand(command: CommandText, want: RunWant, found: GuardFound): Plan {
  const reason = guardReason(want, found);
  if (reason !== undefined) return { changes: [], result: skippedCommand(command.shown, reason) };
  const stdin = command.input ?? inputOf(want);
  const action: RunAction = {
    kind: "run",
    script: command.script,
    accept: "any",
    ...(want.chdir !== undefined && { directory: want.chdir }),
    ...(stdin && { stdin }),
  };
  return {
    changes: [{ summary: runSummary(command.title), actions: [action] }],
    atMostOnce: "whether the command ran",
    outcome: ([output]) => {
      if (!output) throw new TypeError("a command that ran has an output");
      return judgeCommand(command.shown, output, want.strip_empty_ends);
    },
  };
}

function inputOf({ stdin, stdin_add_newline }: RunWant): Content | undefined {
  if (stdin === undefined) return undefined;
  return { kind: "bytes", bytes: new TextEncoder().encode(stdin_add_newline ? `${stdin}\n` : stdin) };
}

/** `run ` and the first line, cut where it is long. */
export function runSummary(command: string): string {
  const [first = "", ...others] = command.trim().split("\n");
  const short = first.length > 100 ? first.slice(0, 99) : first;
  return short === first && others.length === 0 ? `run ${short}` : `run ${short.trimEnd()} …`;
}
