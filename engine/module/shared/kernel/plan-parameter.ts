import { PlayError } from "../../../base/play-error.ts";
import type { Change } from "../../../host/change.ts";
import type { ScriptAnswer } from "../../../host/query.ts";
import type { Need, Plan } from "../../contract.ts";
import type { FoundDestination } from "../file/destination.ts";
import { planEdit, type Edited } from "../text/edit.ts";
import { joinLines, splitLines } from "../text/lines.ts";
import { parameterPath, readLive, setLive } from "./live-parameter.ts";

export interface WantParameter {
  readonly name: string;
  readonly value?: string | undefined;
  readonly state: "present" | "absent";
  readonly reload: boolean;
  readonly sysctl_set: boolean;
  readonly sysctl_file: string;
  readonly ignoreerrors: boolean;
}

type FoundParameter = FoundDestination & { readonly live: ScriptAnswer };

/** The file's line, then the kernel's value: where it is to follow the file, or to be right in any case. */
export function planParameter(want: WantParameter, found: FoundParameter): Plan {
  const { name, value = "", state, sysctl_file: path } = want;
  const edit = (text: string): Edited =>
    state === "absent" ? dropParameter(text, name) : keepParameter(text, name, value);
  const file = planEdit({ path, create: state === "present", backup: false }, found, edit);
  const result = { name, value: want.value ?? null, state, sysctl_file: path };
  if (state === "absent") return { changes: file.changes, result };
  const isFollowed = want.sysctl_set || (want.reload && file.changes.length > 0);
  if (!isFollowed) return { changes: file.changes, result };
  return { ...planLive(want, found.live, file.changes), result };
}

function planLive(want: WantParameter, answer: ScriptAnswer, before: readonly Change[]): Plan {
  const { name, value = "", ignoreerrors } = want;
  const live = readLive(answer);
  if (live?.value === value) return { changes: before };
  if (ignoreerrors && live?.writable !== true) return { changes: before };
  if (live === undefined) return planWithout(name, value, before);
  if (live.writable) return { changes: [...before, setLive(name, value, live.value)] };
  throw new PlayError("PRECONDITION", `kernel parameter ${name} is ${live.value} and cannot be set here`, {
    hint: "only root may set it, and not in every container; ignoreerrors leaves it as it is",
  });
}

/** A parameter that a module will bring may have the wanted value from the start. */
function planWithout(name: string, value: string, before: readonly Change[]): Plan {
  const needs: Need = {
    once: `the kernel has the parameter ${name}`,
    failure: `the kernel has no parameter ${name}`,
    hint: "load the kernel module that brings it first (net.bridge.*: br_netfilter), or set ignoreerrors",
  };
  if (before.length > 0) return { changes: [...before, setLive(name, value, undefined)], needs };
  return { changes: [], needs, unknown: `kernel parameter ${name}, which the kernel does not have yet` };
}

/** The last line that sets a parameter is the one that counts. */
function keepParameter(text: string, name: string, value: string): Edited {
  const lines = splitLines(text);
  const index = lines.findLastIndex((line) => parameterOf(line)?.path === parameterPath(name));
  const found = parameterOf(lines[index] ?? "");
  if (found?.value === value) return { text, message: "" };
  const line = `${name} = ${value}`;
  const edited = index === -1 ? [...lines, line] : lines.with(index, line);
  return { text: joinLines(edited), message: `set ${name} = ${value}` };
}

function dropParameter(text: string, name: string): Edited {
  const lines = splitLines(text);
  const kept = lines.filter((line) => parameterOf(line)?.path !== parameterPath(name));
  return kept.length === lines.length
    ? { text, message: "" }
    : { text: joinLines(kept), message: `remove ${name}` };
}

/** A line of sysctl.conf(5): `name = value`; a minus before it lets errors pass. */
function parameterOf(line: string): { readonly path: string; readonly value: string } | undefined {
  const match = /^\s*-?([^#;=\s][^=\s]*)\s*=\s*(.*?)\s*$/.exec(line);
  if (!match) return undefined;
  const [, name = "", value = ""] = match;
  return { path: parameterPath(name), value: value.split(/\s+/).join(" ") };
}
