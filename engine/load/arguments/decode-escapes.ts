/** The escapes that Ansible decodes in `k=v` values; others, such as `\d` of a regular expression, stay as they are. */
const escape = /\\(?:(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|([\\'"abfnrtv]))/g;

const letters: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

export function decodeEscapes(text: string): string {
  return text.replaceAll(escape, (_, code?: string, letter?: string) => {
    if (code === undefined) return letters[letter ?? ""] ?? letter ?? "";
    return String.fromCodePoint(Math.min(Number.parseInt(code.slice(1), 16), 0x10ffff));
  });
}
