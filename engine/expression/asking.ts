import type { Reference } from "../model/reference.ts";
import type { Argument, Node } from "./node.ts";
import { shortName } from "./word.ts";

/** What an expression goes on to ask of a value. */
export interface Asking {
  /** The members below it, from the first on, as far as they are written; undefined: one that only the run can tell. */
  readonly path: readonly (string | undefined)[];
  /** Members that filters judge by: `selectattr('a', …)`. Of a list they are those of its items, as is `path` after its first. */
  readonly also: readonly string[];
}

/** Whatever becomes of the value cannot be seen here. */
export const nothingAsked: Asking = { path: [], also: [] };

/** How deep variables are below a name: `vars.x`, `hostvars[host].x`. */
const depths: Readonly<Record<string, number>> = { vars: 0, hostvars: 1 };

export function askedOf(name: string, { path, also }: Asking): Pick<Reference, "asked"> {
  const depth = Object.hasOwn(depths, name) ? depths[name] : undefined;
  const variable = depth === undefined ? undefined : path[depth];
  return variable === undefined ? {} : { asked: [...also, variable] };
}

/** What is asked of the target of `target.name`, `target[key]` and `target.get(key)`. */
export function member(
  node: Node<"attribute" | "item" | "slice" | "method">,
  { path, also }: Asking,
): Asking {
  switch (node.kind) {
    case "attribute":
      return { path: [node.name, ...path], also };
    case "item":
      return { path: [textOf(node.key), ...path], also };
    case "method":
      return node.name === "get" ? { path: [textOf(node.args[0]?.value), ...path], also } : nothingAsked;
    case "slice":
      return nothingAsked;
  }
}

interface OfWord {
  readonly value: Asking;
  readonly args: readonly Asking[];
}

/** What is asked of a filter's or test's value and arguments, where that can be seen through it. */
export function askingOf(node: Node<"filter" | "test">, outer: Asking): OfWord {
  if (node.kind === "test") return { value: nothingAsked, args: [] };
  const [first, second, third] = node.args;
  switch (shortName(node.name)) {
    case "default":
    case "d":
      return { value: outer, args: node.args.map(() => outer) };
    case "selectattr":
    case "rejectattr":
      return { value: { path: outer.path, also: [...outer.also, ...firstMember(first)] }, args: [] };
    case "extract":
      return { value: nothingAsked, args: [extracted(second, outer)] };
    case "map":
      if (textOf(first?.value) === "extract" && first?.form === "positional")
        return { value: nothingAsked, args: [nothingAsked, extracted(third, belowItem(outer))] };
      return { value: mapped(first, outer), args: [] };
    default:
      return { value: nothingAsked, args: [] };
  }
}

/** Of what `extract` takes from: by a key of the run, then by those that are written. */
function extracted(keys: Argument | undefined, { path, also }: Asking): Asking {
  const node = keys?.value;
  const more = node?.kind === "list" ? node.items.map(textOf) : node ? [textOf(node)] : [];
  return { path: [undefined, ...more, ...path], also };
}

/** What is asked of each item, where something is asked of the list. */
function belowItem({ path, also }: Asking): Asking {
  return { path: path.slice(1), also };
}

/** `map(attribute='a.b')` */
function mapped(argument: Argument | undefined, { path, also }: Asking): Asking {
  const [name] = argument?.form === "named" && argument.name === "attribute" ? firstMember(argument) : [];
  return name === undefined ? nothingAsked : { path: [undefined, name, ...path.slice(1)], also };
}

function firstMember(argument: Argument | undefined): readonly string[] {
  const name = textOf(argument?.value)?.split(".")[0];
  return name === undefined ? [] : [name];
}

const lookupWords: ReadonlySet<string> = new Set(["lookup", "query", "q"]);

/** Lookups that are given the names of variables, or render what the run finds. */
const askingLookups: ReadonlySet<string> = new Set(["vars", "varnames", "template"]);

/** A lookup that asks for variables, as a reference to `vars`. */
export function askedByLookup({ name, args, source }: Node<"call">): readonly Reference[] {
  if (!lookupWords.has(shortName(name))) return [];
  const [first, ...terms] = args;
  const lookup = textOf(first?.value);
  if (lookup !== undefined && !askingLookups.has(shortName(lookup))) return [];
  const vars = { name: "vars", source, guarded: true };
  const positional = terms.filter(({ form }) => form !== "named");
  const names = positional.map(({ form, value }) => (form === "positional" ? textOf(value) : undefined));
  const known = names.filter((text) => text !== undefined);
  const isSure = lookup !== undefined && shortName(lookup) === "vars" && known.length === names.length;
  return [isSure ? { ...vars, asked: known } : vars];
}

function textOf(node: Node | undefined): string | undefined {
  if (node?.kind !== "literal") return undefined;
  const { value } = node;
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
