import { describe, expect, test } from "vitest";
import type { Value } from "../../engine/model/value.ts";
import { errorOf } from "../expression/support.ts";
import { errorsOf, render } from "./support.ts";

const variables: Readonly<Record<string, Value>> = {
  hosts: ["a", "b", "c"],
  nobody: [],
  map: { k: 1, l: 2 },
  yes: true,
  no: false,
};

describe("statements", () => {
  test.each<[string, Value]>([
    ["{% if yes %}a{% endif %}", "a"],
    ["{% if no %}a{% endif %}", ""],
    ["{% if no %}a{% elif yes %}b{% else %}c{% endif %}", "b"],
    ["{% if no %}a{% elif no %}b{% else %}c{% endif %}", "c"],
    ["{% if yes %}{% if no %}a{% else %}b{% endif %}c{% endif %}", "bc"],
    ["{% for h in hosts %}{{ h }},{% endfor %}", "a,b,c,"],
    ["{% for h in hosts %}{{ h }}{% if not loop.last %},{% endif %}{% endfor %}", "a,b,c"],
    ["{% for h in nobody %}{{ h }}{% else %}empty{% endfor %}", "empty"],
    ["{% for h in hosts if h != 'b' %}{{ loop.index }}{{ h }}{% endfor %}", "1a2c"],
    ["{% for k, v in map.items() %}{{ k }}={{ v }} {% endfor %}", "k=1 l=2 "],
    ["{% for (k, v) in map.items() %}{{ k }}{{ v }}{% endfor %}", "k1l2"],
    ["{% for k in map %}{{ k }}{% endfor %}", "kl"],
    ["{% for h in 'ab' %}{{ h }}.{% endfor %}", "a.b."],
    [
      "{% for h in hosts %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.length }} {% endfor %}",
      "033 123 213 ",
    ],
    [
      "{% for h in hosts %}{{ loop.previtem | default('-') }}{{ loop.nextitem | default('-') }}{% endfor %}",
      "-bacb-",
    ],
    [
      "{% for h in hosts %}{% for i in [1, 2] %}{{ h }}{{ i }}{% endfor %}{{ loop.first }}{% endfor %}",
      "a1a2Trueb1b2Falsec1c2False",
    ],
    ["{% set x = 1 %}{{ x }}!", "1!"],
    ["{% set x, y = [1, 2] %}{{ x }}{{ y }}!", "12!"],
    ["{% set x %}a{{ 1 }}{% endset %}{{ x }}{{ x }}", "a1a1"],
    ["{% set x = 1 %}{% set y %}{% set x = 2 %}{{ x }}{% endset %}{{ x }}{{ y }}", "12"],
    ["{% if yes %}{% set x = 1 %}{% endif %}{{ x }}!", "1!"],
    ["{% set x = 1 %}{% for h in hosts %}{% set x = 2 %}{{ x }}{% endfor %}{{ x }}", "2221"],
    ["{% set n = namespace(x=0) %}{% for h in hosts %}{% set n.x = n.x + 1 %}{% endfor %}{{ n.x }}!", "3!"],
    ["a\n{% if yes %}\nb\n{% endif %}\nc", "a\nb\nc"],
    ["a\n  {% if yes %}\n  b\n  {% endif %}\n  c", "a\n    b\n    c"],
    ["a\n{% if yes +%}\nb{% endif %}", "a\n\nb"],
    ["a \n {%- if yes -%} \n b \n {%- endif -%} \n c", "abc"],
    ["{% for h in hosts -%}\n  {{ h }}\n{%- endfor %}", "abc"],
    ["{% if 'a%}' in hosts or {'a': {}} %}b{% endif %}", "b"],
  ])("%j", (text, value) => expect(render(text, variables)).toEqual(value));
});

describe("mistakes in statements", () => {
  test.each([
    ["{% if yes %}a", "TEMPLATE_SYNTAX", "if"],
    ["{% for x in hosts %}a{% endif %}", "TEMPLATE_SYNTAX", "endif"],
    ["a{% endfor %}", "TEMPLATE_SYNTAX", "endfor"],
    ["{% else %}", "TEMPLATE_SYNTAX", "else"],
    ["{% fro x in hosts %}{% endfor %}", "TEMPLATE_SYNTAX", "fro"],
    ["{% include 'x' %}", "TEMPLATE_SYNTAX", "include"],
    ["{% %}", "TEMPLATE_SYNTAX", " "],
    ["{% if %}{% endif %}", "EXPRESSION_SYNTAX", "if"],
    ["{% for x of hosts %}{% endfor %}", "EXPRESSION_SYNTAX", "of"],
    ["{% for x in %}{% endfor %}", "EXPRESSION_SYNTAX", "in"],
    ["{% set 1 = x %}", "EXPRESSION_SYNTAX", "1"],
    ["{% set x == 1 %}", "EXPRESSION_SYNTAX", "=="],
    ["{% if yes %}{% else x %}{% endif %}", "EXPRESSION_SYNTAX", "x"],
  ])("%s", (text, code, at) => expect(errorsOf(text)).toMatchObject([{ code, at }]));

  test.each([
    ["{% for x in 5 %}{% endfor %}", "BAD_VALUE", "5"],
    ["{% for x, y in hosts %}{% endfor %}", "BAD_VALUE", "hosts"],
    ["{% set x = 1 %}{% set x.y = 2 %}", "BAD_VALUE", "2"],
    ["{% for x in hosts %}{{ y }}{% endfor %}{{ x }}", "UNDEFINED_VARIABLE", "y"],
    ["{% for x in hosts %}{% endfor %}{{ x }}", "UNDEFINED_VARIABLE", "x"],
    ["{% if missing %}{% endif %}", "UNDEFINED_VARIABLE", "missing"],
  ])("%s", (text, code, at) => expect(errorOf(() => render(text, variables))).toMatchObject({ code, at }));
});
