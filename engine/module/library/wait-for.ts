import { z } from "zod";
import { PlayError } from "../../base/play-error.ts";
import { sh } from "../../base/shell-text.ts";
import type { ShellText } from "../../base/shell-text.ts";
import { defineModule } from "../contract.ts";
import { choice, integer, path, text } from "../option.ts";
import { pathPresent } from "../shared/wait/path-script.ts";
import { portOpen } from "../shared/wait/port-script.ts";

/** Waits on the host for a port or a path. Without either it waits for `timeout` seconds. */
export const wait_for = defineModule({
  name: "wait_for",
  summary: "Wait for a port or a path",
  args: z.object({
    host: text("The port's host, as the host that waits sees it").default("127.0.0.1"),
    port: integer("The port that must be open, or closed").optional(),
    path: path("The path that must exist, or not", { aliases: ["dest", "src"] }).optional(),
    state: choice(
      ["started", "present", "stopped", "absent"],
      "started and present: open or there; stopped and absent: not",
    ).default("started"),
    search_regex: text("A pattern that a line of the file must fit").optional(),
    timeout: integer("Seconds before it fails").default(300),
    delay: integer("Seconds before the first try").default(0),
    sleep: integer("Seconds between two tries").default(1),
    connect_timeout: integer("Seconds for one connection").default(5),
    msg: text("What to say when the time is over").optional(),
  }),
  probe: () => ({}),
  plan: (want) => {
    const { state, port = null, path = null, search_regex = null } = want;
    const result = { state, port, path, search_regex };
    const condition = conditionOf(want);
    if (!condition) {
      const pause = { timeout: want.timeout + 60, delay: want.timeout, pause: 1 };
      return { changes: [], result, wait: { summary: `${want.timeout} s`, script: sh`exit 0`, ...pause } };
    }
    const { summary, script } = condition;
    const times = { timeout: want.timeout, delay: want.delay, pause: want.sleep };
    return { changes: [], result, wait: { summary, script: withMessage(script, want.msg), ...times } };
  },
});

interface Condition {
  readonly summary: string;
  readonly script: ShellText;
}

interface Place {
  readonly host: string;
  readonly port?: number | undefined;
  readonly path?: string | undefined;
  readonly search_regex?: string | undefined;
  readonly connect_timeout: number;
  readonly state: "started" | "present" | "stopped" | "absent";
}

function conditionOf(want: Place): Condition | undefined {
  const { host, port, path, search_regex, state } = want;
  if (port !== undefined && (path ?? search_regex) !== undefined)
    throw new PlayError("BAD_OPTION", "wait_for takes a port or a path; search_regex goes with a path");
  const there = state === "started" || state === "present";
  if (port !== undefined) {
    const open = portOpen({ host, port, connectTimeout: want.connect_timeout });
    return { summary: `port ${port} ${there ? "open" : "closed"} on ${host}`, script: wanted(open, there) };
  }
  if (path === undefined) return undefined;
  const what = search_regex === undefined ? path : `${search_regex} in ${path}`;
  return {
    summary: there ? what : `no ${what}`,
    script: wanted(pathPresent(path, search_regex), there),
  };
}

function wanted(script: ShellText, there: boolean): ShellText {
  return there
    ? script
    : sh`if ${script}
then false; else true; fi`;
}

/** The last thing that a try says is what the user gets to read. */
function withMessage(script: ShellText, message: string | undefined): ShellText {
  if (message === undefined) return script;
  return sh`{ ${script}
} || { printf '%s\n' ${message} >&2; false; }`;
}
