import { expect, test } from "vitest";
import { describeSource } from "../../engine/base/source.ts";
import { type ErrorCode, errorCodes } from "../../engine/base/error-code.ts";
import { writeTree } from "../load/write-tree.ts";
import { mistakesIn } from "./told.ts";

interface Mistake {
  readonly code: ErrorCode;
  /** `file:line:column`; empty where the mistake is in no text. */
  readonly at: string;
  readonly hint: RegExp;
  readonly files?: Readonly<Record<string, string>>;
  /** What stands below `tasks:`, from line 3 on. */
  readonly tasks?: string;
  readonly argv?: readonly string[];
}

const healthy = {
  "inventory/hosts": "h1\n[db]\nh2\n",
  "site.yml": "- hosts: all\n  tasks: [{ping: , name: a, tags: a}]\n",
};

/** One mistake each: the code, the very word, and what to do. */
const mistakes: Readonly<Record<string, Mistake>> = {
  "a playbook that does not exist": {
    code: "FILE_NOT_FOUND",
    at: "",
    hint: /"site.yml"/,
    argv: ["stie.yml"],
  },
  "no playbook": { code: "BAD_USAGE", at: "", hint: /play site.yml/, argv: [] },
  "an unknown flag": { code: "BAD_USAGE", at: "", hint: /--limit/, argv: ["site.yml", "--limti", "h1"] },
  "extra variables without a name": {
    code: "BAD_USAGE",
    at: "--extra-vars #1:1:1",
    hint: /name=value/,
    argv: ["site.yml", "-e", "x"],
  },
  "a list of extra variables": {
    code: "BAD_USAGE",
    at: "--extra-vars #1:1:1",
    hint: /name=value/,
    argv: ["site.yml", "-e", "[1]"],
  },
  "broken JSON of extra variables": {
    code: "YAML_SYNTAX",
    at: "--extra-vars #2:1:1",
    hint: /./,
    argv: ["site.yml", "-e", "a=1", "-e", '{"a": '],
  },
  "a missing file of extra variables": {
    code: "FILE_NOT_FOUND",
    at: "--extra-vars #1:1:1",
    hint: /^/,
    argv: ["site.yml", "-e", "@x.yml"],
  },
  "an encrypted value without a password": {
    code: "VAULT",
    at: "secret.yml:1:11",
    hint: /--vault-password-file/,
    argv: ["site.yml", "-e", "@secret.yml"],
    files: { "secret.yml": "a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  33310a33320a3333\n" },
  },
  "a missing inventory": {
    code: "FILE_NOT_FOUND",
    at: "",
    hint: /"hosts"/,
    argv: ["site.yml", "-i", "hotss"],
  },
  "a host that is not there": {
    code: "UNKNOWN_HOST",
    at: "--limit:1:4",
    hint: /"h2"/,
    argv: ["site.yml", "-l", "h1,h22"],
  },
  "a limit that leaves nobody": {
    code: "NO_HOSTS",
    at: "--limit:1:1",
    hint: /--list-hosts/,
    argv: ["site.yml", "-l", "db:!h2"],
  },
  "a broken limit": {
    code: "BAD_PATTERN",
    at: "--limit:1:1",
    hint: /brackets/,
    argv: ["site.yml", "-l", "~["],
  },
  "an unknown tag": {
    code: "UNKNOWN_TAG",
    at: "--tags:1:1",
    hint: /there are: a/,
    argv: ["site.yml", "-t", "zzz"],
  },
  "an unknown role to play": {
    code: "UNKNOWN_ROLE",
    at: "--role:1:1",
    hint: /^$/,
    argv: ["site.yml", "--role", "r"],
  },
  "an unknown task to start at": {
    code: "UNKNOWN_TASK",
    at: "--start-at-task:1:1",
    hint: /there are: a/,
    argv: ["site.yml", "--start-at-task", "zzz"],
  },

  "an inventory line that is none": {
    code: "INVENTORY_SYNTAX",
    at: "inventory/hosts:1:4",
    hint: /name=/,
    files: { "inventory/hosts": "h1 ansible_host" },
  },
  "groups in a circle": {
    code: "GROUP_CYCLE",
    at: "inventory/hosts:4:1",
    hint: /./,
    files: { "inventory/hosts": "[a:children]\nb\n[b:children]\na\n" },
  },
  "hosts that nobody knows": {
    code: "NO_HOSTS",
    at: "site.yml:1:10",
    hint: /"db"/,
    files: { "site.yml": "- hosts: dbs" },
  },
  "a pattern that is malformed": {
    code: "BAD_PATTERN",
    at: "site.yml:1:10",
    hint: /brackets/,
    files: { "site.yml": "- hosts: ~(" },
  },
  "a play without hosts": {
    code: "BAD_SHAPE",
    at: "site.yml:1:3",
    hint: /hosts:/,
    files: { "site.yml": "- tasks: []" },
  },
  "a play without a dash": {
    code: "BAD_SHAPE",
    at: "site.yml:1:1",
    hint: /- hosts/,
    files: { "site.yml": "hosts: all\n" },
  },
  "a tab": {
    code: "YAML_SYNTAX",
    at: "site.yml:2:2",
    hint: /spaces/,
    files: { "site.yml": "- hosts: all\n\ttasks: []\n" },
  },
  "braces without quotes": {
    code: "YAML_SYNTAX",
    at: "site.yml:2:13",
    hint: /quoted/,
    files: { "site.yml": "- hosts: all\n  vars: {a: {{ b }} }\n" },
  },
  "a key twice": {
    code: "DUPLICATE_KEY",
    at: "site.yml:3:3",
    hint: /line 2/,
    files: { "site.yml": "- hosts: all\n  vars: {}\n  vars: {}\n" },
  },
  "a folder in the place of a template": {
    code: "FILE_UNREADABLE",
    at: "site.yml:4:21",
    hint: /folder/,
    tasks: "- template: {src: ., dest: /a}",
  },

  "a misspelt keyword": {
    code: "UNKNOWN_KEY",
    at: "site.yml:5:5",
    hint: /"when"/,
    tasks: "- ping:\n  wehn: true",
  },
  "a misspelt module": {
    code: "UNKNOWN_MODULE",
    at: "site.yml:4:5",
    hint: /"template"/,
    tasks: "- templat: {src: a}",
  },
  "no module": { code: "NO_MODULE", at: "site.yml:4:5", hint: /command/, tasks: "- name: a" },
  "two modules": {
    code: "TWO_MODULES",
    at: "site.yml:5:5",
    hint: /two tasks/,
    tasks: "- ping:\n  command: ls",
  },
  "a misspelt option": {
    code: "UNKNOWN_OPTION",
    at: "site.yml:4:19",
    hint: /"path"/,
    tasks: "- file: path=/a paht=/b",
  },
  "a missing option": {
    code: "MISSING_OPTION",
    at: "site.yml:4:5",
    hint: /path/,
    tasks: "- file: state=touch",
  },
  "a wrong word": {
    code: "BAD_OPTION",
    at: "site.yml:4:29",
    hint: /"touch"/,
    tasks: "- file: {path: /a, state: tuch}",
  },
  "a decimal mode": {
    code: "BAD_MODE",
    at: "site.yml:4:28",
    hint: /"0755"/,
    tasks: "- file: {path: /a, mode: 755}",
  },
  "a module's option beside it": {
    code: "UNKNOWN_KEY",
    at: "site.yml:5:5",
    hint: /^/,
    tasks: "- file:\n  path: /a",
  },
  "a missing file": {
    code: "FILE_NOT_FOUND",
    at: "site.yml:4:15",
    hint: /files/,
    tasks: "- copy: src=a.conf dest=/a",
  },
  "a missing script": {
    code: "FILE_NOT_FOUND",
    at: "site.yml:4:13",
    hint: /files/,
    tasks: "- script: a.sh b",
  },
  "a missing file of tasks": {
    code: "FILE_NOT_FOUND",
    at: "site.yml:4:19",
    hint: /./,
    tasks: "- import_tasks: more.yml",
  },
  "a missing role": {
    code: "UNKNOWN_ROLE",
    at: "site.yml:4:25",
    hint: /looked/,
    tasks: "- import_role: {name: nonesuch}",
  },
  "a missing handler": {
    code: "UNKNOWN_HANDLER",
    at: "site.yml:5:13",
    hint: /handlers:/,
    tasks: "- ping:\n  notify: h",
  },
  "a keyword that is not supported": {
    code: "UNSUPPORTED",
    at: "site.yml:5:5",
    hint: /forks/,
    tasks: "- ping:\n  throttle: 2",
  },
  "an empty condition": {
    code: "BAD_SHAPE",
    at: "site.yml:5:5",
    hint: /leave when away/,
    tasks: "- ping:\n  when:",
  },
  "a condition that YAML takes for a tag": {
    code: "BAD_SHAPE",
    at: "site.yml:5:11",
    hint: /"not a"/,
    tasks: "- ping:\n  when: !a",
  },
  "a condition in a list that is none": {
    code: "BAD_SHAPE",
    at: "site.yml:5:5",
    hint: /leave when away/,
    tasks: "- ping:\n  when:\n  - true\n  -",
  },
  "an environment that is text": {
    code: "BAD_SHAPE",
    at: "site.yml:5:18",
    hint: /NAME: value/,
    tasks: "- ping:\n  environment: text",
  },
  "a play's name with open braces": {
    code: "TEMPLATE_SYNTAX",
    at: "site.yml:2:10",
    hint: /}}/,
    files: { "site.yml": "- hosts: all\n  name: '{{ x'" },
  },
  "hosts with open braces": {
    code: "TEMPLATE_SYNTAX",
    at: "site.yml:1:11",
    hint: /}}/,
    files: { "site.yml": "- hosts: '{{ x'" },
  },
  "a serial made of a broken variable": {
    code: "TEMPLATE_SYNTAX",
    at: "site.yml:2:14",
    hint: /}}/,
    files: { "site.yml": "- hosts: all\n  vars: {n: '{{ x'}\n  serial: '{{ n }}'" },
  },
  "one equals sign": {
    code: "EXPRESSION_SYNTAX",
    at: "site.yml:5:13",
    hint: /==/,
    tasks: "- ping:\n  when: 1 = 1",
  },
  "an expression that stops": {
    code: "EXPRESSION_SYNTAX",
    at: "site.yml:4:22",
    hint: /^/,
    tasks: '- debug: msg="{{ 1 + }}"',
  },
  "braces that stay open": {
    code: "TEMPLATE_SYNTAX",
    at: "site.yml:4:17",
    hint: /}}/,
    tasks: '- debug: msg="{{ 1"',
  },
  "a misspelt filter": {
    code: "UNKNOWN_FILTER",
    at: "site.yml:4:26",
    hint: /"upper"/,
    tasks: "- debug: msg=\"{{ 'a' | uper }}\"",
  },
  "a misspelt filter in a variable that nobody uses": {
    code: "UNKNOWN_FILTER",
    at: "group_vars/all.yml:1:12",
    hint: /^/,
    tasks: "- include_tasks: '{{ inventory_hostname }}.yml'",
    files: { "group_vars/all.yml": "a: '{{ 1 | uper }}'" },
  },
  "a misspelt test": {
    code: "UNKNOWN_TEST",
    at: "site.yml:5:16",
    hint: /"defined"/,
    tasks: "- ping:\n  when: a is defind",
  },
  "a misspelt lookup": {
    code: "UNKNOWN_FUNCTION",
    at: "site.yml:4:26",
    hint: /"file"/,
    tasks: "- debug: msg={{ lookup('flie', '/a') }}",
  },
  "a misspelt variable": {
    code: "UNDEFINED_VARIABLE",
    at: "site.yml:4:18",
    hint: /"inventory_hostname"/,
    tasks: "- debug: {var: inventory_hostnam}",
  },
  "a variable made of itself": {
    code: "VARIABLE_CYCLE",
    at: "site.yml:5:19",
    hint: /another name/,
    tasks: "- debug: {var: a}\n  vars: {a: '{{ a }}'}",
  },
  "variables made of each other": {
    code: "VARIABLE_CYCLE",
    at: "site.yml:5:33",
    hint: /a → b → a/,
    tasks: "- debug: {var: a}\n  vars: {a: '{{ b }}', b: '{{ a }}'}",
  },
  "a play's variable made of itself": {
    code: "VARIABLE_CYCLE",
    at: "site.yml:2:13",
    hint: /./,
    files: { "site.yml": "- hosts: all\n  vars: {n: '{{ n }}'}\n  serial: '{{ n }}'" },
  },
  "a value that cannot be worked out": {
    code: "BAD_VALUE",
    at: "site.yml:2:17",
    hint: /^/,
    files: { "site.yml": "- hosts: all\n  serial: '{{ 1 / 0 }}'" },
  },
  "a role that needs itself": {
    code: "ROLE_CYCLE",
    at: "roles/r/meta/main.yml:1:16",
    hint: /r → r/,
    files: { "site.yml": "- hosts: all\n  roles: [r]", "roles/r/meta/main.yml": "dependencies: [r]" },
  },
  "a file that imports itself": {
    code: "IMPORT_CYCLE",
    at: "more.yml:1:17",
    hint: /more.yml → more.yml/,
    tasks: "- import_tasks: more.yml",
    files: { "more.yml": "- import_tasks: more.yml" },
  },
  "a template's open block": {
    code: "TEMPLATE_SYNTAX",
    at: "",
    hint: /^/,
    tasks: "- template: {src: a.hbs, dest: /a}",
    files: { "templates/a.hbs": "{{#if a}}" },
  },
  "a template's misspelt helper": {
    code: "UNKNOWN_FUNCTION",
    at: "templates/a.hbs:2:4",
    hint: /"upper"/,
    tasks: "- template: {src: a.hbs, dest: /a}",
    files: { "templates/a.hbs": "x\n{{ uper groups }}" },
  },
  "a template's misspelt variable": {
    code: "UNDEFINED_VARIABLE",
    at: "templates/a.hbs:2:4",
    hint: /"groups"/,
    tasks: "- template: {src: a.hbs, dest: /a}",
    files: { "templates/a.hbs": "x\n{{ group }}" },
  },
};

