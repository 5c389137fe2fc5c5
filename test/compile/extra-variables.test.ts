import { expect, test } from "vitest";
import { ErrorCollector } from "../../engine/base/play-error.ts";
import { readExtraVariables } from "../../engine/cli/extra-variables.ts";
import { plainVariables, positions } from "../load/plain.ts";
import { writeTree } from "../load/write-tree.ts";

function read(
  texts: readonly string[],
  files: Readonly<Record<string, string>> = {},
): [unknown, readonly string[]] {
  const errors = new ErrorCollector();
  const sources = texts.map((text, index) => ({ path: `-e #${index + 1}`, text }));
  const variables = readExtraVariables(sources, { cwd: writeTree(files) }, errors);
  return [plainVariables(variables), positions(errors)];
}

const forms: Readonly<Record<string, readonly [readonly string[], unknown]>> = {
  "a word": [["a=b"], { a: "b" }],
  "several words": [["a=b c='d e' f=\"g h\""], { a: "b", c: "d e", f: "g h" }],
  "an equals sign in the value": [["a=b=c"], { a: "b=c" }],
  "an empty value": [["a="], { a: "" }],
  "true and false": [["a=true b=False"], { a: true, b: false }],
  "other words for them, which stay text as in Ansible": [["a=yes b=no"], { a: "yes", b: "no" }],
  "numbers, which stay text": [["v=1.10 n=007"], { v: "1.10", n: "007" }],
  JSON: [['{"a": 1, "b": [true, null]}'], { a: 1, b: [true, null] }],
  YAML: [["a: 1.5"], { a: 1.5 }],
  "YAML in braces": [["{a: 1, b: x}"], { a: 1, b: "x" }],
  "YAML in lines": [["---\na: 1\nb: 2\n"], { a: 1, b: 2 }],
  "an address": [["url=http://h:80/?a=b"], { url: "http://h:80/?a=b" }],
  "several, the last of which wins": [["a=1 b=1", '{"b": 2}', "b=3"], { a: "1", b: "3" }],
};

test.each(Object.entries(forms))("-e takes %s", (_, [texts, want]) => {
  expect(read(texts)).toEqual([want, []]);
});

test("-e takes files of YAML and JSON", () => {
  const files = { "a.yml": "a: 1\nb: yes", "vars/c.json": '{"c": {"d": 1}}', "empty.yml": "" };
  expect(read(["@a.yml", "@vars/c.json", "@empty.yml", "a=2"], files)).toEqual([
    { a: "2", b: true, c: { d: 1 } },
    [],
  ]);
});

const broken: Readonly<Record<string, readonly [string, string]>> = {
  nothing: ["", "BAD_USAGE -e #1:1:1"],
  "only a sign": ["@", "BAD_USAGE -e #1:1:1"],
  "a word alone": ["abc", "BAD_USAGE -e #1:1:1"],
  "a list": ["[1, 2]", "BAD_USAGE -e #1:1:1"],
  "a word among others": ["a=b c", "BAD_SHAPE -e #1:1:5"],
  "an open brace": ["{a: 1", "YAML_SYNTAX -e #1:1:1"],
  "an open quote": ["a='b", "BAD_SHAPE -e #1:1:3"],
  "a file that is not there": ["@x.yml", "FILE_NOT_FOUND -e #1:1:1"],
  "a file of a list": ["@list.yml", "BAD_SHAPE list.yml:1:1"],
};

test.each(Object.entries(broken))("-e refuses %s", (_, [text, place]) => {
  expect(read([text], { "list.yml": "- 1" })[1]).toEqual([place]);
});
