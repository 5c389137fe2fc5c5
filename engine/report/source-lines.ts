import { renderExcerpt } from "../base/excerpt.ts";
import type { Source } from "../base/source.ts";
import { describeSource } from "../base/source.ts";
import type { Paint } from "./colour.ts";

export interface SourceStyle {
  readonly paint: Paint;
  readonly clean: (text: string) => string;
}

/**
 * Where it is, and the line itself with a caret:
 *
 *     --> roles/etcd/tasks/main.yml:12:5
 *     12 |   servce: name=etcd
 *        |   ^^^^^^
 */
export function sourceLines(source: Source, { paint, clean }: SourceStyle): string[] {
  const [text = "", caret = ""] = clean(renderExcerpt(source)).split("\n");
  return [`${paint.quiet("-->")} ${clean(describeSource(source))}`, text, paint.failed(caret)];
}

export function hintLine(hint: string, paint: Paint): string {
  return `${paint.skipped("hint:")} ${hint}`;
}
