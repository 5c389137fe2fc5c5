import { PlayError } from "../../base/play-error.ts";
import type { RoleUse } from "../../model/playbook.ts";
import type { YamlMapping, YamlNode } from "../../model/yaml-node.ts";
import { findEntry } from "../../model/yaml-node.ts";
import { oldKeywords, roleKeywords } from "../keywords/keyword-table.ts";
import { refuseKeys, sortKeys } from "../keywords/sort-keys.ts";
import type { Place, Reader } from "../reader.ts";
import { isNull, literalText } from "../yaml/node-shape.ts";

/** A play's `roles:` or a role's `dependencies:`. Collects BAD_SHAPE and what reading the roles collects. */
export function readRoleUses(list: YamlNode, key: string, place: Place, reader: Reader): readonly RoleUse[] {
  if (isNull(list)) return [];
  if (list.kind !== "sequence") {
    const details = { source: list.source, hint: 'write each role in a line of its own: "- name"' };
    reader.loading.errors.add(new PlayError("BAD_SHAPE", `"${key}" must be a list of roles`, details));
    return [];
  }
  return list.items.flatMap((item) => readRoleUse(item, place, reader) ?? []);
}

function readRoleUse(item: YamlNode, place: Place, reader: Reader): RoleUse | undefined {
  const nameNode = roleNameNode(item);
  const name = literalText(nameNode);
  if (nameNode === undefined || name === undefined) {
    reader.loading.errors.add(namelessRole(nameNode ?? item));
    return undefined;
  }
  const own =
    item.kind === "mapping" ? readEntry(item, reader) : { variables: new Map(), keywords: new Map() };
  const role = reader.readRole({ name, source: nameNode.source, place, from: {}, by: "import" });
  return role && { source: item.source, role, ...own };
}

function roleNameNode(item: YamlNode): YamlNode | undefined {
  if (item.kind !== "mapping") return item.kind === "scalar" ? item : undefined;
  return (findEntry(item, "role") ?? findEntry(item, "name") ?? findEntry(item, "src"))?.value;
}

/** Keys that are no keyword are variables, as in Ansible; those of `vars:` win. */
function readEntry(item: YamlMapping, { loading }: Reader): Pick<RoleUse, "variables" | "keywords"> {
  const { keywords, variables, others } = sortKeys(item, roleKeywords, loading.errors);
  const old = others.filter(({ key }) => oldKeywords.has(key));
  refuseKeys(old, "a role", roleKeywords, loading.errors);
  const extra = others.filter((entry) => !galaxyKeys.has(entry.key) && !old.includes(entry));
  return {
    keywords: new Map([...keywords].filter(([key]) => key !== "name")),
    variables: new Map([...extra.map(({ key, value }) => [key, value] as const), ...variables]),
  };
}

/** The name, and what galaxy needs to fetch a role. */
const galaxyKeys: ReadonlySet<string> = new Set(["role", "src", "scm", "version"]);

function namelessRole(node: YamlNode): PlayError {
  const templated = node.kind === "scalar" && node.value !== null;
  const message = templated ? "a role here cannot be named by a template" : "a role needs a name";
  const hint = templated
    ? "roles are read before the run; use include_role in a task"
    : "write - name, or - role: name with keywords and variables below it";
  return new PlayError("BAD_SHAPE", message, { source: node.source, hint });
}
