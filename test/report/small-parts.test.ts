import { describe, expect, test } from "vitest";
import { hostList } from "../../engine/report/host-list.ts";
import { colourLevel } from "../../engine/report/colour.ts";
import { duration } from "../../engine/report/duration.ts";
import { tail } from "../../engine/report/result-lines.ts";
import { visible, visibleLine } from "../../engine/report/visible.ts";

test.each([
  [0, "0 ms"],
  [85.4, "85 ms"],
  [100, "0.1 s"],
  [4210, "4.2 s"],
  [59_949, "59.9 s"],
  [59_960, "1 min 00 s"],
  [185_000, "3 min 05 s"],
  [3_725_000, "1 h 02 min"],
])("shows %d ms as %s", (milliseconds, shown) => {
  expect(duration(milliseconds)).toBe(shown);
});

describe("colour", () => {
  test.each([
    ["a terminal", {}, true, 1],
    ["no terminal", {}, false, 0],
    ["256 colours", { TERM: "xterm-256color" }, true, 2],
    ["true colour", { COLORTERM: "truecolor" }, true, 3],
    ["a dumb terminal", { TERM: "dumb" }, true, 0],
    ["NO_COLOR", { NO_COLOR: "1", TERM: "xterm-256color" }, true, 0],
    ["an empty NO_COLOR", { NO_COLOR: "" }, true, 1],
    ["FORCE_COLOR", { FORCE_COLOR: "1" }, false, 1],
    ["an empty FORCE_COLOR", { FORCE_COLOR: "" }, false, 1],
    ["FORCE_COLOR=3", { FORCE_COLOR: "3" }, false, 3],
    ["FORCE_COLOR=0", { FORCE_COLOR: "0" }, true, 0],
    ["both", { FORCE_COLOR: "1", NO_COLOR: "1" }, false, 1],
  ])("with %s", (_what, environment, isTTY, level) => {
    expect(colourLevel(environment, isTTY)).toBe(level);
  });
});

test.each([
  ["plain text\twith\nlines ä 🙂", "plain text\twith\nlines ä 🙂"],
  ["\u001b[31mred\u0000\u007f\r\n", "␛[31mred␀␡␍\n"],
  ["\u009b2J \u202egnp", String.raw`\u009b2J \u202egnp`],
])("shows control characters in %j", (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test("keeps a line one line", () => {
  expect(visibleLine("a\nb\tc")).toBe("a␤b␉c");
});

test("keeps the end of a long output and counts the rest", () => {
  expect(tail("1\n2\n3\n4\n", 2)).toEqual(["… 2 lines before", "3", "4"]);
  expect(tail("1\n2\n", 2)).toEqual(["1", "2"]);
});

test("a host's name that holds control characters is shown, not obeyed", () => {
  expect(hostList(["h1", "h\u001b[2J\n"], 3)).toBe("[h1 h␛[2J␤]");
});
