import { PlayError } from "../../base/play-error.ts";
import { didYouMean } from "../../base/suggest.ts";
import { toText } from "../../model/text-form.ts";
import type { Value } from "../../model/value.ts";
import { isList, isMap } from "../../model/value.ts";
import type { Call } from "../contract.ts";
import { compileRegex } from "../shared/python-regex.ts";
import type { Lookup } from "./contract.ts";

export const variableLookups = {
  vars: {
    summary: "the variables of these names; default= where there is none",
    find: (terms, call) => terms.map((term) => variable(toText(term), call)),
  },
  varnames: {
    summary: "the names of all variables that match a regular expression",
    find: (terms, call) =>
      terms.flatMap((term) => {
        const regex = compileRegex(toText(term));
        return [...call.scope.names()].filter((name) => name.search(regex) >= 0);
      }),
  },
  env: {
    summary: "environment variables of the controller; default= or empty where there is none",
    find: (terms, call) => terms.map((term) => process.env[toText(term)] ?? call.named["default"] ?? ""),
  },
  inventory_hostnames: {
    summary: "the hosts of a pattern: groups and hosts, with : or , and ! and &",
    find: (terms, call) => [...new Set(terms.flatMap((term) => matchHosts(toText(term), call)))],
  },
} satisfies Record<string, Lookup>;

function variable(name: string, call: Call): Value {
  const value = call.scope.get(name) ?? call.named["default"];
  if (value !== undefined) return value;
  throw new PlayError("UNDEFINED_VARIABLE", `the lookup vars finds no variable "${name}"`, {
    hint: didYouMean(name, call.scope.names()) ?? "give it a default=",
  });
}

function matchHosts(pattern: string, call: Call): string[] {
  const groups = call.scope.get("groups") ?? {};
  let hosts: string[] = [];
  for (const part of pattern.split(/[:,]/)) {
    const named = hostsOf(part.replace(/^[!&]/, ""), groups);
    if (part.startsWith("!")) hosts = hosts.filter((host) => !named.includes(host));
    else if (part.startsWith("&")) hosts = hosts.filter((host) => named.includes(host));
    else hosts = [...hosts, ...named];
  }
  return hosts;
}

function hostsOf(name: string, groups: Value): string[] {
  const group = isMap(groups) && Object.hasOwn(groups, name) ? groups[name] : undefined;
  if (isList(group)) return group.map(toText);
  const all = isMap(groups) ? groups["all"] : undefined;
  if (name === "*") return isList(all) ? all.map(toText) : [];
  return isList(all) && all.includes(name) ? [name] : [];
}
