import { PlayError } from "../base/play-error.ts";
import type { Play } from "../model/playbook.ts";
import type { Scope } from "../model/scope.ts";
import { toText } from "../model/text-form.ts";
import { isList, type Value } from "../model/value.ts";
import type { YamlNode } from "../model/yaml-node.ts";
import type { CompileContext } from "./context.ts";
import { listItems } from "./literal.ts";

/** `serial`: how many hosts at once, batch after batch. Each entry a number or a percentage; none: all at once. */
export function compileSerial({ keywords }: Play, scope: Scope, context: CompileContext): readonly string[] {
  const node = keywords.get("serial");
  return node ? listItems(node).flatMap((item) => batchSizes(item, scope, context)) : [];
}

function batchSizes(node: YamlNode, scope: Scope, context: CompileContext): readonly string[] {
  const value = context.errors.attempt(() => context.templates.value(node).render(scope));
  if (value === undefined) return [];
  return (isList(value) ? value : [value]).flatMap((one) => batchSize(one, node, context) ?? []);
}

function batchSize(value: Value, { source }: YamlNode, context: CompileContext): string | undefined {
  const text = toText(value).trim();
  // as in Ansible, none at a time means all at once
  if (/^0+%?$/.test(text)) return "100%";
  if (/^[1-9]\d*$|^([1-9]\d?|100)%$/.test(text)) return text;
  const hint = 'a number of hosts, or a percentage such as "20%"';
  context.errors.add(new PlayError("BAD_SHAPE", `serial cannot be "${text}"`, { source, hint }));
  return undefined;
}
