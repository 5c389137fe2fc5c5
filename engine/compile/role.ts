import type { RoleUse } from "../model/playbook.ts";
import { type Around, narrow } from "./around.ts";
import { compileVariables, type CompileContext } from "./context.ts";
import type { RoleScope, Templates } from "./program.ts";

/** A role as it takes part in a play: what it brings, and what its tasks inherit. */
export interface PlacedRole {
  readonly use: RoleUse;
  readonly scope: RoleScope;
  readonly around: Around;
}

/** A role with its dependencies before it, each followed through its own dependencies. */
export function placeRole(use: RoleUse, around: Around, context: CompileContext): readonly PlacedRole[] {
  const scope: RoleScope = {
    name: use.role.name,
    folder: use.role.folder,
    defaults: compileVariables(use.role.defaults, context.templates),
    vars: compileVariables(use.role.variables, context.templates),
    params: compileVariables(use.variables, context.templates),
    parents: around.role ? [around.role, ...around.role.parents] : [],
  };
  const inner: Around = { ...narrow(around, { keywords: use.keywords }, context), role: scope };
  const dependencies = use.role.dependencies.flatMap((dependency) => placeRole(dependency, inner, context));
  return [...dependencies, { use, scope, around: inner }];
}

/** Equal for uses of which Ansible would play only the first: the same role with the same parameters and conditions. */
export function roleUseKey({ use, scope }: PlacedRole): string {
  const params = [...scope.params.keys(), ...use.keywords.keys()].sort();
  const texts = [...use.variables.values(), ...use.keywords.values()].map(({ source }) =>
    source.file.text.slice(source.start, source.end),
  );
  return JSON.stringify([use.role.folder, params, texts]);
}

/** Params of the role and of those that depend on it, innermost first. */
export function roleParams(role: RoleScope | undefined): readonly Templates[] {
  return role ? [role.params, ...role.parents.map((parent) => parent.params)] : [];
}
