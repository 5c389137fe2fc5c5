import type { Condition, Directive } from "./parse-ssh-config.ts";

/** A configuration with what it includes in the places where that stands. */
export interface ConfigTree {
  readonly sections: readonly TreeSection[];
}

export interface TreeSection {
  readonly condition: Condition;
  readonly entries: readonly (Directive | ConfigTree)[];
}

export function treeOf(directives: readonly Directive[]): ConfigTree {
  return { sections: [{ condition: { kind: "always" }, entries: directives }] };
}
