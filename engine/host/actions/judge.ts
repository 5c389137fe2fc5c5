import { CommandFailure } from "../command-failure.ts";
import type { Action, FetchAction, Output, RunAction, WriteAction } from "../change.ts";
import { hintForOutput } from "../failure-hints.ts";
import { timedOut } from "./run-script.ts";
import { invalid } from "./write-script.ts";

/** Why an action failed, or undefined if it did not. */
export function failureOf(action: Action, output: Output): CommandFailure | undefined {
  if (action.kind === "run") return runFailure(action, output);
  return action.kind === "write" ? writeFailure(action, output) : fetchFailure(action, output);
}

function runFailure(action: RunAction, output: Output): CommandFailure | undefined {
  if (output.rc === timedOut) {
    const message = `the command took longer than ${action.timeout} seconds and was ended`;
    return new CommandFailure("TIMEOUT", message, {
      output,
      hint: "give it a longer timeout, or see what it waits for",
    });
  }
  const accepted = action.accept ?? [0];
  if (accepted === "any" || accepted.includes(output.rc)) return undefined;
  const said = reasonIn(output.stderr) || reasonIn(output.stdout);
  return new CommandFailure(
    "COMMAND_FAILED",
    `the command ended with status ${output.rc}${said && `: ${said}`}`,
    { output, hint: hintForOutput(output) },
  );
}

function writeFailure(action: WriteAction, output: Output): CommandFailure | undefined {
  if (output.rc === 0) return undefined;
  const said = ownWords(output);
  if (output.rc !== invalid)
    return withReason(`${action.path} could not be written${said && `: ${said}`}`, said, output);
  const message = `the new content of ${action.path} did not pass \`${action.validate}\`${said && `: ${said}`}`;
  return new CommandFailure("VALIDATION", message, { output, hint: "the old file is still in place" });
}

function fetchFailure(action: FetchAction, output: Output): CommandFailure | undefined {
  if (output.rc === 0) return undefined;
  const said = ownWords(output);
  const message = `${action.from} could not be fetched to ${action.path}${said && `: ${said}`}`;
  return withReason(message, said, output);
}

function ownWords({ stderr }: Output): string {
  return Buffer.from(stderr).toString("utf8").replaceAll(ownShell, "").trim();
}

/** The output is our own scripts' business, but for the reason. */
function withReason(message: string, said: string, output: Output): CommandFailure {
  return new CommandFailure("WRITE_FAILED", message, {
    output: { ...output, stdout: new Uint8Array(), stderr: Buffer.from(said) },
    hint: hintForOutput(output),
  });
}

/** Characters of a line in a message. */
const longestLine = 300;

/** The shell that our own script runs in, with the line's number in it. */
const ownShell = /^\/bin\/sh: (line )?\d+: /gm;

/** What tar says last, after all that matters. */
const epilogue = /^\S*tar: (Exiting with failure status|Error is not recoverable)/;

/** The last line that says something. */
function reasonIn(bytes: Uint8Array): string {
  const end = Buffer.from(bytes).subarray(-8 * longestLine);
  const lines = end.toString("utf8").trimEnd().split("\n");
  const line = lines.findLast((line) => !epilogue.test(line)) ?? "";
  return line.length > longestLine ? `…${line.slice(-longestLine)}` : line;
}
