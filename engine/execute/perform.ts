import { PlayError } from "../base/play-error.ts";
import type { Change, Output } from "../host/change.ts";
import { hintForOutput } from "../host/failure-hints.ts";
import type { Module, Need, Plan, ResultFields, Wait } from "../module/contract.ts";
import { NotForeseeable } from "./foreseen-answers.ts";
import { applyChanges } from "./apply-changes.ts";
import { ChangesLost, isLost, outcomeUnknown } from "./lost.ts";
import { unlessInterrupted } from "./pause.ts";
import { askStage, type Stage } from "./stage.ts";
import { unknownOutput } from "./results.ts";
import { isInterruption, isOutOfReach, outputOf } from "./try-error.ts";
import { waitAction } from "./wait.ts";

/** What came of a module's one try. */
export type Performance =
  | {
      readonly kind: "done";
      readonly result: ResultFields;
      readonly changes: readonly Change[];
      readonly once?: string;
    }
  | {
      readonly kind: "failed";
      readonly error: PlayError;
      readonly result: ResultFields;
      readonly changes: readonly Change[];
    }
  /** Only in a check run. */
  | { readonly kind: "unknown"; readonly reason: string };

type Options = Parameters<Module["probe"]>[0];

/**
 * Reads, decides, and unless it is a check run acts. What goes wrong on the way is a failure, so that failed_when can
 * judge it; throws where the host is out of reach.
 */
export async function perform(module: Module, want: Options, stage: Stage): Promise<Performance> {
  try {
    const plan = await planOrReason(module, want, stage);
    if ("reason" in plan) return notKnown(plan.reason, stage);
    for (const secret of plan.secrets ?? []) stage.addSecret(secret);
    if (stage.check)
      return plan.unknown === undefined ? await foresee(plan, stage) : notKnown(plan.unknown, stage);
    if (plan.needs !== undefined) return failure(unmet(plan.needs), plan.result);
    return await carryOut(plan, stage);
  } catch (error) {
    if (!(error instanceof PlayError) || isOutOfReach(error) || isInterruption(error)) throw error;
    return failure(error, outputOf(error));
  }
}

interface Reason {
  readonly reason: string;
}

/** In a check run a plan may fail only because an earlier task's change was not made; then it is not known. */
async function planOrReason(module: Module, want: Options, stage: Stage): Promise<Plan | Reason> {
  try {
    const local = module.local ? await stage.controller.ask(module.local(want)) : {};
    const found = await askStage(module.probe(want, local), stage);
    const plan = module.plan(want, { ...local, ...found });
    return "changes" in plan ? plan : { changes: plan };
  } catch (error) {
    if (error instanceof NotForeseeable) return { reason: error.message };
    const changedBefore = stage.machine.forecasts.changed || stage.controller.forecasts.changed;
    const excusable = error instanceof PlayError && !broken.has(error.code);
    if (stage.check && changedBefore && excusable) return { reason: error.message };
    throw error;
  }
}

const broken: ReadonlySet<PlayError["code"]> = new Set([
  "UNREACHABLE",
  "CONNECTION_LOST",
  "AUTHENTICATION",
  "BECOME",
  "BAD_OPTION",
  "BAD_MODE",
]);

function notKnown(reason: string, { machine }: Stage): Performance {
  machine.forecasts.recordUnknown();
  return { kind: "unknown", reason };
}

async function foresee(plan: Plan, stage: Stage): Promise<Performance> {
  const { needs } = plan;
  if (needs !== undefined && !stage.machine.forecasts.changed && !stage.controller.forecasts.changed)
    return failure(unmet(needs), plan.result);
  // what it would do can only be told once that is there
  if (needs !== undefined && plan.changes.length === 0)
    return notKnown(`it may change something, once ${onceOf(needs)}`, stage);
  await foreseeChanges(plan.changes, stage);
  const result =
    plan.outcome && plan.changes.length > 0
      ? { ...plan.result, ...unknownOutput(plan.changes) }
      : (plan.outcome?.([]).result ?? plan.result ?? {});
  return { kind: "done", result, changes: plan.changes, ...(needs !== undefined && { once: onceOf(needs) }) };
}

async function foreseeChanges(changes: readonly Change[], { machine, controller }: Stage): Promise<void> {
  await machine.foresee(changes.filter((change) => !isAtController(change)));
  await controller.foresee(changes.filter(isAtController));
}

function isAtController({ where }: Change): boolean {
  return where === "controller";
}

/** Throws {@link ChangesLost} where the connection breaks and the changes may be planned again. */
async function carryOut(plan: Plan, stage: Stage): Promise<Performance> {
  try {
    return await makeChanges(plan, stage);
  } catch (error) {
    if (!isLost(error) || plan.changes.length === 0) throw error;
    if (plan.atMostOnce === undefined) throw new ChangesLost(error, plan.changes);
    return failure(outcomeUnknown(error, plan.atMostOnce), plan.result);
  }
}

async function makeChanges(plan: Plan, stage: Stage): Promise<Performance> {
  const { changes } = plan;
  const applied = await applyChanges(changes, stage.machine);
  if (changes.some(isAtController)) stage.controller.forgetAnswers();
  if (applied.kind === "stopped") {
    const { error } = applied;
    const result = { ...plan.result, ...outputOf(error) };
    return { kind: "failed", error, result, changes: applied.made };
  }
  const judgement = plan.outcome?.(applied.outputs);
  for (const secret of judgement?.secrets ?? []) stage.addSecret(secret);
  const result = { ...plan.result, ...judgement?.result };
  if (judgement?.failed !== undefined) {
    const last = applied.outputs.at(-1);
    const hint = last && hintForOutput(last);
    return {
      kind: "failed",
      error: new PlayError("COMMAND_FAILED", judgement.failed, { hint }),
      result,
      changes,
    };
  }
  if (!plan.wait) return { kind: "done", result, changes };
  return waitFor(plan.wait, { result, changes }, stage);
}

interface Made {
  readonly result: ResultFields;
  readonly changes: readonly Change[];
}

async function waitFor(wait: Wait, { result, changes }: Made, stage: Stage): Promise<Performance> {
  const started = Date.now();
  const applied = await unlessInterrupted(
    applyChanges([{ summary: wait.summary, actions: [waitAction(wait)] }], stage.machine),
    stage.interrupted,
  );
  const waited = { ...result, elapsed: Math.round((Date.now() - started) / 1000) };
  // the task's own time was over first
  if (applied.kind === "stopped") return { kind: "failed", error: applied.error, result: waited, changes };
  const [output] = applied.outputs;
  return output && output.rc !== 0
    ? { kind: "failed", error: waitFailed(wait, output), result: waited, changes }
    : { kind: "done", result: waited, changes };
}

function onceOf(needs: string | Need): string {
  return typeof needs === "string" ? `${needs} exists` : needs.once;
}

function unmet(needs: string | Need): PlayError {
  return typeof needs === "string"
    ? new PlayError("PRECONDITION", `${needs} does not exist`)
    : new PlayError("PRECONDITION", needs.failure, { hint: needs.hint });
}

function waitFailed({ summary, timeout }: Wait, output: Output): PlayError {
  const stderr = new TextDecoder().decode(output.stderr).trim();
  return new PlayError("TIMEOUT", `waited ${timeout} seconds for ${summary}`, {
    hint: stderr === "" ? undefined : `the last try said: ${stderr.split("\n").at(-1)}`,
  });
}

function failure(error: PlayError, result: ResultFields = {}): Performance {
  return { kind: "failed", error, result, changes: [] };
}
