import { PlayError } from "../base/play-error.ts";
import { evaluate } from "../expression/evaluate.ts";
import { emptyMap, isMap, Unknown } from "../model/value.ts";
import type { SetBlock, SetMemberBlock } from "./block.ts";
import type { Rendering } from "./rendering.ts";
import { unpack } from "./unpack.ts";

/** `{% set name = value %}` */
export function assignNames({ names, value }: SetBlock, rendering: Rendering): void {
  const result = evaluate(value, rendering);
  for (const [name, part] of unpack(names, result, value.source)) rendering.scope.set(name, part);
}

/** `{% set name.member = value %}`; the name keeps the new value beyond the loop's round. */
export function assignMember({ name, member, value }: SetMemberBlock, rendering: Rendering): void {
  const result = evaluate(value, rendering);
  const before = rendering.scope.get(name);
  if (before instanceof Unknown) return;
  if (!isMap(before))
    throw new PlayError("BAD_VALUE", `"${name}" has no members to set`, {
      source: value.source,
      hint: `begin with {% set ${name} = namespace(${member}=…) %}`,
    });
  rendering.scope.replace(name, Object.assign(emptyMap(), before, { [member]: result }));
}
