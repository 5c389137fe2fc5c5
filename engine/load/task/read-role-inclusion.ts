import { PlayError } from "../../base/play-error.ts";
import type { RoleImport, RoleInclude, RoleUse, TaskItem } from "../../model/playbook.ts";
import type { YamlNode } from "../../model/yaml-node.ts";
import { originOf } from "../reader.ts";
import type { Place, Reader, RoleFiles } from "../reader.ts";
import { roleSearchPath } from "../role/find-role.ts";
import { isTemplate, literalText } from "../yaml/node-shape.ts";
import { readApply } from "./inclusion-options.ts";
import type { InclusionOptions } from "./inclusion-options.ts";

export interface RoleInclusion {
  readonly inclusion: "import_role" | "include_role";
  readonly base: Pick<RoleImport, "source" | "variables" | "keywords">;
  readonly options: InclusionOptions;
}

/** Follows the role where all names are literal. undefined where it cannot be read; that is collected. */
export function readRoleInclusion(found: RoleInclusion, place: Place, reader: Reader): TaskItem | undefined {
  const { inclusion, base, options } = found;
  const name = nameIn(options);
  const names = [name, ...fromOptions.map((option) => options.values.get(option))];
  const templated = names.find((node) => node !== undefined && isTemplate(node));
  if (!name && options.flawed) return undefined;
  if (!name || (templated && inclusion === "import_role") || !isName(name)) {
    reader.loading.errors.add(badName(found, templated ?? name));
    return undefined;
  }
  const use = templated ? undefined : readUse(found, name, place, reader);
  if (use === "unusable") return undefined;
  if (inclusion === "import_role") return use && { kind: "import_role", ...base, use };
  return includeOf(found, { name, use }, place, reader);
}

function nameIn({ values }: InclusionOptions): YamlNode | undefined {
  return values.get("name") ?? values.get("role");
}

function isName(node: YamlNode): boolean {
  return isTemplate(node) || literalText(node) !== undefined;
}

const fromOptions = ["tasks_from", "vars_from", "defaults_from", "handlers_from"] as const;

/** undefined: an include in a circle, left for the run. */
function readUse(
  { inclusion, options }: RoleInclusion,
  name: YamlNode,
  place: Place,
  reader: Reader,
): RoleUse | "unusable" | undefined {
  const { source } = name;
  const by = inclusion === "import_role" ? "import" : "include";
  const before = reader.loading.errors.errors.length;
  const role = reader.readRole({
    name: literalText(name) ?? "",
    source,
    place,
    from: roleFiles(options),
    fromSources: Object.fromEntries(
      fromOptions.flatMap((option) => {
        const node = options.values.get(option);
        return node ? [[option.replace("_from", ""), node.source]] : [];
      }),
    ),
    by,
  });
  if (role) return { source, role, variables: new Map(), keywords: new Map() };
  return reader.loading.errors.errors.length > before ? "unusable" : undefined;
}

function roleFiles({ values }: InclusionOptions): RoleFiles {
  const files = Object.entries({
    tasks: literalText(values.get("tasks_from")),
    vars: literalText(values.get("vars_from")),
    defaults: literalText(values.get("defaults_from")),
    handlers: literalText(values.get("handlers_from")),
  });
  return Object.fromEntries(files.filter(([, name]) => name !== undefined));
}

function includeOf(
  { base, options }: RoleInclusion,
  { name, use }: { name: YamlNode; use: RoleUse | undefined },
  place: Place,
  { loading }: Reader,
): RoleInclude {
  const optional = {
    use,
    tasksFrom: options.values.get("tasks_from"),
    varsFrom: options.values.get("vars_from"),
    defaultsFrom: options.values.get("defaults_from"),
    handlersFrom: options.values.get("handlers_from"),
    public: options.values.get("public"),
  };
  const given: Partial<RoleInclude> = Object.fromEntries(
    Object.entries(optional).filter(([, value]) => value !== undefined),
  );
  const searchPath = roleSearchPath(place, loading.options);
  const apply = readApply(options, loading.errors);
  return { kind: "include_role", ...base, name, searchPath, origin: originOf(place), apply, ...given };
}

function badName({ inclusion, options }: RoleInclusion, at: YamlNode | undefined): PlayError {
  const templated = at !== undefined && isTemplate(at);
  const message = templated
    ? "import_role is followed before the run, so its names cannot be templates"
    : `${inclusion} must name a role`;
  const hint = templated
    ? "use include_role, which is decided in the run"
    : `write ${inclusion}: and below it name: x`;
  return new PlayError("BAD_SHAPE", message, { source: at?.source ?? options.source, hint });
}
