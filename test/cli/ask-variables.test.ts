import { expect, test } from "vitest";
import { askVariables } from "../../engine/cli/ask-variables.ts";
import { compileTree } from "../compile/compile-tree.ts";
import { noTerminal, typing } from "./typing.ts";

const asking = (prompts: string, keys: string, given: readonly string[] = []) => {
  const { program } = compileTree({
    "site.yml": `- hosts: all\n  tasks: []\n  vars_prompt:\n${prompts.replaceAll(/^/gm, "    ")}`,
  });
  const secrets: string[] = [];
  const { terminal, shown, raw } = typing(keys);
  const answers = askVariables(program, {
    given: new Set(given),
    keepSecret: (text) => secrets.push(text),
    open: keys === "" ? noTerminal : () => terminal,
  });
  return { answers, secrets, shown, raw };
};

test("a private variable is typed without echo and kept secret, which is the default", async () => {
  const { answers, secrets, shown, raw } = asking("- { name: token, prompt: the token }", "hunter22\r");
  expect([...(await answers)]).toEqual([["token", "hunter22"]]);
  expect({ secrets, shown: shown(), raw: raw() }).toEqual({
    secrets: ["hunter22", "hunter22"],
    shown: "the token: \n",
    raw: [true, false],
  });
});

test("one that is not private shows its default, which an empty line takes", async () => {
  const { answers, secrets, shown, raw } = asking("- { name: size, default: 3, private: no }", "\n");
  expect([...(await answers)]).toEqual([["size", "3"]]);
  expect({ secrets, shown: shown(), raw: raw() }).toEqual({ secrets: [], shown: "size [3]: ", raw: [] });
});

test("what is to be confirmed is asked again until both are the same", async () => {
  const { answers, shown } = asking("- { name: token, confirm: yes }", "one\rother\rtwo\rtwo\r");
  expect([...(await answers)]).toEqual([["token", "two"]]);
  expect(shown()).toContain("the two differ");
});

test("what is to be encrypted becomes its hash", async () => {
  const { answers } = asking("- { name: hash, encrypt: sha512_crypt, salt: saltstring }", "Hello world!\r");
  // the example of the algorithm's description
  expect((await answers).get("hash")).toBe(
    "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
  );
});

test("nothing is asked for that the command line gives", async () => {
  const { answers } = asking("- name: token", "", ["token"]);
  expect((await answers).size).toBe(0);
});

test("without a terminal a default does, and else it is said how to give the variable", async () => {
  expect([...(await asking("- { name: size, default: 3 }", "").answers)]).toEqual([["size", "3"]]);
  await expect(asking("- name: token", "").answers).rejects.toMatchObject({
    code: "BAD_USAGE",
    hint: expect.stringContaining("-e token=") as string,
  });
});
