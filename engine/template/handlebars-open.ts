import type { SourceFile, Source } from "../base/source.ts";

/** What a template opens and does not close. */
export interface Opened {
  /** As it is written: `{{#if`, `{{`. */
  readonly mark: string;
  /** What would close it. */
  readonly close: string;
  readonly source: Source;
}

interface Tag {
  readonly start: number;
  readonly end: number;
  /** `#`, `^` or `/` of a block. */
  readonly kind: string;
  readonly name: string;
}

/**
 * The first `{{` without its `}}`, else the innermost block that is open at the end. undefined where neither is found:
 * raw blocks are not looked into.
 */
export function findOpened(file: SourceFile): Opened | undefined {
  if (file.text.includes("{{{{")) return undefined;
  const open: Tag[] = [];
  for (const tag of tagsOf(file.text)) {
    if (tag.end === -1)
      return { mark: "{{", close: "}}", source: { file, start: tag.start, end: tag.start + 2 } };
    if (tag.kind === "/") open.pop();
    else if (tag.kind !== "" && tag.name !== "") open.push(tag);
  }
  const block = open.at(-1);
  if (!block) return undefined;
  const mark = `{{${block.kind}${block.name}`;
  const source = { file, start: block.start, end: block.end };
  return { mark: `${mark}}}`, close: `{{/${block.name}}}`, source };
}

/** Tags in order; `end` is -1 where one is not closed before the next begins. */
function tagsOf(text: string): readonly Tag[] {
  const opening = /(\\?)\{\{(?:!--[^]*?--\}\}|~?(!|[#^/]?)[*>]?\s*([\w.@/-]*))/g;
  const tags: Tag[] = [];
  for (const match of text.matchAll(opening)) {
    const [all, escaped, kind, name = ""] = match;
    if (escaped !== "" || kind === undefined || kind === "!") continue;
    const start = match.index;
    const inside = start + all.length;
    const close = text.indexOf("}}", start + 2);
    const next = text.indexOf("{{", inside);
    const isOpen = close === -1 || (next !== -1 && next < close);
    tags.push({ start, end: isOpen ? -1 : close + 2, kind, name });
  }
  return tags;
}
