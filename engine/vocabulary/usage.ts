/** How a word is called, read from one line such as `combine(...maps, recursive=, list_merge=)`. */
export interface Usage {
  readonly word: string;
  /** The line itself, for messages and `play doc`. */
  readonly text: string;
  /** Given by position or by name. */
  readonly positional: readonly string[];
  /** Of these, the ones that may not be left out. */
  readonly required: readonly string[];
  /** Collects what is left over by position. */
  readonly rest: string | undefined;
  /** Given by name only. */
  readonly keywords: readonly string[];
  /** Accepts any name: `**pairs`. */
  readonly anyName: boolean;
}

/** `name` is required, `name?` may be left out, `name=` is given by name, `...name` and `**name` take the rest. */
export function parseUsage(text: string): Usage {
  const [, word = text, inside = ""] = /^(\w+)(?:\((.*)\))?$/.exec(text) ?? [];
  const parameters = inside.split(",").flatMap((part) => part.trim() || []);
  const plain = parameters.filter((parameter) => /^\w+\??$/.test(parameter));
  return {
    word,
    text,
    positional: plain.map((parameter) => parameter.replace("?", "")),
    required: plain.filter((parameter) => !parameter.endsWith("?")),
    rest: parameters.find((parameter) => parameter.startsWith("..."))?.slice(3),
    keywords: parameters.filter((parameter) => parameter.endsWith("=")).map((name) => name.slice(0, -1)),
    anyName: parameters.some((parameter) => parameter.startsWith("**")),
  };
}
