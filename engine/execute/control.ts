import path from "node:path";
import { PlayError } from "../base/play-error.ts";
import type { ControlContext, ControlModule, ControlResult, ResultFields } from "../module/contract.ts";
import type { ValueMap } from "../model/value.ts";
import { targetHost } from "./place.ts";
import type { HostState } from "./host-state.ts";
import type { Try, TryEnd } from "./try.ts";
import { failedEnd } from "./try-error.ts";
import { compileNow, compileVariables } from "../compile/context.ts";
import { fileSearchPath } from "../compile/files.ts";
import { flagSetting, setting } from "./reach.ts";

type Options = Parameters<ControlModule["run"]>[0];

/** Runs a module of the controller, and does with variables and the flow what it says. */
export function runControl(module: ControlModule, want: Options, one: Try): TryEnd {
  const outcome = module.run(want, controlContext(one));
  switch (outcome.kind) {
    case "done":
      return ok({ changed: false, ...outcome.result });
    case "flow":
      return { ...ok({ changed: false }), flow: outcome.flow };
    case "facts":
      return setFacts(outcome, one);
    case "failed": {
      const result: ValueMap = { changed: false, failed: true, msg: outcome.message, ...outcome.result };
      const error = new PlayError("TASK_FAILED", outcome.message, { source: one.task.moduleSource });
      return failedEnd(error, result, one.task);
    }
  }
}

function ok(result: ValueMap): TryEnd {
  return { outcome: { kind: "ok", result }, result };
}

function setFacts({ facts, precedence }: Extract<ControlResult, { kind: "facts" }>, one: Try): TryEnd {
  const host = factsOwner(one);
  for (const [name, value] of Object.entries(facts)) {
    if (precedence === "set_fact") host.setFact(name, value);
    else host.includeVariable(name, value);
  }
  return ok({ changed: false, ansible_facts: { ...facts } });
}

/** `delegate_facts` gives the facts to the host that the task is delegated to. */
export function factsOwner({ task, host, scope, context }: Try): HostState {
  if (setting(task.settings, "delegate_to", scope) === undefined) return host;
  return flagSetting(task.settings, "delegate_facts", scope) ? targetHost(task, host, scope, context) : host;
}

function controlContext({ task, scope, context }: Try): ControlContext {
  const folders = fileSearchPath(task, context.play.folder, "vars").map((folder) => path.resolve(folder));
  return {
    lookup: scope.get,
    readVariables: (name): ResultFields => {
      const set = context.services.includes.variables(name, folders);
      const templates = compileNow(context.services.compile, (inner) =>
        compileVariables(set, inner.templates),
      );
      return Object.fromEntries([...templates].map(([key, template]) => [key, template.render(scope)]));
    },
  };
}
