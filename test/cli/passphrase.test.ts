import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { passphraseAsker } from "../../engine/cli/passphrase.ts";
import { typing } from "./typing.ts";

const noTerminal = (): never => {
  throw new Error("ENXIO");
};
const quiet = {
  hold: () => () => {},
  open: noTerminal,
  interrupted: new AbortController().signal,
  interrupt: () => {},
};

test("the environment is asked once; after that it was wrong, and without a terminal that is the end", async () => {
  const secrets: string[] = [];
  const environment = { PLAY_KEY_PASSPHRASE: "open me" };
  const ask = passphraseAsker({ ...quiet, environment, keepSecret: (text) => void secrets.push(text) });
  expect(await ask("/key", 1)).toBe("open me");
  expect(secrets).toEqual(["open me"]);
  await expect(ask("/key", 2)).rejects.toMatchObject({
    code: "AUTHENTICATION",
    message: "key /key has another passphrase than the environment tells, and there is no terminal to ask on",
    hint: expect.stringContaining("PLAY_KEY_PASSPHRASE_FILE"),
  });
});

test("without a terminal and a word in the environment the key stays locked, and it is told what to do", async () => {
  const ask = passphraseAsker({ ...quiet, environment: {}, keepSecret: () => {} });
  await expect(ask("/key", 1)).rejects.toMatchObject({
    message: "key /key has a passphrase, and there is no terminal to ask on",
  });
});

test("a file that the environment names gives its first line", async () => {
  const folder = mkdtempSync(join(tmpdir(), "play-passphrase-"));
  const file = join(folder, "secret");
  writeFileSync(file, "from a file\nmore\n");
  const ask = passphraseAsker({
    ...quiet,
    environment: { PLAY_KEY_PASSPHRASE_FILE: file },
    keepSecret: () => {},
  });
  expect(await ask("/key", 1)).toBe("from a file");
  rmSync(folder, { recursive: true });
  await expect(ask("/key", 1)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
});

test("Ctrl-C ends the run, and whoever would be asked next is not", async () => {
  const controller = new AbortController();
  const { terminal, shown, closed } = typing("op\u0003");
  const ask = passphraseAsker({
    ...quiet,
    environment: {},
    keepSecret: () => {},
    open: () => terminal,
    interrupted: controller.signal,
    interrupt: () => controller.abort(),
  });
  const answers = [ask("/key", 1), ask("/other", 1)];
  for (const answer of answers)
    await expect(answer).rejects.toMatchObject({ code: "INTERRUPTED", message: "the run was interrupted" });
  expect(shown()).toBe("passphrase of /key: \n");
  expect(closed()).toBe(true);
});

test("a signal from elsewhere ends the question, too", async () => {
  const controller = new AbortController();
  const { terminal, raw } = typing("op");
  const ask = passphraseAsker({
    ...quiet,
    environment: {},
    keepSecret: () => {},
    open: () => terminal,
    interrupted: controller.signal,
  });
  const answer = ask("/key", 1);
  await vi.waitFor(() => expect(raw()).toEqual([true]));
  controller.abort();
  await expect(answer).rejects.toMatchObject({ code: "INTERRUPTED" });
  expect(raw()).toEqual([true, false]);
});
