import os from "node:os";
import type { CompiledTask } from "../compile/program.ts";
import type { Connection, Identity } from "../host/session.ts";
import { toText } from "../model/text-form.ts";
import { isMap, Unknown } from "../model/value.ts";
import { HostState } from "./host-state.ts";
import type { LayeredScope } from "./layers.ts";
import { Machine } from "./machine.ts";
import type { Stage } from "./perform.ts";
import type { PlayContext } from "./play-context.ts";
import { connectionOf, identityOf, setting } from "./reach.ts";
import { toFlag } from "./truth.ts";

/** The host that a task acts on: its own, or the one it is delegated to. */
export function targetHost(
  task: CompiledTask,
  host: HostState,
  scope: LayeredScope,
  context: PlayContext,
): HostState {
  const delegate = setting(task.settings, "delegate_to", scope);
  if (delegate === undefined || delegate === null || delegate instanceof Unknown) return host;
  const name = toText(delegate);
  return context.states.get(name) ?? new HostState(name);
}

/** Sessions, identity and forecasts for one try of a task. */
export async function openStage(
  task: CompiledTask,
  host: HostState,
  scope: LayeredScope,
  context: PlayContext,
): Promise<Stage> {
  const { services, options, variables } = context;
  const target = targetHost(task, host, scope, context);
  // a delegated task reaches the other host by that host's variables, and acts there by its own keywords
  const reaching = target === host ? scope : variables.hostScope(target);
  const connection = connectionOf(
    target.name,
    { variables: reaching, task: scope },
    task.settings,
    options.reach,
  );
  const identity = withoutNeedlessBecome(
    connection,
    identityOf({ variables: reaching, task: scope }, task.settings, options.reach),
  );
  if (identity.kind === "become" && identity.password !== undefined) services.addSecret(identity.password);
  if (connection.kind === "ssh" && connection.password !== undefined) services.addSecret(connection.password);
  const environment = environmentOf(task, scope);
  const controller = new Machine(
    services.controller,
    { identity: { kind: "login" }, environment, asRoot: process.getuid?.() === 0 },
    context.controllerForecasts,
  );
  const check = checkMode(task, scope, options.check);
  if (task.module.kind === "module" && task.module.where === "controller")
    return { machine: controller, controller, check, addSecret: services.addSecret };
  const session = await services.sessions.get(connection);
  const forecasts = connection.kind === "local" ? context.controllerForecasts : target.forecasts;
  const machine = new Machine(
    session,
    { identity, environment, asRoot: isRoot(connection, identity) },
    forecasts,
  );
  return { machine, controller, check, addSecret: services.addSecret };
}

export function checkMode(
  task: Pick<CompiledTask, "settings">,
  scope: LayeredScope,
  check: boolean,
): boolean {
  const template = task.settings.get("check_mode");
  if (!template) return check;
  const value = template.render(scope);
  return value instanceof Unknown ? check : toFlag(value, "check_mode", template.source);
}

/** Becoming who one is already needs no sudo, which such a host may not have. */
function withoutNeedlessBecome(connection: Connection, identity: Identity): Identity {
  return identity.kind === "become" && identity.user === loginUser(connection) ? { kind: "login" } : identity;
}

function isRoot(connection: Connection, identity: Identity): boolean {
  return (identity.kind === "become" ? identity.user : loginUser(connection)) === "root";
}

function loginUser(connection: Connection): string {
  return connection.kind === "ssh" ? connection.user : os.userInfo().username;
}

/** `environment:` of all that the task stands in, the innermost last; what is not known yet is left out. */
function environmentOf(task: CompiledTask, scope: LayeredScope): Readonly<Record<string, string>> {
  const merged = task.environment.flatMap((template) => {
    const value = template.render(scope);
    return isMap(value) ? Object.entries(value) : [];
  });
  return Object.fromEntries(
    merged.filter(([, value]) => !(value instanceof Unknown)).map(([name, value]) => [name, toText(value)]),
  );
}
