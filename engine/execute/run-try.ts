import { PlayError } from "../base/play-error.ts";
import { isLazyMap } from "../model/lazy-map.ts";
import { isMap } from "../model/value.ts";
import { runControl } from "./control.ts";
import { factsOwner } from "./facts-owner.ts";
import { judgePerformance } from "./judge-performance.ts";
import { perform } from "./perform.ts";
import { targetHost } from "./place.ts";
import { prepareTry } from "./prepare-try.ts";
import { fromError } from "./try-error.ts";
import type { Try, TryEnd } from "./try.ts";

/** Judges the conditions, and if they hold performs the module. Failures come back as outcomes; defects are thrown. */
export async function runTry(one: Try): Promise<TryEnd> {
  try {
    const prepared = await prepareTry(one);
    if (prepared.kind === "over") return prepared.end;
    const { args } = prepared;
    if (prepared.kind === "control") return { args, ...runControl(prepared.module, prepared.want, one) };
    const { module, want, stage } = prepared;
    const end = judgePerformance(await perform(module, want, stage), one, stage.check);
    keepFacts(end, one);
    warnOfDropped(end, one);
    return { args, ...end };
  } catch (error) {
    if (!(error instanceof PlayError)) throw error;
    if (error.code === "CONNECTION_LOST") await connectAnew(one);
    return fromError(error, one.task);
  }
}

/** Facts that a module of the host brought, such as `setup`. */
function keepFacts({ result }: TryEnd, one: Try): void {
  const facts = result["ansible_facts"];
  if (isMap(facts)) factsOwner(one).addFacts(facts);
}

/** Whoever uses the variable would take what is left of an output for all of it. */
function warnOfDropped({ result }: TryEnd, { task, host, context }: Try): void {
  if (task.register === undefined || isLazyMap(result)) return;
  const { stdout_dropped: stdout, stderr_dropped: stderr } = result;
  const bytes = [stdout, stderr].reduce<number>((sum, count) => sum + (Number(count) || 0), 0);
  if (bytes === 0) return;
  context.services.emit({
    kind: "warning",
    message: `${task.register} on ${host.name} holds only the ends of the output: ${bytes} bytes between them are left out`,
    source: task.moduleSource,
    hint: "let the command print less, or write to a file on the host",
  });
}

/** The next task that is tried there does not meet a dead session. */
async function connectAnew({ task, host, scope, context }: Try): Promise<void> {
  await context.services.sessions.reset(targetHost(task, host, scope, context).name);
}
