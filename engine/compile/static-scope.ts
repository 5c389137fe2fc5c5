import type { Scope } from "../model/scope.ts";
import type { Templates } from "./program.ts";

/** What can be rendered before any host is known: extra variables and the play's own, the strongest first. */
export function staticScope(...layers: readonly Templates[]): Scope {
  const scope: Scope = {
    get: (name) =>
      layers
        .find((layer) => layer.has(name))
        ?.get(name)
        ?.render(scope),
    names: () => layers.flatMap((layer) => [...layer.keys()]),
    searchPath: [],
  };
  return scope;
}
