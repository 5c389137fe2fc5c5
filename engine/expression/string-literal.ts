const escape = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g;

const single: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  "\n": "",
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/**
 * The text that a quoted literal stands for (Python's rules, docs.python.org "String and Bytes literals").
 * An escape that Python does not know stays as it is written: `'\d'` is a regular expression's digit.
 */
export function readStringLiteral(literal: string): string {
  return literal.slice(1, -1).replaceAll(escape, (whole: string, ...groups: (string | undefined)[]) => {
    const [two, four, eight, octal, character] = groups;
    const hexadecimal = two ?? four ?? eight;
    if (hexadecimal !== undefined) return fromCode(Number.parseInt(hexadecimal, 16), whole);
    if (octal !== undefined) return fromCode(Number.parseInt(octal, 8), whole);
    return single[character ?? ""] ?? whole;
  });
}

function fromCode(code: number, whole: string): string {
  return code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
}
