import { expect, test } from "vitest";
import { ErrorCollector } from "../../../engine/base/play-error.ts";
import { parseYaml } from "../../../engine/load/yaml/parse-yaml.ts";
import { findEntry, sourceWithin } from "../../../engine/model/yaml-node.ts";
import type { YamlNode, YamlScalar } from "../../../engine/model/yaml-node.ts";
import { hints, plain, positions } from "../plain.ts";

function parse(text: string): { node: YamlNode | undefined; errors: ErrorCollector } {
  const errors = new ErrorCollector();
  return { node: parseYaml({ path: "f.yml", text }, errors), errors };
}

function scalarAt(text: string, key: string): YamlScalar {
  const { node } = parse(text);
  const value = node?.kind === "mapping" ? findEntry(node, key)?.value : undefined;
  if (value?.kind !== "scalar") throw new Error(`no scalar ${key}`);
  return value;
}

const scalars: readonly (readonly [string, unknown])[] = [
  ...["yes", "Yes", "YES", "true", "True", "on", "ON"].map((word) => [word, true] as const),
  ...["no", "No", "false", "FALSE", "off", "Off"].map((word) => [word, false] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["y", "n", "tRue", "nULL", "yes please", "none"].map((word) => [word, word] as const),
  ["5", 5],
  ["-5", -5],
  ["+5", 5],
  ["1_000", 1000],
  ["0644", 420],
  ["0o644", "0o644"],
  ["0888", "0888"],
  ["0x1F", 31],
  ["0b101", 5],
  ["1:30", 90],
  ["12:30:45", 45_045],
  ["1:75", "1:75"],
  ["01:30", "01:30"],
  ["20:30.5", 1230.5],
  ["1.5", 1.5],
  ["1.", 1],
  [".5", 0.5],
  ["-.5", "-.5"],
  ["-1.5", -1.5],
  ["1e3", "1e3"],
  ["1.0e3", "1.0e3"],
  ["1.0e+3", 1000],
  [".inf", Infinity],
  ["-.inf", -Infinity],
  ["-0", 0],
  ["10.0.0.1", "10.0.0.1"],
  ["1.2.3", "1.2.3"],
  ["2020-01-02", "2020-01-02"],
  ["12345678901234567890", "12345678901234567890"],
  ['"0644"', "0644"],
  ["'yes'", "yes"],
  ["!!str 5", "5"],
  ["!!int '5'", 5],
  ["a b", "a b"],
  ["=", "="],
];

test.each(scalars)("reads %j", (text, want) => {
  const { node, errors } = parse(`a: ${text}\n`);
  expect(positions(errors)).toEqual([]);
  expect(plain(node)).toEqual({ a: want });
});

const documents: Readonly<Record<string, readonly [string, unknown]>> = {
  "an empty file": ["", null],
  "a file of comments": ["# a\n\n", null],
  "a document start": ["---\na: 1\n", { a: 1 }],
  CRLF: ["a: 1\r\nb:\r\n  - x\r\n  - y\r\nc: |\r\n  l1\r\n  l2\r\n", { a: 1, b: ["x", "y"], c: "l1\nl2\n" }],
  "folded text": ["a: >-\n  b\n  c\n\n  d\n", { a: "b c\nd" }],
  "flow maps": ["a: {b: [1, 'x'], c: }", { a: { b: [1, "x"], c: null } }],
  anchors: ["a: &x [1]\nb: *x\nc: *x", { a: [1], b: [1], c: [1] }],
  "an anchor given twice": ["a: &x 1\nb: *x\nc: &x 2\nd: *x", { a: 1, b: 1, c: 2, d: 2 }],
  "merge keys": [
    "a: &a {x: 1, y: 2}\nb:\n  y: 3\n  <<: *a\n  z: 4",
    { a: { x: 1, y: 2 }, b: { x: 1, y: 3, z: 4 } },
  ],
  "a merge of several": [
    "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc:\n  <<: [*a, *b]",
    { a: { x: 1 }, b: { x: 2, y: 2 }, c: { x: 1, y: 2 } },
  ],
  "a quoted merge key as a key": ["'<<': 1", { "<<": 1 }],
  "keys that are no text": [
    "1: a\n0o7: b\nyes: c\n~: d\n1.5: e",
    { 1: "a", "0o7": "b", True: "c", None: "d", "1.5": "e" },
  ],
  "keys like any other": ["constructor: 1\ntoString: 2", { constructor: 1, toString: 2 }],
};

test.each(Object.entries(documents))("reads %s", (_, [text, want]) => {
  const { node, errors } = parse(text);
  expect(positions(errors)).toEqual([]);
  expect(plain(node)).toEqual(want);
});

test("keeps __proto__ as a key", () => {
  const { node } = parse("__proto__: 1");
  expect(node?.kind === "mapping" && node.entries.map(({ key }) => key)).toEqual(["__proto__"]);
});

test("keeps local tags, and hands those of a collection down", () => {
  expect(scalarAt("a: !vault |\n  $ANSIBLE_VAULT;1.1\n  61\n", "a")).toMatchObject({
    tag: "!vault",
    value: "$ANSIBLE_VAULT;1.1\n61\n",
  });
  expect(scalarAt("a: !unsafe '{{ x }}'", "a").tag).toBe("!unsafe");
  expect(scalarAt("a: !unsafe 5", "a")).toMatchObject({ tag: "!unsafe", value: "5" });
  const { node } = parse("!unsafe [a]");
  expect(node?.kind === "sequence" && node.items[0]).toMatchObject({ tag: "!unsafe" });
});

const placed: Readonly<Record<string, string>> = {
  plain: "a: some MARK here\n",
  "plain over two lines": "a: some\n   more MARK here\n",
  "plain with CRLF": "a: some\r\n   more MARK\r\n",
  "single quotes": "a: 'some MARK'\n",
  "single quotes with a quote": "a: 'it''s ''MARK'''\n",
  "double quotes": 'a: "some MARK"\n',
  "double quotes over lines": 'a: "some\n  more MARK"\n',
  "double quotes with escapes": String.raw`a: "x\t\"MARK\" \x41"` + "\n",
  "double quotes with a line that goes on": 'a: "cd /x && \\\n   MARK \\\n   more"\n',
  "literal block": "a: |\n  first\n\n    MARK\n  last\n",
  "folded block": "a: >-\n  first\n  MARK again\n\n  last\n",
  "block with an indentation header": "a: |2-\n    first\n   MARK\n",
  "block with CRLF": "a: |\r\n  first\r\n  MARK\r\n",
  "after an anchor and a tag": "a: !unsafe &x some MARK\n",
};

test.each(Object.entries(placed))("knows where text stands: %s", (_, text) => {
  const scalar = scalarAt(text, "a");
  const inner = String(scalar.value).indexOf("MARK");
  const source = sourceWithin(scalar, inner, inner + 4);
  expect(text.slice(source.start, source.end)).toBe("MARK");
});

const mistakes: Readonly<Record<string, readonly [string, readonly string[], RegExp]>> = {
  "a duplicate key": ["a: 1\nb: 2\na: 3", ["DUPLICATE_KEY f.yml:3:1"], /line 1/],
  "duplicate keys that differ in form": ["1: a\n'1': b", ["DUPLICATE_KEY f.yml:2:1"], /line 1/],
  "two duplicates": [
    "a: 1\na: 3\nb: {c: 1, c: 2}",
    ["DUPLICATE_KEY f.yml:3:11", "DUPLICATE_KEY f.yml:2:1"],
    /line/,
  ],
  "braces without quotes": ["a: {{ x }}", ["YAML_SYNTAX f.yml:1:4"], /quoted/],
  "braces and more": ["- a: {{ x }}/b", ["YAML_SYNTAX f.yml:1:6"], /quoted/],
  "a tab": ["a:\n\tb: 1", ["YAML_SYNTAX f.yml:2:1"], /spaces/],
  "no space after the colon": ["a:1\nb: 2", ["YAML_SYNTAX f.yml:1:1"], /space after the colon/],
  "a second colon": ["- name: do: this\n", ["YAML_SYNTAX f.yml:1:9"], /quoted as a whole/],
  "an open quote": ['a: "b\nc: d\n', ["YAML_SYNTAX f.yml:1:4"], /close it/],
  "text after a quote": ['a: "b" c', ["YAML_SYNTAX f.yml:1:8"], /quote the whole/],
  "a star": ["hosts: *", ["YAML_SYNTAX f.yml:1:8"], /quoted/],
  "an at sign": ["a: @b", ["YAML_SYNTAX f.yml:1:4"], /quoted/],
  "an alias of nothing": ["a: *b", ["YAML_SYNTAX f.yml:1:4"], /anchor/],
  "an alias of itself": ["a: &a [*a]", ["YAML_SYNTAX f.yml:1:8"], /^$/],
  "two documents": ["a: 1\n---\nb: 1", ["YAML_SYNTAX f.yml:2:1"], /---/],
  "a merge of no mapping": ["a: &a 1\nb: {<<: *a}", ["BAD_SHAPE f.yml:1:7"], /anchor/],
  "a wrong indentation": ["a:\n  - b\n - c", ["YAML_SYNTAX f.yml:3:2"], /column 3/],
  "a missing colon": ["- name: a\n  copy\n    src: x\n", ["YAML_SYNTAX f.yml:2:3"], /write "copy:"/],
  "a missing colon before a value": ["a: 1\nb 2 # c\nc: 3", ["YAML_SYNTAX f.yml:2:1"], /write "b: 2"/],
  "a missing colon of the last key": ["a: 1\nb", ["YAML_SYNTAX f.yml:2:1"], /write "b:"/],
  "a line that is indented too far": [
    "- name: a\n\n    ping:\n",
    ["YAML_SYNTAX f.yml:3:5"],
    /column 3, as "name"/,
  ],
  "a line that is not indented enough": [
    "- name: a\n  copy:\n      src: a\n    dest: b\n",
    ["YAML_SYNTAX f.yml:4:5"],
    /column 7, as "src"/,
  ],
  "an item that is not indented enough": ["a:\n    - x\n  - y\n", ["YAML_SYNTAX f.yml:3:3"], /column 5/],
  "an item among keys": ["a: 1\n- b", ["YAML_SYNTAX f.yml:2:1"], /below the key/],
  "no blank after a dash": ["- ping:\n-debug:\n    msg: x\n", ["YAML_SYNTAX f.yml:2:1"], /"- debug:"/],
  "an open bracket": ["a: [1, [2]\nb: 3", ["YAML_SYNTAX f.yml:1:4"], /close it with "\]"/],
  "an open brace at the end": ["a: {x: 1", ["YAML_SYNTAX f.yml:1:4"], /close it with "\}"/],
  "a text that is not indented": ["a: |\nfoo\nb: 1", ["YAML_SYNTAX f.yml:2:1"], /indent the lines/],
  "a text that begins too early": ["a: | foo\n  bar\n", ["YAML_SYNTAX f.yml:1:6"], /in the line after/],
  "a backslash": [String.raw`a: "\d"`, ["YAML_SYNTAX f.yml:1:5"], /single quotes/],
  "a comment that touches": ["a: 'x'#c", ["YAML_SYNTAX f.yml:1:7"], /blank before/],
  "statements around lines": ["{% if x %}\na: 1\n{% endif %}", ["YAML_SYNTAX f.yml:1:2"], /within a value/],
};

test.each(Object.entries(mistakes))("reports %s", (_, [text, want, hint]) => {
  const { errors } = parse(text);
  expect(positions(errors)).toEqual(want);
  expect(hints(errors)[0] ?? "").toMatch(hint);
});

test("speaks of YAML in plain words", () => {
  const texts = [
    ...Object.values(mistakes).map(([text]) => text),
    "a: 1]]",
    "a: [1,,2]",
    "- b\na: 1",
    "a: &x &y 1",
  ];
  const messages = texts.flatMap((text) => parse(text).errors.errors.map(({ message }) => message));
  expect(
    messages.filter((message) => /implicit|flow|scalar|token|compact|collection|node/i.test(message)),
  ).toEqual([]);
});

test("refuses an alias bomb in time", () => {
  const levels = Array.from({ length: 30 }, (_, n) => `l${n + 1}: &l${n + 1} [*l${n}, *l${n}, *l${n}]`);
  const { node, errors } = parse(["l0: &l0 [x]", ...levels].join("\n"));
  expect(node).toBeUndefined();
  expect(errors.errors.map(({ code }) => code)).toEqual(["YAML_SYNTAX"]);
});
