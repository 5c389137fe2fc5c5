import type {
  ControlContext,
  ControlModule,
  ControlResult,
  Module,
  Plan,
} from "../../engine/module/contract.ts";

/** A module's plan for options as a playbook writes them. */
export function planOf(module: Module, options: Readonly<Record<string, unknown>>, found: unknown): Plan {
  const plan = module.plan(module.args.parse(options), found as never);
  return Array.isArray(plan) ? { changes: plan } : (plan as Plan);
}

/** The summaries of its changes. */
export function summaries(plan: Plan): readonly string[] {
  return plan.changes.map((change) => change.summary);
}

/** The shell source of all its run actions. */
export function scripts(plan: Plan): readonly string[] {
  const actions = plan.changes.flatMap((change) => change.actions);
  return actions.flatMap((action) => (action.kind === "run" ? [action.script.text] : []));
}

const nothing: ControlContext = { lookup: () => undefined };

export function runControl(
  module: ControlModule,
  options: Readonly<Record<string, unknown>>,
  context: Partial<ControlContext> = {},
): ControlResult {
  return module.run(module.args.parse(options), { ...nothing, ...context });
}
