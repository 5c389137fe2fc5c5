import type { Source } from "../base/source.ts";
import type { Value } from "../model/value.ts";
import type { Template } from "./contract.ts";

/** A template that is the same in every scope. */
export function constantTemplate(value: Value, source: Source): Template {
  return { source, references: [], constant: true, render: () => value };
}

/** Stands for a template with errors; those have been collected, so nobody should get to render it. */
export function brokenTemplate(source: Source): Template {
  return { source, references: [], constant: false, render: failToRender };
}

function failToRender(): never {
  throw new TypeError("a template that did not compile was rendered");
}
