import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import type { Node } from "../expression/node.ts";
import type { Frame } from "./handlebars-frame.ts";
import { climb, findLoop, findParam, localName } from "./handlebars-frame.ts";
import { isScoped } from "./handlebars-node.ts";

/** A path such as `a.b`, `../x`, `@index`, `this` or `list.[0]` as an expression. Throws TEMPLATE_SYNTAX. */
export function compilePath(path: hbs.AST.PathExpression, frame: Frame | undefined, source: Source): Node {
  const { start, parts } = path.data ? startOfData(path, frame, source) : startOfPath(path, frame, source);
  return parts.reduce<Node>((target, part) => memberOf(target, part, source), nameNode(start, source));
}

interface Start {
  /** The name in the scope, and the members to go on with. */
  readonly start: string;
  readonly parts: readonly string[];
}

function startOfPath(path: hbs.AST.PathExpression, frame: Frame | undefined, source: Source): Start {
  const [first, ...rest] = path.parts;
  const plain = path.depth === 0 && !isScoped(path) && first !== undefined;
  const param = plain ? findParam(frame, first) : undefined;
  if (param !== undefined) return { start: param, parts: rest };
  const context = climb(frame, path.depth);
  if (context === null)
    throw new PlayError(
      "TEMPLATE_SYNTAX",
      `${path.original} goes up further than there are blocks around it`,
      {
        source,
        hint: "only #each and #with are a step; #if and #unless are none",
      },
    );
  if (context) return { start: localName(context, "this"), parts: path.parts };
  return startAtTop(path.original, path.parts, source);
}

function startAtTop(original: string, parts: readonly string[], source: Source): Start {
  const [first, ...rest] = parts;
  if (first !== undefined) return { start: first, parts: rest };
  throw new PlayError("TEMPLATE_SYNTAX", `${original} stands for all variables here, which is no value`, {
    source,
    hint: "name a variable",
  });
}

const loopNames = ["index", "key", "first", "last"];

function startOfData(path: hbs.AST.PathExpression, frame: Frame | undefined, source: Source): Start {
  const [name = "", ...parts] = path.parts;
  if (name === "root") return startAtTop(path.original, parts, source);
  const loop = findLoop(frame, path.depth);
  if (loop && loopNames.includes(name)) return { start: localName(loop, `@${name}`), parts };
  const problem = loop ? "is not known" : "has a meaning only inside #each";
  throw new PlayError("TEMPLATE_SYNTAX", `${path.original} ${problem}`, {
    source,
    hint: `there are @root, ${loopNames.map((known) => `@${known}`).join(", ")}`,
  });
}

function nameNode(name: string, source: Source): Node {
  return { kind: "name", name, source };
}

function memberOf(target: Node, part: string, source: Source): Node {
  if (part === "length") return lengthOf(target, source);
  if (!/^\d+$/.test(part)) return { kind: "attribute", target, name: part, source };
  return { kind: "item", target, key: { kind: "literal", value: Number(part), source }, source };
}

/** `list.length`, as Handlebars has it; of a dict it is the key. */
function lengthOf(target: Node, source: Source): Node {
  return {
    kind: "choice",
    test: { kind: "test", name: "mapping", value: target, args: [], source },
    whenTrue: { kind: "attribute", target, name: "length", source },
    whenFalse: { kind: "filter", name: "length", value: target, args: [], source },
    source,
  };
}

/** The list of a `list.length` that {@link compilePath} made. */
export function targetOfLength(node: Node): Node | undefined {
  if (node.kind !== "choice" || node.whenTrue.kind !== "attribute") return undefined;
  return node.whenTrue.name === "length" ? node.whenTrue.target : undefined;
}
