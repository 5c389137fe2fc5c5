import { emptyScope } from "../model/scope.ts";
import { isList, isMap, type Value } from "../model/value.ts";
import type { Template } from "./contract.ts";

/** A template whose value is marked `!secret`: `keep` is told every text in it, as soon as it is known. */
export function secretTemplate(template: Template, keep: (text: string) => void): Template {
  if (template.constant) keepTexts(template.render(emptyScope), keep);
  return {
    ...template,
    render: (scope) => {
      const value = template.render(scope);
      keepTexts(value, keep);
      return value;
    },
  };
}

function keepTexts(value: Value, keep: (text: string) => void): void {
  if (typeof value === "string" || typeof value === "number") keep(String(value));
  else if (isList(value)) for (const item of value) keepTexts(item, keep);
  else if (isMap(value)) for (const item of Object.values(value)) keepTexts(item, keep);
}
