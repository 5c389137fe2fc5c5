import { LineType, parse, type Line } from "ssh-config";
import { PlayError } from "../../base/play-error.ts";

/** One line of an ssh_config file: keyword in lower case, and its words without quotes. */
export interface Directive {
  readonly keyword: string;
  readonly words: readonly string[];
  /** The value as one text, for what is a command or a name with blanks. */
  readonly text: string;
  readonly place: Place;
}

/** For messages. `line` counts from 1; there is none on the command line. */
export interface Place {
  readonly file: string;
  readonly line?: number;
}

/** Lines that hold together: for all hosts, for those of a `Host`, or of a `Match`. */
export interface Section {
  readonly condition: Condition;
  readonly directives: readonly Directive[];
}

export type Condition =
  | { readonly kind: "always" }
  | { readonly kind: "host"; readonly patterns: readonly string[] }
  | { readonly kind: "match"; readonly words: readonly string[]; readonly place: Place };

/** A file in the format of ssh_config(5). Throws SSH_CONFIG. */
export function parseSshConfig(file: string, text: string): readonly Section[] {
  let line = 1;
  const read = (node: Line): readonly Directive[] => {
    line += newlines(node.before);
    const place = { file, line };
    line += newlines(node.after);
    return node.type === LineType.DIRECTIVE ? [directiveOf(node, place)] : [];
  };
  const top: Directive[] = [];
  const sections: Section[] = [];
  for (const node of nodesOf(file, text)) {
    const [head] = read(node);
    if ("config" in node && head)
      sections.push({ condition: conditionOf(head), directives: node.config.flatMap(read) });
    else if (head) top.push(head);
  }
  return [{ condition: { kind: "always" }, directives: top }, ...sections];
}

export function badSshConfig({ file, line }: Place, message: string, hint?: string): PlayError {
  return new PlayError("SSH_CONFIG", `${file}${line === undefined ? "" : ` line ${line}`}: ${message}`, {
    hint: hint ?? "see ssh_config(5); --ssh-config none reads no such file",
  });
}

function nodesOf(file: string, text: string): readonly Line[] {
  try {
    return parse(text);
  } catch (error) {
    throw badSshConfig({ file }, `not understood: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type DirectiveLine = Extract<Line, { type: LineType.DIRECTIVE }>;

function directiveOf({ param, value }: DirectiveLine, place: Place): Directive {
  const keyword = param.toLowerCase();
  if (typeof value === "string") {
    if (value === "") throw badSshConfig(place, `${param} has no value`);
    return { keyword, words: [value], text: value, place };
  }
  // the first word's separator stands between the keyword and it
  const text = value.map(({ val, separator, quoted }, index) => {
    const word = quoted === true ? `"${val.replaceAll('"', String.raw`\"`)}"` : val;
    return `${index === 0 ? "" : separator}${word}`;
  });
  return { keyword, words: value.map(({ val }) => val), text: text.join(""), place };
}

function conditionOf({ keyword, words, place }: Directive): Condition {
  return keyword === "host" ? { kind: "host", patterns: words } : { kind: "match", words, place };
}

function newlines(text: string): number {
  return text.split("\n").length - 1;
}