test.each(Object.entries(mistakes))("tells %s, once and where it is", (_, mistake) => {
  const errors = mistakesIn(folderOf(mistake), mistake.argv ?? ["site.yml"]);
  const told = errors.map(({ code, source }) => `${code} ${source ? describeSource(source) : ""}`);
  const where = mistake.at === "" ? told[0]?.replace(/^\S+ /, "") : mistake.at;
  expect(told).toEqual([`${mistake.code} ${where}`]);
  expect(errors[0]?.hint ?? "").toMatch(mistake.hint);
});

function folderOf({ tasks, files }: Mistake): string {
  const site =
    tasks === undefined
      ? {}
      : { "site.yml": `- hosts: all\n  gather_facts: false\n  tasks:\n${tasks.replaceAll(/^/gm, "  ")}\n` };
  return writeTree({ ...healthy, ...site, ...files });
}

/** Those that only a run can come to, or the runs before it. */
const atRuntime: ReadonlySet<ErrorCode> = new Set([
  "UNREACHABLE",
  "UNKNOWN_HOST_KEY",
  "CHANGED_HOST_KEY",
  "AUTHENTICATION",
  "BECOME",
  "CONNECTION_LOST",
  "COMMAND_FAILED",
  "TIMEOUT",
  "HOST_DATA",
  "PRECONDITION",
  "VALIDATION",
  "WRITE_FAILED",
  "CERTIFICATE",
  "TASK_FAILED",
  "INTERRUPTED",
  "SSH_CONFIG",
  "LOCKED",
  "OUTCOME_UNKNOWN",
  "NOT_KEPT",
  "BAD_RUN",
]);

test("there is a mistake here for each code that can come before a run", () => {
  const shown = new Set(Object.values(mistakes).map(({ code }) => code));
  const codes = Object.keys(errorCodes) as ErrorCode[];
  expect(codes.filter((code) => !shown.has(code) && !atRuntime.has(code))).toEqual([]);
});
