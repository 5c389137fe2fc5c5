import { describe, expect, test } from "vitest";
import { textAt } from "../expression/support.ts";
import { templateOf } from "./support.ts";

/** Names as they are written, in order; "?" marks the guarded ones. */
function referencesOf(text: string): string {
  return templateOf(text)
    .references.map(({ source, guarded }) => textAt(source) + (guarded ? "?" : ""))
    .join(" ");
}

describe("references of a text", () => {
  test.each([
    ["plain", ""],
    ["{{ a }} {{ b | default('') }}", "a b?"],
    ["{% for x in a %}{{ x }}{{ loop.index }}{{ b }}{% endfor %}{{ x }}", "a b x"],
    ["{% for x in a if x.k and b %}{{ x }}{% else %}{{ x }}{% endfor %}", "a b x"],
    ["{% set x = x %}{{ x }}", "x"],
    ["{% set x %}{{ a }}{% endset %}{{ x }}", "a"],
    ["{% set n = namespace(a=b) %}{% set n.a = c %}{{ n.a }}", "b c"],
    ["{% for i in a %}{% set x = 1 %}{{ x }}{% endfor %}{{ x }}", "a x"],
    ["{% if a is defined %}{{ a }}{% else %}{{ a }}{% endif %}", "a? a? a"],
    ["{% if a is undefined %}{{ a }}{% elif a.b %}{{ a }}{% endif %}", "a? a a? a?"],
    ["{% for x in [1] if a is defined %}{{ a }}{% endfor %}", "a? a?"],
  ])("%s", (text, expected) => expect(referencesOf(text)).toBe(expected));
});
