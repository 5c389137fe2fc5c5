import { PlayError } from "../base/play-error.ts";
import type { Change, Output } from "../host/change.ts";
import type { Module, Need, Plan, ResultFields, Wait } from "../module/contract.ts";
import { NotForeseeable } from "./forecasts.ts";
import type { Machine } from "./machine.ts";
import { unknownOutput } from "./results.ts";
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

export interface Stage {
  /** Where the module acts. */
  readonly machine: Machine;
  readonly controller: Machine;
  /** Plan only. */
  readonly check: boolean;
  /** Takes what must never be shown. */
  readonly addSecret: (text: string) => void;
}

type Options = Parameters<Module["probe"]>[0];

/** Reads, decides, and unless it is a check run acts. */
export async function perform(module: Module, want: Options, stage: Stage): Promise<Performance> {
  const plan = await planOrReason(module, want, stage);
  if ("reason" in plan) return { kind: "unknown", reason: plan.reason };
  for (const secret of plan.secrets ?? []) stage.addSecret(secret);
  if (plan.unknown !== undefined) return { kind: "unknown", reason: plan.unknown };
  if (stage.check) return foresee(plan, stage);
  if (plan.needs !== undefined) return failure(unmet(plan.needs), plan.result);
  return carryOut(plan, stage);
}

interface Reason {
  readonly reason: string;
}

/** In a check run a plan may fail only because an earlier task's change was not made; then it is not known. */
async function planOrReason(module: Module, want: Options, stage: Stage): Promise<Plan | Reason> {
  try {
    const local = module.local ? await stage.controller.ask(module.local(want)) : {};
    const found = await stage.machine.ask(module.probe(want, local));
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

function foresee(plan: Plan, stage: Stage): Performance {
  const { needs } = plan;
  if (needs !== undefined && !stage.machine.forecasts.changed && !stage.controller.forecasts.changed)
    return failure(unmet(needs), plan.result);
  stage.machine.foresee(plan.changes);
  const result =
    plan.outcome && plan.changes.length > 0
      ? { ...plan.result, ...unknownOutput(plan.changes) }
      : (plan.outcome?.([]).result ?? plan.result ?? {});
  return { kind: "done", result, changes: plan.changes, ...(needs !== undefined && { once: onceOf(needs) }) };
}

function onceOf(needs: string | Need): string {
  return typeof needs === "string" ? `${needs} exists` : needs.once;
}

function unmet(needs: string | Need): PlayError {
  return typeof needs === "string"
    ? new PlayError("PRECONDITION", `${needs} does not exist`)
    : new PlayError("PRECONDITION", needs.failure, { hint: needs.hint });
}

async function carryOut(plan: Plan, stage: Stage): Promise<Performance> {
  const { changes } = plan;
  const actions = changes.flatMap((change) => change.actions);
  const outputs = actions.length > 0 ? await stage.machine.apply(actions) : [];
  const judgement = plan.outcome?.(outputs);
  for (const secret of judgement?.secrets ?? []) stage.addSecret(secret);
  const result = { ...plan.result, ...judgement?.result };
  if (judgement?.failed !== undefined)
    return { kind: "failed", error: new PlayError("COMMAND_FAILED", judgement.failed), result, changes };
  if (plan.wait) {
    const started = Date.now();
    const [output] = await stage.machine.apply([waitAction(plan.wait)]);
    const waited = { ...result, elapsed: Math.round((Date.now() - started) / 1000) };
    if (output && output.rc !== 0)
      return { kind: "failed", error: waitFailed(plan.wait, output), result: waited, changes };
    return { kind: "done", result: waited, changes };
  }
  return { kind: "done", result, changes };
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
