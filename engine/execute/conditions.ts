import type { Template } from "../template/contract.ts";
import { Unknown } from "../model/value.ts";
import type { LayeredScope } from "./layers.ts";
import { isTrue } from "./truth.ts";

export type Verdict =
  | { readonly kind: "true" }
  | { readonly kind: "false"; readonly condition: Template }
  | { readonly kind: "unknown"; readonly reason: string };

/** Conditions joined by `and`: the first that is false decides, even where another is not known. */
export function judge(conditions: readonly Template[], scope: LayeredScope): Verdict {
  let unknown: string | undefined;
  for (const condition of conditions) {
    const truth = isTrue(condition.render(scope));
    if (truth instanceof Unknown) unknown ??= truth.reason;
    else if (!truth) return { kind: "false", condition };
  }
  return unknown === undefined ? { kind: "true" } : { kind: "unknown", reason: unknown };
}

/** A condition as it stands in the playbook, on one line. */
export function conditionText({ source }: Template): string {
  return source.file.text.slice(source.start, source.end).replaceAll(/\s+/g, " ").trim();
}
