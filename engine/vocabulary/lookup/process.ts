import { spawnSync } from "node:child_process";
import { PlayError } from "../../base/play-error.ts";
import { toText } from "../../model/text-form.ts";
import type { Call } from "../contract.ts";
import type { Lookup } from "./contract.ts";

const mostOutput = 64 * 1024 * 1024;

/** Lookups that run a command of the user on the controller, by `sh`, in the playbook's folder. */
export const processLookups = {
  pipe: {
    summary: "what a shell command on the controller prints",
    find: (terms, call) => terms.map((term) => runCommand(toText(term), "pipe", call)),
  },
  lines: {
    summary: "what a shell command on the controller prints, line by line",
    find: (terms, call) =>
      terms.flatMap((term) => {
        const output = runCommand(toText(term), "lines", call);
        return output === "" ? [] : output.split(/\r?\n/);
      }),
  },
} satisfies Record<string, Lookup>;

function runCommand(command: string, lookup: string, call: Call): string {
  const folder = call.scope.get("playbook_dir");
  const { status, signal, stdout, stderr, error } = spawnSync("sh", ["-c", command], {
    encoding: "utf8",
    maxBuffer: mostOutput,
    ...(typeof folder === "string" ? { cwd: folder } : {}),
  });
  if (error)
    throw new PlayError("BAD_VALUE", `the lookup ${lookup} could not run its command: ${error.message}`, {
      cause: error,
    });
  if (status === 0) return stdout.trimEnd();
  const ending = signal === null ? `exit status ${status}` : `signal ${signal}`;
  const reason = stderr.trim() === "" ? "" : `: ${stderr.trim()}`;
  throw new PlayError("BAD_VALUE", `the command of the lookup ${lookup} failed with ${ending}${reason}`);
}
