import { existsSync } from "node:fs";
import path from "node:path";
import { ErrorCollector, PlayError } from "../base/play-error.ts";
import type { IncludeTarget, RunServices } from "../execute/play-context.ts";
import { type SessionOptions, Sessions } from "../execute/sessions.ts";
import { makeCall } from "../expression/apply-filter.ts";
import { openController } from "../host/controller/controller-session.ts";
import { openSession } from "../host/open-session.ts";
import { type AskPassphrase, KeyRing } from "../host/transport/key-ring.ts";
import type { SshServices } from "../host/transport/services.ts";
import { loadRole, loadTasksFile, loadVariablesFile, type RoleName } from "../load/load-playbook.ts";
import type { VariableSet } from "../model/inventory.ts";
import type { RoleInclude, RoleUse, TaskInclude, TaskItem } from "../model/playbook.ts";
import { emptyMap } from "../model/value.ts";
import { vocabulary } from "../vocabulary/vocabulary.ts";
import type { Prepared } from "./prepare.ts";

type RunGiven = Pick<
  RunServices,
  "emit" | "addSecret" | "interrupted" | "halted" | "progress" | "resumption"
> &
  Pick<SessionOptions, "lock" | "lockTimeout" | "reconnectTimeout">;

interface Given extends RunGiven {
  readonly askPassphrase: AskPassphrase;
}

/** Gives the runner what it may not import itself: sessions, lookups, and files that only the run can name. */
export function openServices(
  { context, loading }: Prepared,
  { askPassphrase, ...given }: Given,
): RunServices {
  const ssh: SshServices = {
    keys: new KeyRing(askPassphrase),
    warn: warnOnce(given.emit),
  };
  return {
    ...given,
    compile: context,
    sessions: new Sessions(async (connection, opening) => openSession(connection, ssh, opening), given),
    controller: openController(),
    lookup: (name, terms, scope) => {
      const lookup = vocabulary.lookups[name];
      if (!lookup) throw new PlayError("UNKNOWN_FUNCTION", `there is no lookup "${name}" for with_${name}`);
      return lookup.find(terms, makeCall({ scope, vocabulary }, { args: [], named: emptyMap() }));
    },
    includes: {
      tasks: (include, name) => includedTasks(include, name, loading),
      role: (include, target) => includedRole(include, target, loading),
      variables: (name, searchPath) => variablesFile(name, searchPath, loading),
    },
  };
}

/** Hosts that are reached the same way have the same to tell. */
function warnOnce(emit: RunServices["emit"]): SshServices["warn"] {
  const told = new Set<string>();
  return (message, hint) => {
    if (told.has(message)) return;
    told.add(message);
    emit({ kind: "warning", message, ...(hint !== undefined && { hint }) });
  };
}

type Loading = Prepared["loading"];

function includedTasks(include: TaskInclude, name: string, loading: Loading): readonly TaskItem[] {
  const file = findIn(include.searchPath, name);
  const from = { ...include.origin, source: include.file.source };
  return thrown((errors) => loadTasksFile(file, from, loading, errors));
}

function includedRole(include: RoleInclude, target: IncludeTarget, loading: Loading): RoleUse {
  const { source } = include.name;
  const from = { ...include.origin, source };
  const role = thrown((errors) =>
    loadRole({ ...target, fileSources: fileSources(include) }, from, loading, errors),
  );
  return { source, role, variables: new Map(), keywords: new Map() };
}

function fileSources(include: RoleInclude): NonNullable<RoleName["fileSources"]> {
  const { tasksFrom, varsFrom, defaultsFrom, handlersFrom } = include;
  return {
    ...(tasksFrom && { tasks: tasksFrom.source }),
    ...(varsFrom && { vars: varsFrom.source }),
    ...(defaultsFrom && { defaults: defaultsFrom.source }),
    ...(handlersFrom && { handlers: handlersFrom.source }),
  };
}

function variablesFile(name: string, searchPath: readonly string[], loading: Loading): VariableSet {
  const file = findIn(searchPath, name);
  return thrown((errors) => loadVariablesFile(file, loading, errors));
}

function findIn(folders: readonly string[], name: string): string {
  const candidates = path.isAbsolute(name) ? [name] : folders.map((folder) => path.join(folder, name));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  throw new PlayError("FILE_NOT_FOUND", `there is no file ${name}`, {
    hint: `looked in ${folders.join(", ")}`,
  });
}

/** What was read; throws the first mistake in it. */
function thrown<T>(read: (errors: ErrorCollector) => T | undefined): T {
  const errors = new ErrorCollector();
  const value = read(errors);
  const [first] = errors.errors;
  if (first) throw first;
  if (value === undefined) throw new PlayError("FILE_UNREADABLE", "what is included cannot be read");
  return value;
}
