import type { Paint, Tone } from "./colour.ts";

/** What one host (or several hosts with the same outcome) has to tell about a task. */
export interface Block {
  /** `changed`, `failed, ignored`; empty for a message that speaks for itself. */
  readonly label: string;
  readonly tone: Tone;
  /** What stands on the first line, after the hosts; one line. */
  readonly brief: string;
  /** Further lines, painted. */
  readonly lines: readonly string[];
}

export interface HostBlock {
  readonly host: string;
  readonly block: Block;
}

/** Puts hosts with the same block together, in the order in which each block came first. */
export function foldBlocks(blocks: readonly HostBlock[]): readonly FoldedBlock[] {
  const folded = new Map<string, { block: Block; hosts: string[] }>();
  for (const { host, block } of blocks) {
    const key = JSON.stringify(block);
    const same = folded.get(key);
    if (same) same.hosts.push(host);
    else folded.set(key, { block, hosts: [host] });
  }
  return [...folded.values()];
}

export interface FoldedBlock {
  readonly block: Block;
  readonly hosts: readonly string[];
}

/** One line with the label and the subject (`[h1 h2]`, `(item)`), then the block's own lines, indented. */
export function blockLines({ label, tone, brief, lines }: Block, subject: string, paint: Paint): string[] {
  const name = label === "" ? "" : `${paint[tone](`${label}:`)} `;
  const first = `${name}${subject}${brief === "" ? "" : `  ${brief}`}`;
  return [first, ...indent(lines, 2)];
}

export function indent(lines: readonly string[], columns: number): string[] {
  const margin = " ".repeat(columns);
  return lines.map((line) => (line === "" ? "" : margin + line));
}
