import { describe, expect, test } from "vitest";
import { toRepr, toText } from "../../engine/model/text-form.ts";
import type { Value } from "../../engine/model/value.ts";
import { Unknown } from "../../engine/model/value.ts";

describe("values as text are written as Python writes them", () => {
  test.each<[Value, string]>([
    ["as it is", "as it is"],
    [null, "None"],
    [true, "True"],
    [false, "False"],
    [5, "5"],
    [-0, "0"],
    [1.5, "1.5"],
    [1e21, "1000000000000000000000"],
    [Infinity, "inf"],
    [[], "[]"],
    [["a", 1, true, null], "['a', 1, True, None]"],
    [{}, "{}"],
    [{ k: "v", n: { l: [1] } }, "{'k': 'v', 'n': {'l': [1]}}"],
    [["it's"], `["it's"]`],
    [[`it's "x"`], String.raw`['it\'s "x"']`],
    [["a\n\t\\\u0001é"], String.raw`['a\n\t\\\x01é']`],
    [[new Unknown("a test")], "[(not known yet)]"],
  ])("%j is %s", (value, text) => expect(toText(value)).toBe(text));

  test("and strings are quoted where that is asked for", () => expect(toRepr("a")).toBe("'a'"));
});
