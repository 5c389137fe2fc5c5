import { evaluate } from "../expression/evaluate.ts";
import { truthOf } from "../expression/truth.ts";
import { toText } from "../model/text-form.ts";
import type { Value } from "../model/value.ts";
import { findUnknown, Unknown } from "../model/value.ts";
import { assignMember, assignNames } from "./assign.ts";
import type { Block, IfBlock } from "./block.ts";
import { LocalScope } from "./local-scope.ts";
import { renderLoop } from "./render-loop.ts";
import type { RenderedText, Rendering } from "./rendering.ts";

/** The text of the blocks. */
export function renderBlocks(blocks: readonly Block[], rendering: Rendering): RenderedText {
  let text = "";
  for (const block of blocks) {
    const piece = renderBlock(block, rendering);
    if (piece instanceof Unknown) return piece;
    text += piece;
  }
  return text;
}

function renderBlock(block: Block, rendering: Rendering): RenderedText {
  switch (block.kind) {
    case "text":
      return block.text;
    case "output":
      return outputText(evaluate(block.value, rendering));
    case "if":
      return renderIf(block, rendering);
    case "for":
      return renderLoop(block, rendering, renderBlocks);
    case "set":
      assignNames(block, rendering);
      return "";
    case "set-member":
      assignMember(block, rendering);
      return "";
    default:
      rendering.scope.set(block.name, renderApart(block.body, rendering));
      return "";
  }
}

// What is set inside of `{% set x %}…{% endset %}` is not seen after it.
function renderApart(blocks: readonly Block[], rendering: Rendering): RenderedText {
  return renderBlocks(blocks, { ...rendering, scope: new LocalScope(rendering.scope) });
}

// Ansible writes nothing for null here, though "None" wherever else null becomes text.
function outputText(value: Value): RenderedText {
  return findUnknown(value) ?? (value === null ? "" : toText(value));
}

function renderIf(block: IfBlock, rendering: Rendering): RenderedText {
  const body = chooseBranch(block, rendering);
  return body instanceof Unknown ? body : renderBlocks(body, rendering);
}

/** The value of blocks of which {@link isValue} holds, with its type; a text keeps the blanks around it. */
export function renderValue(blocks: readonly Block[], rendering: Rendering): Value {
  let value: Value = null;
  let before = "";
  let after: string | undefined;
  for (const block of blocks) {
    if (block.kind === "output" || block.kind === "if") {
      value = renderOne(block, rendering);
      after = "";
      continue;
    }
    const blanks = renderBlock(block, rendering);
    if (blanks instanceof Unknown) return blanks;
    if (after === undefined) before += blanks;
    else after += blanks;
  }
  return typeof value === "string" ? `${before}${value}${after ?? ""}` : value;
}

function renderOne(block: Extract<Block, { kind: "output" | "if" }>, rendering: Rendering): Value {
  if (block.kind === "output") return evaluate(block.value, rendering);
  const body = chooseBranch(block, rendering);
  return body instanceof Unknown ? body : renderValue(body, rendering);
}

/** Whether the blocks give one value rather than text: a single `{{ }}`, or an `if` with one in each branch. */
export function isValue(blocks: readonly Block[]): boolean {
  const [only, ...others] = blocks.filter((block) => !isSilent(block));
  if (!only || others.length > 0) return false;
  if (only.kind === "output") return true;
  if (only.kind !== "if" || !only.otherwise) return false;
  return isValue(only.otherwise) && only.branches.every(({ body }) => isValue(body));
}

function isSilent(block: Block): boolean {
  if (block.kind === "text") return block.text.trim() === "";
  return block.kind === "set" || block.kind === "set-member" || block.kind === "capture";
}

/** The body of the first branch whose test holds. */
function chooseBranch(
  { branches, otherwise = [] }: IfBlock,
  rendering: Rendering,
): readonly Block[] | Unknown {
  for (const { test, body } of branches) {
    const truth = truthOf(evaluate(test, rendering));
    if (truth instanceof Unknown) return truth;
    if (truth) return body;
  }
  return otherwise;
}
