import { PlayError } from "../base/play-error.ts";
import type { ControlModule, ResultFields } from "../module/contract.ts";
import type { ValueMap } from "../model/value.ts";
import { factsOwner } from "./facts-owner.ts";
import type { Try, TryEnd } from "./try.ts";
import { failedEnd } from "./try-error.ts";
import { includeVariables } from "./include-variables.ts";

type Options = Parameters<ControlModule["run"]>[0];

/** Runs a module of the controller, and does with variables and the flow what it says. */
export function runControl(module: ControlModule, want: Options, one: Try): TryEnd {
  const outcome = module.run(want, { lookup: one.scope.get });
  switch (outcome.kind) {
    case "done":
      return ok({ changed: false, ...outcome.result });
    case "flow":
      return { ...ok({ changed: false }), flow: outcome.flow };
    case "facts":
      return setFacts(outcome.facts, one);
    case "variables":
      return includeVariables(outcome, one);
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

function setFacts(facts: ResultFields, one: Try): TryEnd {
  const host = factsOwner(one);
  for (const [name, value] of Object.entries(facts)) host.setFact(name, value);
  return ok({ changed: false, ansible_facts: { ...facts } });
}
