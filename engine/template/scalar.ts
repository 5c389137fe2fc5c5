import type { SourceFile } from "../base/source.ts";
import type { Passage } from "../expression/passage.ts";
import type { YamlScalar } from "../model/yaml-node.ts";
import { sourceWithin } from "../model/yaml-node.ts";

/** A scalar's text, with places that point into the file which it came from. */
export function passageOf(scalar: YamlScalar, text: string): Passage {
  return { text, start: 0, end: text.length, locate: (start, end) => sourceWithin(scalar, start, end) };
}

/** A whole text (an argument of the command line, say) as if it were a YAML scalar. */
export function scalarOf(file: SourceFile): YamlScalar {
  const { length } = file.text;
  const source = { file, start: 0, end: length };
  return { kind: "scalar", value: file.text, source, segments: [{ inner: 0, outer: 0, length }] };
}
