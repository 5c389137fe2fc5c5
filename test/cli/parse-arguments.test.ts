import { describe, expect, test } from "vitest";
import { PlayError } from "../../engine/base/play-error.ts";
import type { Options } from "../../engine/cli/options.ts";
import { parseArguments } from "../../engine/cli/parse-arguments.ts";

function optionsOf(line: string): Options {
  const invocation = parseArguments(line.split(" "));
  if (invocation.kind !== "play") throw new Error(`it is ${invocation.kind}`);
  return invocation.options;
}

test("has Ansible's defaults", () => {
  expect(optionsOf("site.yml")).toEqual({
    playbooks: ["site.yml"],
    inventories: [],
    tags: [],
    skipTags: [],
    roles: [],
    extraVariables: [],
    vaultIds: [],
    askVaultPassword: false,
    check: false,
    diff: false,
    forks: 50,
    become: false,
    askBecomePassword: false,
    askPassword: false,
    privateKeys: [],
    reconnectTimeout: 300,
    lockTimeout: 300,
    lock: true,
    verbosity: 0,
    lists: [],
    syntaxCheck: false,
    output: "human",
    exitChanged: false,
    forceHandlers: false,
    lookAhead: true,
    resumeChanged: false,
  });
});

test.each<[string, Partial<Options>]>([
  ["a.yml b.yml", { playbooks: ["a.yml", "b.yml"] }],
  ["-i h1, -i hosts s.yml", { inventories: ["h1,", "hosts"] }],
  ["s.yml --inventory=hosts", { inventories: ["hosts"] }],
  ["s.yml -l a:!b", { limit: "a:!b" }],
  ["s.yml -l !b --limit @retry", { limit: "!b,@retry" }],
  ["s.yml -t a,b -tc --tags=d", { tags: ["a", "b", "c", "d"] }],
  ["s.yml --skip-tags slow,", { skipTags: ["slow"] }],
  ["s.yml --role etcd --role pki", { roles: ["etcd", "pki"] }],
  [
    's.yml -e a=b -e @f -e {"c":1}',
    {
      extraVariables: [
        { path: "--extra-vars #1", text: "a=b" },
        { path: "--extra-vars #2", text: "@f" },
        { path: "--extra-vars #3", text: '{"c":1}' },
      ],
    },
  ],
  ["s.yml -CD", { check: true, diff: true }],
  ["s.yml --check --exit-changed", { check: true, exitChanged: true }],
  ["s.yml -f 5", { forks: 5 }],
  ["s.yml -f5 -u root", { forks: 5, user: "root" }],
  ["s.yml -bK --become-user etcd", { become: true, askBecomePassword: true, becomeUser: "etcd" }],
  ["s.yml -b --become-method doas", { become: true, becomeMethod: "doas" }],
  ["s.yml -c community.docker.docker", { connection: "community.docker.docker" }],
  ["s.yml -k -c local -T 20", { askPassword: true, connection: "local", timeout: 20 }],
  ["s.yml --private-key a --private-key b", { privateKeys: ["a", "b"] }],
  ["s.yml -v", { verbosity: 1 }],
  ["s.yml -vvv", { verbosity: 3 }],
  ["-v s.yml -v -vv", { verbosity: 4 }],
  ["s.yml --list-tags --list-hosts --list-tasks", { lists: ["hosts", "tasks", "tags"] }],
  ["s.yml --syntax-check", { syntaxCheck: true }],
  ["s.yml --start-at-task=x", { startAtTask: "x" }],
  ["s.yml --output json", { output: "json" }],
  ["s.yml --force-handlers --no-look-ahead", { forceHandlers: true, lookAhead: false }],
  ["s.yml doc", { playbooks: ["s.yml", "doc"] }],
])("reads %s", (line, options) => {
  expect(optionsOf(line)).toMatchObject(options);
});

describe("other invocations", () => {
  test.each([
    ["doc", { kind: "doc" }],
    ["doc copy", { kind: "doc", module: "copy" }],
    ["--version", { kind: "version" }],
    ["-h", { kind: "help" }],
    ["s.yml --help", { kind: "help" }],
    ["doc --help", { kind: "help" }],
  ])("%s", (line, invocation) => {
    expect(parseArguments(line.split(" "))).toMatchObject(invocation);
  });
});

test.each([
  ["", "no playbook is named", "for example: play site.yml -i hosts"],
  ["s.yml --chek", 'unknown option "--chek"', 'did you mean "--check"?'],
  ["s.yml -X", 'unknown option "-X"', "play --help lists all options"],
  ["s.yml -i", 'option "-i, --inventory <source>" argument missing', "play --help lists all options"],
  ["s.yml -f 0", /"0" is invalid. It must be a whole number from 1/, "play --help lists all options"],
  ["s.yml -T 1.5", /"1.5" is invalid/, "play --help lists all options"],
  [
    "s.yml --output xml",
    /"xml" is invalid. Allowed choices are human, json/,
    "play --help lists all options",
  ],
  ["s.yml -c dokcer", "--connection dokcer is not supported", 'did you mean "docker"?'],
  ["s.yml --become-method x", "--become-method x is not supported", "it takes sudo, su or doas"],
  ["s.yml --exit-changed", "--exit-changed goes with --check only", "add --check"],
  ["doc a b", /too many arguments/, "play --help lists all options"],
])("refuses %j", (line, message, hint) => {
  const read = () => parseArguments(line === "" ? [] : line.split(" "));
  expect(read).toThrow(message);
  expect(read).toThrow(PlayError);
  expect(read).toThrow(expect.objectContaining({ code: "BAD_USAGE", hint }));
});

test("helps in groups, within 100 columns, with examples", () => {
  const help = parseArguments(["--help"]);
  const text = help.kind === "help" ? help.text : "";
  expect(text).toMatch(/^Usage: play/);
  for (const heading of ["What to play:", "How to reach hosts:", "Output:", "Examples:"])
    expect(text).toContain(heading);
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});
