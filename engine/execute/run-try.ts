import { PlayError } from "../base/play-error.ts";
import type { Change } from "../host/change.ts";
import { isLazyMap } from "../model/lazy-map.ts";
import { isMap } from "../model/value.ts";
import { runControl } from "./control.ts";
import { factsOwner } from "./facts-owner.ts";
import { judgePerformance } from "./judge-performance.ts";
import { ChangesLost, isLost, withLost } from "./lost.ts";
import { unlessInterrupted } from "./pause.ts";
import { perform } from "./perform.ts";
import { prepareTry } from "./prepare-try.ts";
import { fromError } from "./try-error.ts";
import type { Try, TryEnd } from "./try.ts";

/** How often a connection may break under one try; a module that breaks it itself is to end some time. */
const mostLosses = 5;

/**
 * Judges the conditions, and if they hold performs the module. Where the connection breaks, all of that is done again over
 * a new one, as long as the module allows it. Failures come back as outcomes; defects are thrown.
 */
export async function runTry(one: Try): Promise<TryEnd> {
  const { halted } = one.context.services;
  const lost: Change[] = [];
  for (let losses = 1; ; losses++) {
    try {
      const trying = tryOnce(one, lost);
      return await (halted ? unlessInterrupted(trying, halted) : trying);
    } catch (error) {
      if (!(error instanceof PlayError)) throw error;
      if (error instanceof ChangesLost) lost.push(...error.changes);
      if (!isLost(error) || losses > mostLosses) return fromError(error, one.task);
    }
  }
}

/** `lost`: what earlier tries may have changed. */
async function tryOnce(one: Try, lost: readonly Change[]): Promise<TryEnd> {
  const prepared = await prepareTry(one);
  if (prepared.kind === "over") return prepared.end;
  const { args } = prepared;
  if (prepared.kind === "control") return { args, ...runControl(prepared.module, prepared.want, one) };
  const { module, want, stage } = prepared;
  const performance = withLost(await perform(module, want, stage), lost);
  const end = judgePerformance(performance, one, stage.check);
  keepFacts(end, one);
  warnOfDropped(end, one);
  return { args, ...end };
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
