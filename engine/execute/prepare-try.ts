import type { ControlModule, Module } from "../module/contract.ts";
import type { ValueMap } from "../model/value.ts";
import {
  addRunnersOptions,
  locateFiles,
  parseArgs,
  renderArgs,
  unknownArg,
  withoutUnknownContent,
} from "./arguments.ts";
import { conditionText, judge } from "./conditions.ts";
import { expandHomes } from "./home.ts";
import { secretTexts, shownArgs } from "./secret-options.ts";
import type { Stage } from "./stage.ts";
import { checkMode, openStage } from "./place.ts";
import { skippedEnd, type Try, type TryEnd, unknownEnd } from "./try.ts";

type Options = Parameters<Module["probe"]>[0];

/** What a try is going to do, known before anything is asked of a host. */
export type Prepared =
  /** Its condition is false, or it cannot be told. */
  | { readonly kind: "over"; readonly end: TryEnd }
  | {
      readonly kind: "control";
      readonly module: ControlModule;
      readonly want: Options;
      readonly args: ValueMap;
    }
  | {
      readonly kind: "module";
      readonly module: Module;
      readonly want: Options;
      readonly stage: Stage;
      readonly args: ValueMap;
    };

/** Judges the conditions, and if they hold evaluates the options. Throws PlayError. */
export async function prepareTry(one: Try): Promise<Prepared> {
  const { task, scope, host, context } = one;
  const { module } = task;
  const verdict = judge(task.when, scope);
  if (verdict.kind === "false") return over(skippedEnd(conditionText(verdict.condition)));
  if (verdict.kind === "unknown") return over(unknownEnd(`it may run: ${verdict.reason}`));
  const rendered = renderArgs(task, scope);
  for (const text of secretTexts(rendered, task)) context.services.addSecret(text);
  if (module.kind === "control") {
    const missing = unknownArg(rendered);
    if (missing && module.takesUnknown !== true) return over(unknownEnd(missing.reason));
    return { kind: "control", module, want: parseArgs(task, rendered), args: shownArgs(rendered, task) };
  }
  const check = checkMode(task, scope, context.options.check);
  const knownOf = (values: ValueMap): ValueMap => (check ? withoutUnknownContent(values, task) : values);
  const args = knownOf(rendered);
  const missing = unknownArg(args);
  if (missing) return over(unknownEnd(missing.reason));
  const located = knownOf(locatedArgs(args, one));
  const unknownText = unknownArg(located);
  if (unknownText) return over(unknownEnd(unknownText.reason));
  const stage = await openStage(task, host, scope, context);
  const want = parseArgs(task, await expandHomes(located, task, stage));
  return { kind: "module", module, want, stage, args: shownArgs(args, task) };
}

function over(end: TryEnd): Prepared {
  return { kind: "over", end };
}

function locatedArgs(args: ValueMap, { task, host, scope, context }: Try): ValueMap {
  const complete = addRunnersOptions(args, { task, host: host.name, playFolder: context.play.folder });
  return locateFiles(complete, {
    task,
    scope,
    playFolder: context.play.folder,
    forecasts: context.controllerForecasts,
    templates: context.services.compile.templates,
  });
}
