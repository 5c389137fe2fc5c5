import { z } from "zod";
import { PlayError } from "../base/play-error.ts";
import type { CompiledTask } from "../compile/program.ts";
import { script } from "../host/query.ts";
import { sh } from "../base/shell-text.ts";
import type { Value, ValueMap } from "../model/value.ts";
import type { Stage } from "./stage.ts";

/** Replaces a leading `~` or `~user` of options that are paths on the host; costs a question only where there is one. */
export async function expandHomes(args: ValueMap, task: CompiledTask, { machine }: Stage): Promise<ValueMap> {
  const tildes = Object.entries(args).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === "string" && entry[1].startsWith("~") && isHostPath(task, entry[0]),
  );
  const expanded: [string, Value][] = [];
  for (const [name, value] of tildes) {
    const [tilde = "~"] = value.split("/");
    expanded.push([name, (await homeOf(tilde, machine)) + value.slice(tilde.length)]);
  }
  return { ...args, ...Object.fromEntries(expanded) };
}

function isHostPath(task: CompiledTask, name: string): boolean {
  const schema = task.module.args.shape[name];
  return schema !== undefined && z.globalRegistry.get(schema)?.["hostPath"] === true;
}

async function homeOf(tilde: string, machine: Stage["machine"]): Promise<string> {
  const user = tilde.slice(1);
  if (!/^[\w.-]*$/.test(user)) throw new PlayError("BAD_OPTION", `${tilde} is not a user's home folder`);
  // the shell expands an unquoted tilde; the name has been checked to be only a name
  const { home } = await machine.ask({ home: script("home folder", sh`eval ${`printf %s ~${user}`}`) });
  const answer = new TextDecoder().decode(home.stdout);
  if (!answer.startsWith("/")) throw new PlayError("BAD_OPTION", `there is no user ${user} on the host`);
  return answer.replace(/\/$/, "");
}
