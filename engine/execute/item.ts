import { PlayError } from "../base/play-error.ts";
import { CommandFailure } from "../host/command-failure.ts";
import type { CompiledTask } from "../compile/program.ts";
import type { ChangeReport, Outcome } from "../model/event.ts";
import type { Flow } from "../module/contract.ts";
import { Unknown, type Value, type ValueMap } from "../model/value.ts";
import { locateFiles, parseArgs, renderArgs, unknownArg, withoutUnknownContent } from "./arguments.ts";
import { conditionText, judge } from "./conditions.ts";
import { runControl } from "./control.ts";
import { expandHomes } from "./home.ts";
import type { HostState } from "./host-state.ts";
import type { LayeredScope } from "./layers.ts";
import { perform, type Performance } from "./perform.ts";
import { checkMode, openStage } from "./place.ts";
import type { PlayContext } from "./play-context.ts";
import { partlyKnown } from "./results.ts";
import { isTrue } from "./truth.ts";

/** One try of a task on one host, with one loop item if it has any. */
export interface Try {
  readonly task: CompiledTask;
  readonly host: HostState;
  readonly scope: LayeredScope;
  readonly context: PlayContext;
}

export interface TryEnd {
  readonly outcome: Outcome;
  readonly result: ValueMap;
  readonly args?: ValueMap;
  readonly flow?: Flow;
}

/** Judges the conditions, and if they hold performs the module. Failures come back as outcomes; defects are thrown. */
export async function runTry(one: Try): Promise<TryEnd> {
  try {
    const verdict = judge(one.task.when, one.scope);
    if (verdict.kind === "false") return skipped(conditionText(verdict.condition));
    if (verdict.kind === "unknown") return unknown(`it may run: ${verdict.reason}`);
    const args = renderArgs(one.task, one.scope);
    return { args, ...(await runWith(args, one)) };
  } catch (error) {
    if (error instanceof PlayError) return fromError(error, one.task);
    throw error;
  }
}

async function runWith(rendered: ValueMap, one: Try): Promise<TryEnd> {
  const { task, scope, context, host } = one;
  const { module } = task;
  if (module.kind === "control") {
    const missing = unknownArg(rendered);
    if (missing && module.takesUnknown !== true) return unknown(missing.reason);
    return runControl(module, parseArgs(task, rendered), one);
  }
  const check = checkMode(task, scope, context.options.check);
  const knownOf = (values: ValueMap): ValueMap => (check ? withoutUnknownContent(values, task) : values);
  const args = knownOf(rendered);
  const missing = unknownArg(args);
  if (missing) return unknown(missing.reason);
  const files = locateFiles(args, {
    task,
    scope,
    playFolder: context.play.folder,
    forecasts: context.controllerForecasts,
    templates: context.services.compile.templates,
  });
  const located = knownOf(files);
  const unknownText = unknownArg(located);
  if (unknownText) return unknown(unknownText.reason);
  const stage = await openStage(task, host, scope, context);
  const want = parseArgs(task, await expandHomes(located, task, stage));
  return judged(await perform(module, want, stage), one, stage.check);
}

/** Applies changed_when and failed_when to what the module says. */
function judged(performance: Performance, one: Try, check: boolean): TryEnd {
  if (performance.kind === "unknown") return unknown(performance.reason);
  const failed = performance.kind === "failed";
  const plain: ValueMap = {
    ...performance.result,
    changed: performance.changes.length > 0,
    failed,
    ...(failed && { msg: performance.result["msg"] ?? performance.error.message }),
  };
  const changed = override(one.task.changedWhen, plain, one);
  const failedWhen = override(one.task.failedWhen, plain, one);
  const result: ValueMap = {
    ...plain,
    ...(changed !== undefined && { changed }),
    ...(typeof failedWhen === "boolean" && { failed: failedWhen, failed_when_result: failedWhen }),
  };
  if (result["failed"] === true) return failedEnd(performance, result, one);
  if (changed instanceof Unknown) return { ...unknown(changed.reason), result };
  const once = performance.kind === "done" ? performance.once : undefined;
  const changes = performance.changes.map((change): ChangeReport => ({
    summary: change.summary,
    ...(change.diff && { diff: change.diff }),
    ...(once !== undefined && { once }),
  }));
  const registered =
    check && changes.length > 0 ? partlyKnown(result, `what "${changes[0]?.summary}" gives back`) : result;
  const outcome: Outcome =
    result["changed"] === true ? { kind: "changed", result, changes } : { kind: "ok", result };
  return { outcome, result: registered };
}

function override(
  condition: CompiledTask["changedWhen"],
  result: ValueMap,
  { task, scope }: Try,
): boolean | Unknown | undefined {
  if (!condition) return undefined;
  return isTrue(condition.render(withResult(scope, task, result)));
}

/** The scope in which a task's result can be asked for by the name that it is registered under. */
export function withResult(scope: LayeredScope, task: CompiledTask, result: Value): LayeredScope {
  if (task.register === undefined) return scope;
  return scope.with({ kind: "values", entries: new Map([[task.register, result]]) });
}

function failedEnd(performance: Performance, result: ValueMap, { task }: Try): TryEnd {
  const error =
    performance.kind === "failed"
      ? performance.error
      : new PlayError(
          "TASK_FAILED",
          `failed_when holds: ${task.failedWhen ? conditionText(task.failedWhen) : ""}`,
          {
            source: task.failedWhen?.source,
          },
        );
  return {
    outcome: { kind: "failed", error: located(error, task), ignored: false, rescued: false, result },
    result,
  };
}

const unreachable: ReadonlySet<PlayError["code"]> = new Set([
  "UNREACHABLE",
  "UNKNOWN_HOST_KEY",
  "CHANGED_HOST_KEY",
  "AUTHENTICATION",
  "CONNECTION_LOST",
]);

/** An error as the end of a task: the host is out of reach, or the task has failed. */
export function fromError(error: PlayError, task: CompiledTask): TryEnd {
  if (unreachable.has(error.code))
    return {
      outcome: { kind: "unreachable", error, ignored: false },
      result: { unreachable: true, changed: false, msg: error.message },
    };
  const result: ValueMap = { failed: true, changed: false, msg: error.message, ...outputOf(error) };
  return {
    outcome: { kind: "failed", error: located(error, task), ignored: false, rescued: false, result },
    result,
  };
}

/** What the command that failed printed. */
function outputOf(error: PlayError): ValueMap {
  if (!(error instanceof CommandFailure)) return {};
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).trimEnd();
  const { rc, stdout, stderr } = error.output;
  return { rc, stdout: text(stdout), stderr: text(stderr) };
}

function located(error: PlayError, task: CompiledTask): PlayError {
  if (error.source) return error;
  return new PlayError(error.code, error.message, {
    source: task.moduleSource,
    hint: error.hint,
    cause: error.cause ?? error,
  });
}

function skipped(condition: string): TryEnd {
  const result: ValueMap = {
    changed: false,
    skipped: true,
    skip_reason: "Conditional result was False",
    false_condition: condition,
  };
  return { outcome: { kind: "skipped", reason: condition, result }, result };
}

export function unknown(reason: string): TryEnd {
  const result = partlyKnown({}, reason);
  return { outcome: { kind: "unknown", reason, result: {} }, result };
}
