import type { ErrorCollector } from "../../engine/base/play-error.ts";
import { describeSource } from "../../engine/base/source.ts";
import type { VariableSet } from "../../engine/model/inventory.ts";
import type { YamlNode } from "../../engine/model/yaml-node.ts";

/** A node as plain data, for comparing. */
export function plain(node: YamlNode | undefined): unknown {
  if (node === undefined) return undefined;
  if (node.kind === "scalar") return node.value;
  if (node.kind === "sequence") return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
}

export function plainVariables(variables: VariableSet | undefined): unknown {
  return Object.fromEntries([...(variables ?? [])].map(([name, node]) => [name, plain(node)]));
}

/** `CODE file:line:column` of each error. */
export function positions({ errors }: ErrorCollector): readonly string[] {
  return errors.map(({ code, source }) => (source ? `${code} ${describeSource(source)}` : code));
}

export function hints({ errors }: ErrorCollector): readonly (string | undefined)[] {
  return errors.map(({ hint }) => hint);
}
