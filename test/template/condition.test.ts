import { describe, expect, test } from "vitest";
import { ErrorCollector } from "../../engine/base/play-error.ts";
import type { Value } from "../../engine/model/value.ts";
import { Unknown } from "../../engine/model/value.ts";
import type { YamlNode, YamlScalar } from "../../engine/model/yaml-node.ts";
import { compileCondition, compileExpression } from "../../engine/template/compile-expression.ts";
import { scalarOf } from "../../engine/template/scalar.ts";
import { describeError, errorOf } from "../expression/support.ts";
import { scopeOf, tinyVocabulary, unknown } from "../expression/tiny-vocabulary.ts";

type Written = YamlScalar["value"] | readonly Written[];

function nodeOf(written: Written): YamlNode {
  if (typeof written === "string") return scalarOf({ path: "test.yml", text: written });
  const source = { file: { path: "test.yml", text: String(written) }, start: 0, end: String(written).length };
  if (Array.isArray(written)) return { kind: "sequence", items: written.map(nodeOf), source };
  return { kind: "scalar", value: written as YamlScalar["value"], source, segments: [] };
}

const variables: Readonly<Record<string, Value>> = {
  yes: true,
  no: false,
  n: 3,
  text: "x",
  u: unknown,
  empty: "",
};

function check(written: Written): Value {
  return compileCondition(nodeOf(written), tinyVocabulary, new ErrorCollector()).render(scopeOf(variables));
}

describe("a condition is true or false", () => {
  test.each<[Written, boolean]>([
    ["yes", true],
    ["no", false],
    [true, true],
    [false, false],
    [0, false],
    [null, true],
    ["", true],
    ["n > 2 and text == 'x'", true],
    ["  n > 2\n", true],
    ["{{ n > 2 }}", true],
    [" {{ n > 5 }} ", false],
    ["text", true],
    ["empty", false],
    ["'{{' in text", false],
    [[], true],
    [["yes", "n > 2", true], true],
    [["yes", "no", "missing"], false],
    [["missing is defined", "missing.x"], false],
    [[["yes", "no"], "yes"], false],
    [["u", "no"], false],
    [["u", "missing.x", "no"], false],
  ])("%j: %s", (written, truth) => expect(check(written)).toBe(truth));

  test.each<[Written]>([["u"], [["u", "yes"]], [["yes", "u"]], [["u", "missing.x"]], ["{{ u }}"]])(
    "%j: not known",
    (written) => expect(check(written)).toBeInstanceOf(Unknown),
  );
});

describe("an expression keeps its value", () => {
  test.each<[Written, Value]>([
    ["n + 1", 4],
    ["[n]", [3]],
    [5, 5],
    ["{{ text }}", "x"],
  ])("%j", (written, value) => {
    const template = compileExpression(nodeOf(written), tinyVocabulary, new ErrorCollector());
    expect(template.render(scopeOf(variables))).toEqual(value);
  });

  test("and knows its references, those of a list guarding each other", () => {
    const node = nodeOf(["a is defined", "a.b == c"]);
    const { references } = compileExpression(node, tinyVocabulary, new ErrorCollector());
    expect(references.map(({ name, guarded }) => [name, guarded])).toEqual([
      ["a", true],
      ["a", true],
      ["c", false],
    ]);
  });
});

describe("mistakes in conditions", () => {
  test.each<[Written, string, string]>([
    ["n >", "EXPRESSION_SYNTAX", ">"],
    ["text == '{{ n }}'", "EXPRESSION_SYNTAX", "{{ n }}"],
    ["{{ n }} > {{ text }}", "EXPRESSION_SYNTAX", "{{ n }}"],
    ["n is defind", "UNKNOWN_TEST", "defind"],
  ])("%j", (written, code, at) => {
    const errors = new ErrorCollector();
    compileCondition(nodeOf(written), tinyVocabulary, errors);
    expect(errors.errors.map(describeError)).toMatchObject([{ code, at }]);
  });

  test("of a list are all found", () => {
    const errors = new ErrorCollector();
    compileCondition(nodeOf(["n >", "n is defind", "("]), tinyVocabulary, errors);
    expect(errors.errors).toHaveLength(3);
  });

  test("an undefined variable is an error when it is evaluated", () => {
    expect(errorOf(() => check("txt == 'x'"))).toMatchObject({ at: "txt", hint: 'did you mean "text"?' });
  });
});
