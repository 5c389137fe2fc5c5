import { expect, it } from "vitest";
import { evaluate } from "../../engine/expression/evaluate.ts";
import { parseExpression } from "../../engine/expression/parse-expression.ts";
import { vocabulary } from "../../engine/vocabulary/vocabulary.ts";
import { errorOf, passageOfText } from "./support.ts";
import { scopeOf } from "./tiny-vocabulary.ts";

const valueOf = (text: string) =>
  evaluate(parseExpression(passageOfText(text)), { scope: scopeOf({}), vocabulary });

it("copes with the first item of an empty list by default", () => {
  expect(valueOf("[] | first | default('none')")).toBe("none");
  expect(valueOf("([] | last) is defined")).toBe(false);
});

it("reports the first item of an empty list where nothing copes with it", () => {
  expect(errorOf(() => valueOf("[] | first"))).toMatchObject({ code: "UNDEFINED_VARIABLE", at: "first" });
});
