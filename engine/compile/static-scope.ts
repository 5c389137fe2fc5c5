import { PlayError } from "../base/play-error.ts";
import type { Scope } from "../model/scope.ts";
import type { Value } from "../model/value.ts";
import type { Templates } from "./program.ts";

/** What can be rendered before any host is known: extra variables and the play's own, the strongest first. */
export function staticScope(...layers: readonly Templates[]): Scope {
  const rendering = new Set<string>();
  const get = (name: string): Value | undefined => {
    const template = layers.find((layer) => layer.has(name))?.get(name);
    if (!template) return undefined;
    if (rendering.has(name)) throw variableCircle(name, [...rendering], template.source);
    rendering.add(name);
    try {
      return template.render(scope);
    } finally {
      rendering.delete(name);
    }
  };
  const scope: Scope = { get, names: () => layers.flatMap((layer) => [...layer.keys()]), searchPath: [] };
  return scope;
}

/** `around` leads to `name` again. */
export function variableCircle(
  name: string,
  around: readonly string[],
  source: PlayError["source"],
): PlayError {
  const circle = [...around.slice(Math.max(around.indexOf(name), 0)), name];
  return new PlayError("VARIABLE_CYCLE", `the variable "${name}" refers to itself`, {
    source,
    hint: circle.length > 2 ? `the way round: ${circle.join(" → ")}` : "give one of the two another name",
  });
}
