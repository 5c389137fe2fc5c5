import { expect, test } from "vitest";
import { PlayError } from "../../engine/base/play-error.ts";
import { makePaint } from "../../engine/report/colour.ts";
import { renderError, renderErrors } from "../../engine/report/render-error.ts";
import { expectGolden } from "./expect-golden.ts";

const text = "- hosts: all\n\ttasks:\n    - whne: true\n      servce: name=etcd\n";

function errorAt(word: string, path: string, hint?: string): PlayError {
  const start = text.indexOf(word);
  const source = { file: { path, text }, start, end: start + word.length };
  return new PlayError("UNKNOWN_KEY", `"${word}" is not a keyword of a task`, { source, hint });
}

const errors = [
  errorAt("servce", "playbooks/site.yml", 'did you mean "service"?'),
  errorAt("tasks", "playbooks/site.yml"),
  errorAt("whne", "playbooks/etcd.yml", 'did you mean "when"?'),
  errorAt("whne", "playbooks/site.yml", 'did you mean "when"?'),
  new PlayError("NO_HOSTS", 'the pattern "etdc" matches no host', { hint: 'did you mean "etcd"?' }),
];

test("renders all errors of a stage by file and position", () => {
  expectGolden("errors.txt", renderErrors(errors));
});

test("renders an error in colour", () => {
  const style = { paint: makePaint(1), clean: (text: string) => text };
  expectGolden(
    "error-colour.txt",
    renderError(errorAt("whne", "a.yml", "h"), style).replaceAll("\u001b", "␛"),
  );
});

test("renders an error without a position or a hint on one line", () => {
  expect(renderError(new PlayError("INTERRUPTED", "stopped"))).toBe("error[INTERRUPTED]: stopped\n");
});

test("makes control characters in message and source visible", () => {
  const file = { path: "a\u001b.yml", text: "x: \u001b[2J" };
  const error = new PlayError("BAD_VALUE", "\u001b[2J", { source: { file, start: 3, end: 7 } });
  expect(renderError(error)).toBe("error[BAD_VALUE]: ␛[2J\n  --> a␛.yml:1:4\n  1 | x: ␛[2J\n    |    ^^^^\n");
});

test("counts a single error", () => {
  expect(renderErrors(errors.slice(0, 1))).toMatch(/\n1 error; no host was touched\n$/);
});
