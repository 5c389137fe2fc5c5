import { PlayError } from "../base/play-error.ts";
import type { VariableSet } from "../model/inventory.ts";
import type { Play, PlaybookImport } from "../model/playbook.ts";
import type { Scope } from "../model/scope.ts";
import { toText } from "../model/text-form.ts";
import { type Around, narrow, nothingAround } from "./around.ts";
import { compileVariables, type CompileContext } from "./context.ts";
import { compileFactsTask } from "./facts-task.ts";
import { checkNotifications, compileHandlers, roleHandlers } from "./handlers.ts";
import { playHosts } from "./hosts.ts";
import { listItems, writtenText } from "./literal.ts";
import { compilePlayRoles } from "./play-roles.ts";
import type { CompiledPlay, PlayVariables, RoleScope, Templates } from "./program.ts";
import type { PlacedRole } from "./role.ts";
import { compilePrompts } from "./prompts.ts";
import { compileSerial } from "./serial.ts";
import { staticScope } from "./static-scope.ts";
import { compileSteps } from "./steps.ts";

/** Checks one play and puts every task's surroundings into it. */
export function compilePlay(play: Play, outer: CompileContext): CompiledPlay {
  const placedRoles: PlacedRole[] = [];
  const context: CompileContext = { ...outer, placedRoles };
  const around = surroundings(play, context);
  const vars = compileVariables(play.variables, context.templates);
  const scope = staticScope(context.extraVariables, ...around.variables.toReversed(), vars);
  const preTasks = compileSteps(play.preTasks, around, context);
  const roles = compilePlayRoles(play.roles, around, context);
  const tasks = compileSteps(play.tasks, around, context);
  const postTasks = compileSteps(play.postTasks, around, context);
  const sections = [preTasks, [...roles.flatMap(({ steps }) => steps), ...tasks], postTasks];
  const listed = new Set(roles.map(({ placed }) => placed.scope.folder));
  const isListed = ({ scope }: PlacedRole): boolean => listed.has(scope.folder);
  // Ansible's order; handlers of roles that tasks bring come after the play's own
  const handlers = [
    ...roleHandlers(placedRoles.filter(isListed), context),
    ...compileHandlers(play.handlers, around, context),
    ...roleHandlers(
      placedRoles.filter((role) => !isListed(role)),
      context,
    ),
  ];
  checkNotifications(sections.flat(), handlers, context);
  const exposed = placedRoles.filter(({ imported }) => imported);
  const gatherFacts = compileFactsTask(play, around, context);
  return {
    name: playName(play, scope, context),
    source: play.source,
    folder: play.folder,
    hosts: playHosts(play, scope, context),
    variables: playVariables(
      play,
      { vars, prompts: compilePrompts(play, scope, context) },
      [...roles.map(({ placed }) => placed), ...exposed].map(({ scope }) => scope),
      context,
    ),
    settings: around.settings,
    serial: compileSerial(play, scope, context),
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
  return narrow(imported, { keywords: play.keywords }, context);
}

/** Its name, as far as that can be rendered without a host; else its host pattern. */
function playName({ keywords, hosts }: Play, scope: Scope, context: CompileContext): string {
  const name = keywords.get("name");
  if (!name)
    return listItems(hosts)
      .map((item) => (item.kind === "scalar" ? String(item.value) : ""))
      .join(",");
  const template = context.templates.value(name);
  try {
    return toText(template.render(scope));
  } catch (error) {
    if (error instanceof PlayError) return writtenText(template);
    throw error;
  }
}

function playVariables(
  play: Play,
  own: Pick<PlayVariables, "vars" | "prompts">,
  roles: readonly RoleScope[],
  { templates }: CompileContext,
): PlayVariables {
  const byName = (sets: ReadonlyMap<string, VariableSet>): ReadonlyMap<string, Templates> =>
    new Map([...sets].map(([name, set]) => [name, compileVariables(set, templates)]));
  return {
    ...own,
    files: play.variableFiles.map((file) =>
      file.kind === "loaded" ? compileVariables(file.variables, templates) : templates.value(file.name),
    ),
    folder: { groups: byName(play.variableFolder.groups), hosts: byName(play.variableFolder.hosts) },
    roles,
  };
}
