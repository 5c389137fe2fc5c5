import { describe, expect, test } from "vitest";
import type { Value } from "../../engine/model/value.ts";
import { Unknown } from "../../engine/model/value.ts";
import { errorOf } from "../expression/support.ts";
import { unknown } from "../expression/tiny-vocabulary.ts";
import { errorsOf, render } from "./support.ts";

const variables: Readonly<Record<string, Value>> = {
  name: "etcd",
  port: 2379,
  yes: true,
  nothing: null,
  list: [1, "two", null],
  map: { a: 1, b: [true] },
  u: unknown,
  partly: [1, unknown],
};

describe("one whole expression keeps its type", () => {
  test.each<[string, Value]>([
    ["{{ port }}", 2379],
    ["  {{port}}\n", 2379],
    ["{{- list -}}", [1, "two", null]],
    ["{{ nothing }}", null],
    ["{{ {'a': {'b': 1}} }}", { a: { b: 1 } }],
    ["{{ '}}' }}", "}}"],
    ["{{ -port }}", -2379],
    ["{# why #}{{ port }}", 2379],
    ["{% if yes %}{{ list }}{% else %}{{ [] }}{% endif %}", [1, "two", null]],
    ["{% set x = port + 1 %}\n{{ x }}", 2380],
    ["{{ u }}", unknown],
    ["{{ partly }}", [1, unknown]],
  ])("%s", (text, value) => expect(render(text, variables)).toEqual(value));
});

describe("a text keeps the blanks around it, and the line breaks at its end", () => {
  test.each([
    ["{{ name }}\n", "etcd\n"],
    ["{{ name }}\n\n", "etcd\n\n"],
    ["  {{ name }} ", "  etcd "],
    ["{{ name ~ '\\n' }}\n", "etcd\n"],
    ["a\n{% if yes %}b{% endif %}\n", "a\nb\n"],
    ["{% for i in [1, 2] %}\n{{ i }}\n{% endfor %}\n", "1\n2\n"],
  ])("%j", (text, value) => expect(render(text, variables)).toBe(value));
});

describe("mixed text is text", () => {
  test.each([
    ["plain", "plain"],
    ["a } b { c }} %} #}", "a } b { c }} %} #}"],
    ["{{ name }}:{{ port }}", "etcd:2379"],
    ["{{ yes }}!", "True!"],
    ["<{{ nothing }}>", "<>"],
    ["{{ list }}!", "[1, 'two', None]!"],
    ["{{ map }}!", "{'a': 1, 'b': [True]}!"],
    ["{{ port }}{{ port }}", "23792379"],
    ["a{# gone #}b", "ab"],
    ["a{# gone #}\nb", "ab"],
    ["a {{- ' ' -}} b", "a b"],
    ["a\n{{ name }}\nb\n", "a\netcd\nb\n"],
    ["{% raw %}{{ name }}{% endraw %}", "{{ name }}"],
    ["a {%- raw -%} {% x %} {%- endraw -%} b", "a{% x %}b"],
    ["{% raw %}\na\n{% endraw %}\nb", "\na\nb"],
    ["{{ '{{ name }}' }}!", "{{ name }}!"],
  ])("%j", (text, value) => expect(render(text, variables)).toBe(value));

  test.each(["a {{ u }}", "a {{ partly }}", "{% if u %}a{% endif %}", "{% for x in u %}a{% endfor %}"])(
    "%s is unknown",
    (text) => expect(render(text, variables)).toBeInstanceOf(Unknown),
  );
});

describe("errors point into the text", () => {
  test.each([
    ["a {{ b", "TEMPLATE_SYNTAX", "{{"],
    ["a {% if b", "TEMPLATE_SYNTAX", "{%"],
    ["a {# b", "TEMPLATE_SYNTAX", "{#"],
    ["{% raw %} {{ x }}", "TEMPLATE_SYNTAX", "{% raw %}"],
    ["a {{ b c }} d", "EXPRESSION_SYNTAX", "c"],
    ["a {{ it's }} d", "EXPRESSION_SYNTAX", "'s "],
    ["a {{ (b }} d", "EXPRESSION_SYNTAX", "b"],
    ["a {{ }} d", "EXPRESSION_SYNTAX", " "],
    ["a {{ b | uper }}", "UNKNOWN_FILTER", "uper"],
  ])("%s", (text, code, at) => expect(errorsOf(text)).toMatchObject([{ code, at }]));

  test("all of them at once", () => {
    const found = errorsOf("{{ a | f1 }} {{ b + }} {% if c is t1 %}{{ f2() }}{% endif %}");
    expect(found.map(({ code, at }) => `${code} ${at}`)).toEqual([
      "EXPRESSION_SYNTAX +",
      "UNKNOWN_FILTER f1",
      "UNKNOWN_TEST t1",
      "UNKNOWN_FUNCTION f2",
    ]);
  });

  test("an undefined variable, when rendering", () => {
    const error = errorOf(() => render("http://{{ nmae }}:{{ port }}", variables));
    expect(error).toMatchObject({ code: "UNDEFINED_VARIABLE", at: "nmae", hint: 'did you mean "name"?' });
  });
});
