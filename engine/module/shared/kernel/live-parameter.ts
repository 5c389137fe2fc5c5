import { posix } from "node:path";
import { PlayError } from "../../../base/play-error.ts";
import { sh } from "../../../base/shell-text.ts";
import type { Change } from "../../../host/change.ts";
import { foreseeAnswer } from "../../../host/change.ts";
import { script, type Query, type ScriptAnswer } from "../../../host/query.ts";
import { decodeText, encodeText } from "../file/text.ts";

/** What the kernel says; undefined where it has no such parameter. */
export interface LiveParameter {
  readonly writable: boolean;
  readonly value: string;
}

/** Below /proc/sys. sysctl(8): where a slash comes before any dot, dots belong to names; else the two are swapped. */
export function parameterPath(name: string): string {
  const slashed = /^[^.]*\//.test(name);
  const swap = (letter: string): string => (letter === "." ? "/" : ".");
  const relative = slashed ? name : name.replaceAll(/[./]/g, swap);
  const path = posix.join("/proc/sys", relative);
  if (path.startsWith("/proc/sys/")) return path;
  throw new PlayError("BAD_OPTION", `${name} is not the name of a kernel parameter`);
}

export function askLive(name: string): Query<ScriptAnswer> {
  const path = parameterPath(name);
  return script(
    `kernel parameter ${name}`,
    sh`if [ ! -e ${path} ]; then echo absent
elif [ -w ${path} ]; then echo writable; cat ${path} 2>/dev/null
else echo fixed; cat ${path} 2>/dev/null
fi; true`,
  );
}

export function readLive({ stdout }: ScriptAnswer): LiveParameter | undefined {
  const [state, ...lines] = (decodeText(stdout) ?? "").split("\n");
  if (state === "absent") return undefined;
  return { writable: state === "writable", value: lines.join(" ").trim().split(/\s+/).join(" ") };
}

/** Written as sysctl -w does, which not every host has. */
export function setLive(name: string, value: string, found: string | undefined): Change {
  const path = parameterPath(name);
  const stdout = encodeText(`writable\n${value}\n`);
  return {
    summary: `set kernel parameter ${name}: ${found === undefined || found === "" ? "" : `${found} -> `}${value}`,
    actions: [{ kind: "run", script: sh`printf '%s\n' ${value} > ${path}` }],
    forecasts: [foreseeAnswer(askLive(name), { rc: 0, stdout, stderr: new Uint8Array() })],
  };
}
