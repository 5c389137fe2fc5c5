import { describe, expect, test } from "vitest";
import { parseExpression } from "../../engine/expression/parse-expression.ts";
import { collectReferences } from "../../engine/expression/references.ts";
import { passageOfText, textAt } from "./support.ts";

/** Names as they are written, in order; "?" marks the guarded ones. */
function referencesOf(text: string): string {
  const references = collectReferences(parseExpression(passageOfText(text)));
  return references.map(({ source, guarded }) => textAt(source) + (guarded ? "?" : "")).join(" ");
}

describe("references", () => {
  test.each([
    ["1 + 2", ""],
    ["a", "a"],
    ["a.b.c[d].e", "a d"],
    ["a | f(b, k=c)", "a b c"],
    ["f(a)", "a"],
    ["a.split(b)[c:d]", "a b c d"],
    ["{a: b, 'c': [d, (e, f)]}", "a b d e f"],
    ["not a and -b ~ c < d", "a b c d"],
    ["a is t(b)", "a b"],
    ["a | default('x')", "a?"],
    ["a.b[c].d | default(e)", "a? c e"],
    ["a | default(b) | default('')", "a? b?"],
    ["(a + b) | default('x')", "a b"],
    ["a.split(b) | default([])", "a? b"],
    ["(a if b else c) | default(1)", "a? b c?"],
    ["a | upper | default('x')", "a"],
    ["a is defined", "a?"],
    ["a.b is undefined", "a?"],
    ["a is not none and a.b", "a? a"],
    ["a is defined and a.b", "a? a?"],
    ["a.b is defined and a.b and c", "a? a? c"],
    ["a is defined or a.b", "a? a"],
    ["a is undefined or a.b", "a? a?"],
    ["a is not defined or a.b", "a? a?"],
    ["not (a is undefined) and a", "a? a?"],
    ["a is defined and b is defined and a + b", "a? b? a? b?"],
    ["not (a is undefined or b is undefined) and a + b", "a? b? a? b?"],
    ["a if a is defined else b", "a? a? b"],
    ["b if a is undefined else a", "b a? a?"],
    ["a | default(false) and a.b", "a? a?"],
    ["a | default('') | length and a.b", "a? a?"],
    ["a | default(true) and a.b", "a? a"],
  ])("%s", (text, expected) => expect(referencesOf(text)).toBe(expected));
});

/** What is asked for by help of `vars` and `hostvars`; "?" where only the run can tell. */
function askedIn(text: string): string {
  const references = collectReferences(parseExpression(passageOfText(text)));
  const through = references.filter(({ name }) => name === "vars" || name === "hostvars");
  return through.map(({ asked }) => asked?.join(" ") ?? "?").join(", ");
}

describe("what is asked for by help of vars and hostvars", () => {
  test.each([
    ["a.b", ""],
    ["vars.a.b", "a"],
    ["vars['a']", "a"],
    ["vars[a]", "?"],
    ["vars", "?"],
    ["vars.get('a', 1)", "a"],
    ["vars.items()", "?"],
    ["hostvars[h].a.b", "a"],
    ["hostvars['h']['a']", "a"],
    ["hostvars[hostvars[h].a].b", "b, a"],
    ["hostvars[h][a]", "?"],
    ["hostvars[h]", "?"],
    ["(hostvars[h] | default({})).a", "a"],
    ["h | extract(hostvars, 'a')", "a"],
    ["(h | extract(hostvars)).a", "a"],
    ["hs | map('extract', hostvars, 'a')", "a"],
    ["hs | map('extract', hostvars, ['a', 'b'])", "a"],
    ["hs | map('extract', hostvars, a)", "?"],
    ["hs | map('extract', hostvars)", "?"],
    ["hs | map('extract', hostvars) | map(attribute='a.b')", "a"],
    [
      "hs | map('extract', hostvars) | selectattr('a.b', 'defined') | rejectattr('c') | map(attribute='d')",
      "c a d",
    ],
    ["hs | map('extract', hostvars) | selectattr('a')", "?"],
    ["lookup('vars', 'a', 'b', default=c)", "a b"],
    ["lookup('vars', a)", "?"],
    ["lookup(a, 'b')", "?"],
    ["q('ansible.builtin.varnames', 'a')", "?"],
    ["query('template', 'a.hbs')", "?"],
    ["lookup('file', a)", ""],
  ])("%s", (text, expected) => expect(askedIn(text)).toBe(expected));
});
