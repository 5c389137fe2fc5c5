import { PlayError } from "../base/play-error.ts";
import type { Surroundings } from "../expression/apply-filter.ts";
import { evaluate } from "../expression/evaluate.ts";
import { truthOf } from "../expression/truth.ts";
import type { Scope } from "../model/scope.ts";
import { toText } from "../model/text-form.ts";
import type { Value } from "../model/value.ts";
import { findUnknown, isList, isMap, typeName, Unknown } from "../model/value.ts";
import type { HandlebarsBlock } from "./handlebars-block.ts";
import type { Frame } from "./handlebars-frame.ts";
import { localName } from "./handlebars-frame.ts";

/** The text of the blocks; Unknown as soon as anything that is written or tested is. */
export function renderProgram(
  blocks: readonly HandlebarsBlock[],
  surroundings: Surroundings,
): string | Unknown {
  return joinTexts(blocks, (block) => renderBlock(block, surroundings));
}

function joinTexts<T>(items: readonly T[], render: (item: T) => string | Unknown): string | Unknown {
  let text = "";
  for (const item of items) {
    const piece = render(item);
    if (piece instanceof Unknown) return piece;
    text += piece;
  }
  return text;
}

type BlockOf<Kind> = Extract<HandlebarsBlock, { kind: Kind }>;

function renderBlock(block: HandlebarsBlock, surroundings: Surroundings): string | Unknown {
  switch (block.kind) {
    case "text":
      return block.text;
    case "output":
      return outputText(evaluate(block.value, surroundings));
    case "if": {
      const truth = truthOf(evaluate(block.test, surroundings));
      return truth instanceof Unknown
        ? truth
        : renderProgram(truth ? block.body : block.otherwise, surroundings);
    }
    default:
      return renderFrame(block, surroundings);
  }
}

function renderFrame(block: BlockOf<"frame">, surroundings: Surroundings): string | Unknown {
  const value = evaluate(block.value, surroundings);
  if (value instanceof Unknown) return value;
  const render = block.frame.kind === "each" ? renderEach : renderWith;
  return render(block, value, surroundings);
}

// Null is written as nothing, as in the texts of a playbook.
function outputText(value: Value): string | Unknown {
  return findUnknown(value) ?? (value === null ? "" : toText(value));
}

function renderWith(block: BlockOf<"frame">, value: Value, surroundings: Surroundings): string | Unknown {
  if (truthOf(value) === false) return renderProgram(block.otherwise, surroundings);
  const names = bindParams(block.frame, [value]).set(localName(block.frame, "this"), value);
  return renderProgram(block.body, { ...surroundings, scope: withNames(surroundings.scope, names) });
}

function renderEach(block: BlockOf<"frame">, value: Value, surroundings: Surroundings): string | Unknown {
  const rounds = roundsOf(value, block);
  if (rounds.length === 0) return renderProgram(block.otherwise, surroundings);
  const indexed = rounds.map((round, index) => ({ ...round, index, last: index === rounds.length - 1 }));
  return joinTexts(indexed, (round) => {
    const scope = withNames(surroundings.scope, roundNames(block.frame, round));
    return renderProgram(block.body, { ...surroundings, scope });
  });
}

interface Round {
  readonly key: string | number;
  readonly item: Value;
}

function roundsOf(value: Value, block: BlockOf<"frame">): readonly Round[] {
  if (isList(value)) return value.map((item, key) => ({ key, item }));
  if (isMap(value)) return Object.entries(value).map(([key, item]) => ({ key, item }));
  if (value === null) return [];
  throw new PlayError("BAD_VALUE", `#each goes through a list or a dict, not through ${typeName(value)}`, {
    source: block.value.source,
  });
}

function roundNames(frame: Frame, round: Round & { index: number; last: boolean }): Map<string, Value> {
  const { key, item, index, last } = round;
  return bindParams(frame, [item, key])
    .set(localName(frame, "this"), item)
    .set(localName(frame, "@key"), key)
    .set(localName(frame, "@index"), index)
    .set(localName(frame, "@first"), index === 0)
    .set(localName(frame, "@last"), last);
}

function bindParams(frame: Frame, values: readonly Value[]): Map<string, Value> {
  return new Map(frame.params.map((name, index) => [localName(frame, `|${name}`), values[index] ?? null]));
}

function withNames(scope: Scope, names: ReadonlyMap<string, Value>): Scope {
  const { searchPath, render } = scope;
  return {
    get: (name) => names.get(name) ?? scope.get(name),
    names: () => scope.names(),
    searchPath,
    ...(render ? { render } : {}),
  };
}
