import { expect, test } from "vitest";
import { becomePassword, findPassword } from "../../engine/cli/prompt.ts";
import { noTerminal, typing } from "./typing.ts";

const asked = { ...becomePassword, asked: true };

test.each<[string, (string | Buffer)[], string]>([
  ["a word", ["pass\r"], "pass"],
  ["key by key", ["p", "w", "\n"], "pw"],
  ["with a slip", ["pax\u007fss\r"], "pass"],
  ["all over again", ["wrong\u0015right\r"], "right"],
  ["a character in two halves", [Buffer.from([0xc3]), Buffer.from([0xa4]), "\r"], "ä"],
])("reads %s without echo", async (_what, keys, password) => {
  const { terminal, shown, raw, closed } = typing(...keys);
  await expect(findPassword(asked, {}, () => terminal)).resolves.toBe(password);
  expect(shown()).toBe("become password: \n");
  expect(raw()).toEqual([true, false]);
  expect(closed()).toBe(true);
});

test("ends at Ctrl-C and gives the terminal back", async () => {
  const { terminal, raw, closed } = typing("pa\u0003");
  await expect(findPassword(asked, {}, () => terminal)).rejects.toMatchObject({ code: "INTERRUPTED" });
  expect(raw()).toEqual([true, false]);
  expect(closed()).toBe(true);
});

test("takes the environment's password without asking", async () => {
  await expect(findPassword(asked, { PLAY_BECOME_PASSWORD: "env" })).resolves.toBe("env");
  await expect(findPassword({ ...asked, asked: false }, { PLAY_BECOME_PASSWORD: "env" })).resolves.toBe(
    "env",
  );
});

test("asks nothing unasked", async () => {
  await expect(findPassword({ ...asked, asked: false }, {})).resolves.toBeUndefined();
});

test("says what to do where there is no terminal", async () => {
  await expect(findPassword(asked, {}, noTerminal)).rejects.toMatchObject({
    code: "BAD_USAGE",
    hint: "set PLAY_BECOME_PASSWORD instead",
  });
});
