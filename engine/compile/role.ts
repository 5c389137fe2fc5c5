import type { RoleUse } from "../model/playbook.ts";
import { type Around, narrow } from "./around.ts";
import { compileVariables, type CompileContext } from "./context.ts";
import type { RoleScope, Templates } from "./program.ts";

/** A role as it takes part in a play: what it brings, and what its tasks inherit. */
export interface PlacedRole {
  readonly use: RoleUse;
  readonly scope: RoleScope;
  readonly around: Around;
  /** Brought in by import_role: its defaults and vars are the play's, too. */
  readonly imported?: boolean;
}

/** A role with its dependencies before it, each followed through its own dependencies. */
export function placeRole(use: RoleUse, around: Around, context: CompileContext): readonly PlacedRole[] {
  const caller = around.role;
  return place(use, around, caller ? [caller.name, ...caller.within] : [], context);
}

function place(
  use: RoleUse,
  around: Around,
  within: readonly string[],
  context: CompileContext,
): readonly PlacedRole[] {
  const dependencies: RoleScope[] = [];
  const scope: RoleScope = {
    name: use.role.name,
    folder: use.role.folder,
    defaults: compileVariables(use.role.defaults, context.templates),
    vars: compileVariables(use.role.variables, context.templates),
    params: compileVariables(use.variables, context.templates),
    parents: around.role ? [around.role, ...around.role.parents] : [],
    dependencies,
    within,
  };
  const inner: Around = { ...narrow(around, { keywords: use.keywords }, context), role: scope };
  const placed = use.role.dependencies.map((dependency) => place(dependency, inner, [], context));
  dependencies.push(...placed.flatMap((roles) => roles.at(-1)?.scope ?? []));
  return [...placed.flat(), { use, scope, around: inner }];
}

/** Equal for uses of the same role with the same parameters and keywords. */
export function roleUseKey({ use, scope }: PlacedRole): string {
  const params = [...scope.params.keys(), ...use.keywords.keys()].sort();
  const texts = [...use.variables.values(), ...use.keywords.values()].map(({ source }) =>
    source.file.text.slice(source.start, source.end),
  );
  return JSON.stringify([use.role.folder, use.role.tasksFrom, params, texts]);
}

/** Params of the role and of those that depend on it, innermost first. */
export function roleParams(role: RoleScope | undefined): readonly Templates[] {
  return role ? [role.params, ...role.parents.map((parent) => parent.params)] : [];
}

/** `vars/` as a role's tasks see them, the strongest first: its own, its dependencies', those of the roles that need it. */
export function roleVars(role: RoleScope | undefined): readonly Templates[] {
  if (!role) return [];
  return [role, ...dependenciesOf(role), ...role.parents].map(({ vars }) => vars);
}

/** `defaults/` as a role's tasks see them, the strongest first: its own, those of the roles that need it, its dependencies'. */
export function roleDefaults(role: RoleScope | undefined): readonly Templates[] {
  if (!role) return [];
  return [role, ...role.parents, ...dependenciesOf(role)].map(({ defaults }) => defaults);
}

/** All that a role depends on, directly or not; the later a dependency stands, the stronger it is. */
function dependenciesOf(role: RoleScope): readonly RoleScope[] {
  return role.dependencies.toReversed().flatMap((dependency) => [dependency, ...dependenciesOf(dependency)]);
}
