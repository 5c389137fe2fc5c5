import type { CompiledTask } from "../compile/program.ts";
import type { Connection, Identity } from "../host/session.ts";
import type { SshConnection } from "../host/transport/ssh-connection.ts";
import { toText } from "../model/text-form.ts";
import { isMap, Unknown } from "../model/value.ts";
import { connectionOf } from "./connection.ts";
import { Forecasts } from "./forecasts.ts";
import { HostState } from "./host-state.ts";
import { identityOf } from "./identity.ts";
import type { LayeredScope } from "./layers.ts";
import { type Acting, Machine } from "./machine.ts";
import type { Stage } from "./stage.ts";
import type { PlayContext } from "./play-context.ts";
import { ownUser } from "./own-user.ts";
import { nonNegativeNumber } from "./non-negative-number.ts";
import { setting } from "./settings.ts";
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
  const scopes = { variables: reaching, task: scope };
  const connection: Connection = isImplicit(target, context)
    ? { kind: "local" }
    : connectionOf(target.name, scopes, task.settings, options.reach);
  const identity = withoutNeedlessBecome(connection, identityOf(scopes, task.settings, options.reach));
  if (identity.kind === "become" && identity.password !== undefined)
    services.addSecret(identity.password.reveal());
  if (connection.kind === "ssh") for (const secret of secretsOf(connection)) services.addSecret(secret);
  const environment = environmentOf(task, scope);
  const check = checkMode(task, scope, options.check);
  // a task that goes by another mode than the run neither heeds nor leaves forecasts
  const foreseen = (forecasts: Forecasts): Forecasts =>
    check === options.check ? forecasts : new Forecasts();
  const common = { environment, ...deadlineOf(task, scope) };
  const self: Acting = { identity: { kind: "login" }, user: ownUser(), ...common };
  const controller = new Machine(context.controller, self, foreseen(context.controllerForecasts));
  const around = { controller, check, interrupted: services.interrupted, addSecret: services.addSecret };
  if (task.module.kind === "module" && task.module.where === "controller")
    return { machine: controller, ...around };
  const isHere = connection.kind === "local";
  // what many hosts delegate to this machine runs side by side
  const session = await services.sessions.get(isHere ? host.name : target.name, connection);
  const acting: Acting = { identity, user: userOf(connection, identity), ...common };
  const forecasts = foreseen(isHere ? context.controllerForecasts : target.forecasts);
  return { machine: new Machine(session, acting, forecasts), ...around };
}

function secretsOf({ password, passphrase }: SshConnection): readonly string[] {
  return [password, passphrase].flatMap((secret) => secret?.reveal() || []);
}

/** The keyword `timeout`: seconds for each try; 0 is no limit. */
function deadlineOf(task: CompiledTask, scope: LayeredScope): Pick<Acting, "deadline"> {
  const timeout = task.settings.get("timeout");
  if (!timeout || timeout.render(scope) instanceof Unknown) return {};
  const seconds = nonNegativeNumber(timeout, scope, "timeout");
  return seconds === 0 ? {} : { deadline: performance.now() + seconds * 1000 };
}

/** This machine, which every inventory has without naming it; no keyword of a play makes it another one. */
function isImplicit({ name }: HostState, { services }: PlayContext): boolean {
  return name === "localhost" && !services.compile.inventory.hosts.has(name);
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

function userOf(connection: Connection, identity: Identity): string {
  return identity.kind === "become" ? identity.user : (loginUser(connection) ?? "root");
}

/** Undefined: whoever the container is made for. */
function loginUser(connection: Connection): string | undefined {
  if (connection.kind === "local") return ownUser();
  if (connection.kind === "chroot" || connection.kind === "nspawn") return connection.user ?? "root";
  return connection.user;
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
