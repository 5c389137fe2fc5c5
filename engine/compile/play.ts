import { PlayError } from "../base/play-error.ts";
import type { VariableSet } from "../model/inventory.ts";
import type { Play, PlaybookImport, RoleUse, Task } from "../model/playbook.ts";
import type { Scope } from "../model/scope.ts";
import type { YamlMapping } from "../model/yaml-node.ts";
import { type Around, narrow, nothingAround } from "./around.ts";
import { compileVariables, type CompileContext } from "./context.ts";
import { checkNotifications, compileHandlers } from "./handlers.ts";
import { playHosts } from "./hosts.ts";
import { listItems, literalText, scalarAt } from "./literal.ts";
import type { CompiledPlay, CompiledTask, PlayVariables, Templates } from "./program.ts";
import { placeRole, type PlacedRole, roleUseKey } from "./role.ts";
import { compileRole, compileSteps } from "./steps.ts";
import { compileTask } from "./task.ts";

/** Checks one play and puts every task's surroundings into it. */
export function compilePlay(play: Play, context: CompileContext): CompiledPlay {
  const around = surroundings(play, context);
  const vars = compileVariables(play.variables, context.templates);
  const scope = staticScope(context.extraVariables, vars, ...around.variables);
  const roles = uniqueRoles(play.roles.flatMap((use) => placeRole(use, around, context)));
  const sections = [
    compileSteps(play.preTasks, around, context),
    [
      ...roles.flatMap((placed) => compileRole(placed, context)),
      ...compileSteps(play.tasks, around, context),
    ],
    compileSteps(play.postTasks, around, context),
  ];
  const importedRoles = rolesIn(play);
  const handlers = [
    ...compileHandlers(play.handlers, around, context),
    ...[...roles, ...importedRoles.flatMap((use) => placeRole(use, around, context))].flatMap((placed) =>
      compileHandlers(placed.use.role.handlers, placed.around, context),
    ),
  ];
  checkNotifications(sections.flat(), handlers, context);
  const gatherFacts = factsTask(play, around, context);
  return {
    name: playName(play, context),
    source: play.source,
    folder: play.folder,
    hosts: playHosts(play, scope, context),
    variables: playVariables(play, vars, roles, context),
    settings: around.settings,
    serial: serialOf(play, scope, context),
    sections,
    handlers,
    ...(gatherFacts && { gatherFacts }),
  };
}

function surroundings(play: Play, context: CompileContext): Around {
  const imported = play.imports.reduce(
    (outer: Around, { keywords, variables }: PlaybookImport) =>
      narrow(outer, { keywords, variables }, context),
    nothingAround,
  );
  rejectUnsupported(play, context);
  return narrow(imported, { keywords: play.keywords }, context);
}

const unsupported: Readonly<Record<string, string>> = {
  vars_prompt: "give the variable with -e, or a default under vars",
  max_fail_percentage: "use any_errors_fatal, or serial",
  module_defaults: "set the options on the tasks, or use a YAML anchor",
  throttle: "use serial, or --forks",
};

function rejectUnsupported({ keywords }: Play, context: CompileContext): void {
  for (const [name, hint] of Object.entries(unsupported)) {
    const node = keywords.get(name);
    if (node)
      context.errors.add(
        new PlayError("UNSUPPORTED", `the keyword ${name} is not supported`, { source: node.source, hint }),
      );
  }
  const strategy = keywords.get("strategy");
  if (strategy?.kind === "scalar" && strategy.value !== "linear")
    context.errors.add(
      new PlayError("UNSUPPORTED", `the strategy ${String(strategy.value)} is not supported`, {
        source: strategy.source,
        hint: "hosts go through the tasks in step (linear)",
      }),
    );
}

