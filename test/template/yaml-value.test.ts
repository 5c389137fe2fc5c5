import { describe, expect, test } from "vitest";
import { ErrorCollector } from "../../engine/base/play-error.ts";
import type { Value } from "../../engine/model/value.ts";
import { isMap, Unknown } from "../../engine/model/value.ts";
import type { YamlNode, YamlScalar } from "../../engine/model/yaml-node.ts";
import { compileTemplate } from "../../engine/template/compile-template.ts";
import { describeError, errorOf } from "../expression/support.ts";
import { scopeOf, tinyVocabulary, unknown } from "../expression/tiny-vocabulary.ts";

const file = { path: "test.yml", text: "key {{ k }}: 'value {{ v }}'" };

/** A scalar whose text stands in the file, at `start`. */
function scalar(value: YamlScalar["value"], start = 0, tag?: string): YamlScalar {
  const length = String(value).length;
  const source = { file, start, end: start + length };
  const segments = [{ inner: 0, outer: start, length }];
  return { kind: "scalar", value, source, segments, ...(tag === undefined ? {} : { tag }) };
}

function sequence(...items: readonly YamlNode[]): YamlNode {
  return { kind: "sequence", items, source: { file, start: 0, end: 1 } };
}

function mapping(entries: Readonly<Record<string, YamlNode>>): YamlNode {
  const keySource = { file, start: 0, end: 11 };
  return {
    kind: "mapping",
    source: { file, start: 0, end: file.text.length },
    entries: Object.entries(entries).map(([key, value]) => ({ key, keySource, value })),
  };
}

function render(node: YamlNode, values: Readonly<Record<string, Value>> = {}): Value {
  return compileTemplate(node, tinyVocabulary, new ErrorCollector()).render(scopeOf(values));
}

describe("values of YAML", () => {
  test.each<[YamlNode, Value]>([
    [scalar(5), 5],
    [scalar(null), null],
    [scalar(true), true],
    [scalar("text"), "text"],
    [scalar("{{ k }}"), 1],
    [scalar("{{ k }}", 0, "!unsafe"), "{{ k }}"],
    [sequence(scalar("{{ k }}"), sequence(scalar("{{ v }}"))), [1, [[2]]]],
    [
      mapping({ a: scalar("{{ k }}"), "b{{ k }}": mapping({ "{{ v }}": scalar(1) }) }),
      { a: 1, b1: { "[2]": 1 } },
    ],
  ])("%j", (node, value) => expect(render(node, { k: 1, v: [2] })).toEqual(value));

  test("are unknown in part where a part is, and altogether where a key is", () => {
    const variables = { u: unknown };
    expect(render(sequence(scalar("{{ u }}"), scalar("a{{ u }}"), scalar(1)), variables)).toEqual([
      unknown,
      unknown,
      1,
    ]);
    expect(render(mapping({ "{{ u }}": scalar(1) }), variables)).toBeInstanceOf(Unknown);
  });

  test("make maps without a prototype", () => {
    const map = render(mapping({ __proto__x: scalar(1) }));
    expect(isMap(map) && Object.getPrototypeOf(map)).toBe(null);
  });
});

describe("what a template tells of itself", () => {
  test("is constant where nothing in it can change", () => {
    const constant = (node: YamlNode): boolean =>
      compileTemplate(node, tinyVocabulary, new ErrorCollector()).constant;
    expect(constant(mapping({ a: sequence(scalar(1), scalar("x"), scalar("{# x #}y")) }))).toBe(true);
    expect(constant(mapping({ a: sequence(scalar(1), scalar("{{ x }}")) }))).toBe(false);
    expect(constant(mapping({ "{{ x }}": scalar(1) }))).toBe(false);
  });

  test("has the references of all its parts, keys included", () => {
    const node = mapping({ "{{ k }}": sequence(scalar("{{ a }}"), scalar("{{ b | d }}")) });
    const { references } = compileTemplate(node, tinyVocabulary, new ErrorCollector());
    expect(references.map(({ name, guarded }) => [name, guarded])).toEqual([
      ["k", false],
      ["a", false],
      ["b", true],
    ]);
  });
});

describe("errors point into the file", () => {
  const value = scalar("value {{ v }}", file.text.indexOf("value"));

  test("at a name in a value", () => {
    expect(errorOf(() => render(value))).toMatchObject({ code: "UNDEFINED_VARIABLE", at: "v" });
  });

  test("at a name in a key", () => {
    const error = errorOf(() => render(mapping({ "key {{ k }}": scalar(1) })));
    expect(error).toMatchObject({ code: "UNDEFINED_VARIABLE", at: "k" });
  });

  test("at the whole scalar where the places of its pieces are not known", () => {
    const folded: YamlScalar = { ...value, segments: [] };
    expect(errorOf(() => render(folded))).toMatchObject({ code: "UNDEFINED_VARIABLE", at: "value {{ v }}" });
  });

  test("in every part at once", () => {
    const errors = new ErrorCollector();
    const node = sequence(scalar("{{ k | f1 }}"), mapping({ a: scalar("{{ + }}") }));
    compileTemplate(node, tinyVocabulary, errors);
    expect(errors.errors.map((error) => describeError(error).code)).toEqual([
      "UNKNOWN_FILTER",
      "EXPRESSION_SYNTAX",
    ]);
  });
});
