import type { Node } from "../expression/node.ts";
import type { Block } from "./block.ts";

/** Every expression of the blocks. */
export function nodesOf(blocks: readonly Block[]): Node[] {
  return blocks.flatMap(nodesOfBlock);
}

function nodesOfBlock(block: Block): Node[] {
  switch (block.kind) {
    case "text":
      return [];
    case "output":
    case "set":
    case "set-member":
      return [block.value];
    case "capture":
      return nodesOf(block.body);
    case "if":
      return [
        ...block.branches.flatMap(({ test, body }) => [test, ...nodesOf(body)]),
        ...nodesOf(block.otherwise ?? []),
      ];
    default:
      return [
        block.list,
        ...(block.filter ? [block.filter] : []),
        ...nodesOf(block.body),
        ...nodesOf(block.otherwise ?? []),
      ];
  }
}
