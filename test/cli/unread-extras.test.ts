import { expect, test } from "vitest";
import { writeTree } from "../load/write-tree.ts";
import { play, playEvents } from "../support/play.ts";

const tree = {
  "site.yml":
    "- hosts: localhost\n  gather_facts: false\n  vars: {token: a}\n  tasks: [{debug: {var: token}}]\n",
};

const words = ["site.yml", "-e", "tokn=hunter22-battery"];

const told = `WARNING nothing that is played reads the variable "tokn" of --extra-vars
  --> --extra-vars #1:1:1
  1 | tokn
    | ^^^^
  hint: did you mean "token"?
`;

test("a run tells of an extra variable that nothing reads, and goes on", async () => {
  const run = await play(words, { cwd: writeTree(tree) });
  expect(run.stdout.startsWith(`${told}\nPLAY localhost`)).toBe(true);
  expect(run.stdout + run.stderr).not.toContain("battery");
  expect(run.status).toBe(0);
});

test("JSON lines tell of it as a warning with its place", async () => {
  const events = await playEvents(words, { cwd: writeTree(tree) });
  expect(events.filter(({ kind }) => kind === "warning")).toEqual([
    {
      kind: "warning",
      message: 'nothing that is played reads the variable "tokn" of --extra-vars',
      hint: 'did you mean "token"?',
      file: "--extra-vars #1",
      line: 1,
      column: 1,
    },
  ]);
});

test("--syntax-check tells of it beside its answer", async () => {
  const run = await play([...words, "--syntax-check"], { cwd: writeTree(tree) });
  expect(run).toEqual({ status: 0, stdout: "site.yml: no mistakes found\n", stderr: told });
});