/** What can be rendered before any host is known: extra variables and the play's own. */
function staticScope(...layers: readonly Templates[]): Scope {
  const scope: Scope = {
    get: (name) =>
      layers
        .find((layer) => layer.has(name))
        ?.get(name)
        ?.render(scope),
    names: () => layers.flatMap((layer) => [...layer.keys()]),
    searchPath: [],
  };
  return scope;
}

function playName(play: Play, context: CompileContext): string {
  const name = play.keywords.get("name");
  if (name) return literalText(name, "name", context) ?? "";
  return play.hosts.kind === "scalar"
    ? String(play.hosts.value)
    : listItems(play.hosts)
        .map((item) => (item.kind === "scalar" ? String(item.value) : ""))
        .join(",");
}

function uniqueRoles(roles: readonly PlacedRole[]): readonly PlacedRole[] {
  const seen = new Set<string>();
  return roles.filter((role) => {
    const key = roleUseKey(role);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Roles that come by import_role or by an include_role with a literal name: their handlers can be notified too. */
function rolesIn(play: Play): readonly RoleUse[] {
  const fromRoles = play.roles.flatMap(({ role }) => role.tasks);
  return [...play.preTasks, ...fromRoles, ...play.tasks, ...play.postTasks].flatMap(
    function visit(item): RoleUse[] {
      switch (item.kind) {
        case "block":
          return [...item.block, ...item.rescue, ...item.always].flatMap(visit);
        case "import_role":
          return [item.use, ...item.use.role.tasks.flatMap(visit)];
        case "include_role":
          return item.use ? [item.use, ...item.use.role.tasks.flatMap(visit)] : [];
        case "import_tasks":
          return item.tasks.flatMap(visit);
        case "include_tasks":
          return (item.tasks ?? []).flatMap(visit);
        case "task":
          return [];
      }
    },
  );
}

function playVariables(
  play: Play,
  vars: Templates,
  roles: readonly PlacedRole[],
  context: CompileContext,
): PlayVariables {
  const byName = (sets: ReadonlyMap<string, VariableSet>): ReadonlyMap<string, Templates> =>
    new Map([...sets].map(([name, set]) => [name, compileVariables(set, context.templates)]));
  return {
    vars,
    files: play.variableFiles.map((file) =>
      file.kind === "loaded"
        ? compileVariables(file.variables, context.templates)
        : context.templates.value(file.name),
    ),
    folder: { groups: byName(play.variableFolder.groups), hosts: byName(play.variableFolder.hosts) },
    roles: roles.map(({ scope }) => scope),
  };
}

function factsTask(play: Play, around: Around, context: CompileContext): CompiledTask | undefined {
  const wanted = play.keywords.get("gather_facts");
  if (wanted?.kind === "scalar" && wanted.value === false) return undefined;
  const args: YamlMapping = { kind: "mapping", entries: [], source: play.source };
  const task: Task = {
    kind: "task",
    source: play.source,
    module: "setup",
    moduleSource: play.source,
    args,
    variables: new Map(),
    keywords: new Map([
      ["name", scalarAt(play, "gather facts")],
      ["tags", scalarAt(play, "always")],
    ]),
  };
  const compiled = compileTask(task, { ...around, when: [] }, context, false);
  if (!compiled || context.selector.selection.skipTags.includes("always")) return undefined;
  return wanted ? { ...compiled, when: [context.templates.condition(wanted)] } : compiled;
}

function serialOf(play: Play, scope: Scope, context: CompileContext): readonly string[] {
  const node = play.keywords.get("serial");
  if (!node) return [];
  return listItems(node).flatMap((item) => {
    const text = String(context.errors.attempt(() => context.templates.value(item).render(scope)) ?? "");
    if (/^[1-9]\d*$|^([1-9]\d?|100)%$/.test(text)) return [text];
    context.errors.add(
      new PlayError("BAD_SHAPE", `serial cannot be "${text}"`, {
        source: item.source,
        hint: 'a number of hosts, or a percentage such as "20%"',
      }),
    );
    return [];
  });
}
