import type { Case } from "../case.ts";
import { furnish } from "./furnish.ts";

/** Modules that only read, or only steer the play. */
export const readingCases = {
  stat: [
    {
      about: "a file",
      args: { path: "@/a b" },
      before: "printf x >'a b'; chmod 4750 'a b'",
      effect: "never",
      result: { stat: { exists: true, isreg: true, mode: "4750", size: 1, pw_name: "root" } },
    },
    {
      about: "a dangling link",
      args: { path: "@/link" },
      before: "ln -s nowhere link",
      effect: "never",
      result: { stat: { exists: true, islnk: true, lnk_target: "nowhere" } },
    },
    { about: "nothing", args: { path: "@/none" }, effect: "never", result: { stat: { exists: false } } },
  ],
  slurp: [
    {
      about: "a binary file",
      args: { src: "@/-a\nb" },
      before: `printf '\\0\\377x\\n' >"./-a
b"`,
      effect: "never",
      result: { content: "AP94Cg==", encoding: "base64" },
    },
    {
      about: "0 bytes",
      args: { src: "@/a" },
      before: ": >a",
      effect: "never",
      result: { content: "" },
    },
  ],
  setup: [{ about: "all facts", args: {}, effect: "never", result: { ansible_facts: {} } }],
  ping: [{ about: "pong", args: {}, effect: "never", result: { ping: "pong" } }],
  debug: [
    { about: "a message", args: { msg: "x {{ inventory_hostname }}" }, effect: "never" },
    { about: "a variable", args: { var: "groups.all" }, effect: "never" },
  ],
  assert: [{ about: "what holds", args: { that: ["1 < 2", "'h' in inventory_hostname"] }, effect: "never" }],
  fail: [
    {
      about: "fails, and the play goes on",
      args: { msg: "no" },
      fails: true,
      effect: "never",
    },
  ],
  set_fact: [
    { about: "a variable", args: { made: "{{ 1 + 1 }}" }, effect: "never" },
    {
      about: "the variable is there",
      args: { again: "{{ made * 2 }}" },
      task: { failed_when: "made != 2" },
      effect: "never",
    },
  ],
  include_vars: [
    {
      about: "a file",
      args: "more.yml",
      furnish: furnish({ "vars/more.yml": "more: [1, 2]\n" }),
      effect: "never",
    },
    {
      about: "a folder, under a name",
      args: { dir: "all", name: "those" },
      furnish: furnish({ "vars/all/1.yml": "a: 1\n", "vars/all/2.yml": "a: 2\n" }),
      effect: "never",
    },
  ],
  meta: [
    { about: "nothing at all", args: "noop", effect: "never" },
    { about: "handlers, of which there are none", args: "flush_handlers", effect: "never" },
  ],
  pause: [{ about: "a second", args: { seconds: 1 }, effect: "never" }],
} as const satisfies Readonly<Record<string, readonly Case[]>>;
