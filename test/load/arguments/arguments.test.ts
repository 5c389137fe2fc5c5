import { expect, test } from "vitest";
import { ErrorCollector } from "../../../engine/base/play-error.ts";
import { parseArguments, parseFreeForm } from "../../../engine/load/arguments/parse-arguments.ts";
import type { YamlScalar } from "../../../engine/model/yaml-node.ts";
import { plain, positions } from "../plain.ts";

function line(text: string): YamlScalar {
  const source = { file: { path: "f", text }, start: 0, end: text.length };
  return { kind: "scalar", value: text, source, segments: [{ inner: 0, outer: 0, length: text.length }] };
}

function options(text: string): unknown {
  const errors = new ErrorCollector();
  const { entries } = parseArguments(line(text), errors);
  expect(positions(errors)).toEqual([]);
  return Object.fromEntries(entries.map(({ key, value }) => [key, plain(value)]));
}

const lines: Readonly<Record<string, readonly [string, unknown]>> = {
  words: ["a=1 b=yes  c=0644", { a: "1", b: "yes", c: "0644" }],
  "words over lines": ["a=1\n  b=2\n", { a: "1", b: "2" }],
  quotes: [`a="b c" d='e "f"' g=""`, { a: "b c", d: 'e "f"', g: "" }],
  "quotes inside a word": [`a=b"c d"`, { a: 'b"c d"' }],
  "an equals sign in a value": ["a=b=c", { a: "b=c" }],
  "an empty value": ["a= b=c", { a: "", b: "c" }],
  "a template with blanks": ["a={{ b | default('x y') }} c=d", { a: "{{ b | default('x y') }}", c: "d" }],
  "a template inside a word": ["a=/x/{{ b c }}/y d=e", { a: "/x/{{ b c }}/y", d: "e" }],
  "two templates": [
    "a={{ b }}{{ c }} d='{% if x %}y z{% endif %}'",
    { a: "{{ b }}{{ c }}", d: "{% if x %}y z{% endif %}" },
  ],
  "a quote inside braces inside quotes": [`a="{{ b["c d"] }}" e=f`, { a: `{{ b["c d"] }}`, e: "f" }],
  "a brace of braces": ["a={{ {'b': 'c'} }}", { a: "{{ {'b': 'c'} }}" }],
  escapes: [String.raw`a=b\tc d="x\"y" e='\n'`, { a: "b\tc", d: 'x"y', e: "\n" }],
  "escapes that are none": [String.raw`regexp='^\s+\d\.x'`, { regexp: String.raw`^\s+\d\.x` }],
  "a backslash kept": [String.raw`a='\\d'`, { a: String.raw`\d` }],
  unicode: [String.raw`a=\u00e9\x41`, { a: "éA" }],
};

test.each(Object.entries(lines))("splits %s", (_, [text, want]) => {
  expect(options(text)).toEqual(want);
});

const commands: Readonly<Record<string, readonly [string, string, unknown]>> = {
  "no options": ["ls -l a=b", "ls -l a=b", {}],
  "options before": ["chdir=/x ls", "ls", { chdir: "/x" }],
  "options between and after": ["a creates=/x b removes='/y z'", "a b", { creates: "/x", removes: "/y z" }],
  "several lines": ["a\n  b\nc creates=/x\n", "a\n  b\nc", { creates: "/x" }],
  "blanks as written": ["a   'b  c'", "a   'b  c'", {}],
  "an option in quotes": ["echo 'creates=/x y'", "echo 'creates=/x y'", {}],
  "an option with a template": ["a creates={{ b }}/{{ c }}", "a", { creates: "{{ b }}/{{ c }}" }],
  "no escapes decoded": [String.raw`printf 'a\n'`, String.raw`printf 'a\n'`, {}],
  "a quote that does not close": ["echo don't", "echo don't", {}],
  "every option": [
    "a executable=/bin/bash stdin=x stdin_add_newline=no strip_empty_ends=no warn=no",
    "a",
    { executable: "/bin/bash", stdin: "x", stdin_add_newline: "no", strip_empty_ends: "no", warn: "no" },
  ],
};

test.each(Object.entries(commands))("takes the options out of a command: %s", (_, [text, command, want]) => {
  const { entries, freeForm } = parseFreeForm(line(text));
  expect(plain(freeForm)).toBe(command);
  expect(Object.fromEntries(entries.map(({ key, value }) => [key, plain(value)]))).toEqual(want);
});

test("a command without its options still knows where it stands", () => {
  const { freeForm } = parseFreeForm(line("a creates=/x  bc"));
  expect(freeForm?.segments).toEqual([
    { inner: 0, outer: 0, length: 2 },
    { inner: 2, outer: 14, length: 2 },
  ]);
});

const mistakes: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  "words without a key": ["a=b c =d", ["BAD_SHAPE f:1:5", "BAD_SHAPE f:1:7"]],
  "open braces": ["a=b c={{ d", ["BAD_SHAPE f:1:7"]],
  "an open quote": ['a="b c', ["BAD_SHAPE f:1:3"]],
};

test.each(Object.entries(mistakes))("reports %s", (_, [text, want]) => {
  const errors = new ErrorCollector();
  parseArguments(line(text), errors);
  expect(positions(errors)).toEqual(want);
});
