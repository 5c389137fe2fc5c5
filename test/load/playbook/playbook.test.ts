import { join } from "node:path";
import { expect, test } from "vitest";
import { ErrorCollector } from "../../../engine/base/play-error.ts";
import { loadRole, loadTasksFile, loadVariablesFile } from "../../../engine/load/load-playbook.ts";
import { hints, plain, plainVariables, positions } from "../plain.ts";
import { brief, briefTasks, firstPlay, loadTasks, loadTree, optionsIn } from "../load-tree.ts";
import { writeTree } from "../write-tree.ts";

test("reads all parts of a play", () => {
  const loaded = loadTree({
    "site.yml": [
      "- name: one",
      "  hosts: [a, 'b:!c']",
      "  user: root",
      "  serial: [1, '20%']",
      "  vars: {x: 1}",
      "  vars_files: [v.yml, '{{ y }}.yml', [none.yml, w.yml]]",
      "  pre_tasks: [ping: ]",
      "  tasks: [debug: ]",
      "  post_tasks: [meta: noop]",
      "  handlers: [{name: h, listen: l, ping: }]",
    ].join("\n"),
    "v.yml": "v: 1\n",
    "vars/w.yml": "w: 1\n",
    "group_vars/all.yml": "g: 1\n",
    "group_vars/web/a.yml": "a: 1\n",
    "group_vars/web/deep/b.yml": "b: 1\n",
    "group_vars/web/c.txt": "not: read",
    "host_vars/h1.example.json": '{"h": 1}',
    "host_vars/h2": "h: 2",
  });
  expect(positions(loaded.errors)).toEqual([]);
  const play = firstPlay(loaded);
  expect(play.folder).toBe(loaded.folder);
  expect(plain(play.hosts)).toEqual(["a", "b:!c"]);
  expect([...play.keywords.keys()]).toEqual(["name", "remote_user", "serial"]);
  expect(plainVariables(play.variables)).toEqual({ x: 1 });
  const files = play.variableFiles.map((file) =>
    file.kind === "loaded" ? plainVariables(file.variables) : plain(file.name),
  );
  expect(files).toEqual([{ v: 1 }, "{{ y }}.yml", { w: 1 }]);
  const parts = [play.preTasks, play.tasks, play.postTasks, play.handlers];
  expect(parts.map((part) => part.map(brief))).toEqual([
    [{ ping: {} }],
    [{ debug: {} }],
    [{ meta: { _: "noop" } }],
    [{ ping: {} }],
  ]);
  const { groups, hosts } = play.variableFolder;
  expect([...groups].map(([name, set]) => [name, plainVariables(set)])).toEqual([
    ["all", { g: 1 }],
    ["web", { a: 1, b: 1 }],
  ]);
  expect([...hosts].map(([name, set]) => [name, plainVariables(set)])).toEqual([
    ["h1.example", { h: 1 }],
    ["h2", { h: 2 }],
  ]);
});

test("follows import_playbook, and keeps what stands around", () => {
  const { playbook, errors, folder } = loadTree({
    "site.yml": "- import_playbook: sub/a.yml\n  when: x\n  vars: {a: 1}\n- hosts: last\n",
    "sub/a.yml": "- ansible.builtin.import_playbook: b.yml\n  tags: t\n",
    "sub/b.yml": "- hosts: b\n",
  });
  expect(positions(errors)).toEqual([]);
  const [first, second] = playbook?.plays ?? [];
  expect(first?.folder).toBe(join(folder, "sub"));
  expect(first?.imports.map(({ keywords }) => [...keywords.keys()])).toEqual([["when"], ["tags"]]);
  expect(plainVariables(first?.imports[0]?.variables)).toEqual({ a: 1 });
  expect(second?.imports).toEqual([]);
});

test("finds a playbook in playbooks/", () => {
  const { playbook, folder } = loadTree({ "playbooks/site.yml": "- hosts: all\n" });
  expect(playbook?.path).toBe(join(folder, "playbooks/site.yml"));
});

test("follows imports and includes of tasks", () => {
  const loaded = loadTasks(
    [
      "- import_tasks: t/a.yml\n  tags: x",
      "- include_tasks: {file: t/b.yml, apply: {become: yes, vars: {z: 1}}}\n  loop: [1]",
      "- include_tasks: '{{ x }}.yml'",
      "- include_tasks: file=t/b.yml",
    ].join("\n"),
    { "t/a.yml": "- import_tasks: b.yml\n", "t/b.yml": "- ping:\n" },
  );
  expect(positions(loaded.errors)).toEqual([]);
  expect(briefTasks(loaded)).toEqual([
    { import_tasks: [{ import_tasks: [{ ping: {} }] }] },
    { include_tasks: [{ ping: {} }] },
    { include_tasks: "{{ x }}.yml" },
    { include_tasks: [{ ping: {} }] },
  ]);
  const [, include] = loaded.playbook?.plays[0]?.tasks ?? [];
  expect(include?.kind === "include_tasks" && [...include.apply.keys()]).toEqual(["become", "vars"]);
});

test("leaves an include that closes a circle for the run", () => {
  const loaded = loadTasks("- include_tasks: a.yml", {
    "a.yml": "- include_tasks: b.yml\n",
    "b.yml": "- import_tasks: a.yml\n",
  });
  expect(positions(loaded.errors)).toEqual([]);
  expect(briefTasks(loaded)).toEqual([
    { include_tasks: [{ include_tasks: [{ import_tasks: [{ include_tasks: "b.yml" }] }] }] },
  ]);
});

test("reads an import in handlers as handlers", () => {
  const { playbook, errors } = loadTree({
    "site.yml": "- hosts: all\n  handlers:\n    - import_tasks: h.yml\n",
    "h.yml": "- name: h\n  listen: l\n  ping:\n",
  });
  expect(positions(errors)).toEqual([]);
  expect(playbook?.plays[0]?.handlers.map(brief)).toEqual([{ import_tasks: [{ ping: {} }] }]);
});

const files = {
  "cycle.yml": "- import_tasks: cycle2.yml\n",
  "cycle2.yml": "- import_tasks: cycle.yml\n",
  "empty.yml": "",
  "list.yml": "[a]",
  "latin.yml": "",
};

const taskMistakes: Readonly<Record<string, readonly [string, readonly string[], RegExp]>> = {
  "a file that is missing": ["- import_tasks: emty.yml", ["FILE_NOT_FOUND site.yml:3:21"], /empty.yml/],
  "an include that is missing": [
    "- include_tasks: qq/zzzzzzzz.yml",
    ["FILE_NOT_FOUND site.yml:3:22"],
    /looked for in/,
  ],
  "a circle": [
    "- import_tasks: cycle.yml",
    ["IMPORT_CYCLE cycle2.yml:1:17"],
    /^cycle.yml → cycle2.yml → cycle.yml$/,
  ],
  "an import by template": ["- import_tasks: '{{ a }}'", ["BAD_SHAPE site.yml:3:21"], /include_tasks/],
  "an import without a file": ["- import_tasks:", ["BAD_SHAPE site.yml:3:7"], /file.yml/],
  "variables behind the name": ["- import_tasks: empty.yml a=1", ["BAD_SHAPE site.yml:3:31"], /vars:/],
  "a loop over an import": [
    "- import_tasks: empty.yml\n  loop: [1]",
    ["UNKNOWN_KEY site.yml:4:7"],
    /include_tasks/,
  ],
  "become of an include": [
    "- include_tasks: empty.yml\n  become: yes",
    ["UNKNOWN_KEY site.yml:4:7"],
    /apply:/,
  ],
  "an unknown option": ["- include_tasks: {fiel: empty.yml}", ["UNKNOWN_OPTION site.yml:3:23"], /file/],
  "a role's name alone": ["- import_role: r", ["BAD_SHAPE site.yml:3:20"], /\{ name: r \}/],
  "a misspelt name of a role": [
    "- include_role: {nme: r}",
    ["UNKNOWN_OPTION site.yml:3:22"],
    /did you mean "name"/,
  ],
  "options beside their module": [
    "- copy:\n  src: a\n  dest: b\n  name: c",
    ["UNKNOWN_KEY site.yml:4:7"],
    /^indent them below copy:$/,
  ],
  "one option beside those below": [
    "- copy: {src: a}\n  dest: b\n  mdoe: c",
    ["UNKNOWN_KEY site.yml:4:7", "UNKNOWN_KEY site.yml:5:7"],
    /^write it below copy:, as its options$/,
  ],
  "a file that is nowhere": ["- import_tasks: qq.yml", ["FILE_NOT_FOUND site.yml:3:21"], /looked for in \.$/],
  "an unknown key in apply": [
    "- include_tasks: {file: empty.yml, apply: {lop: 1}}",
    ["UNKNOWN_KEY site.yml:3:48"],
    /^$/,
  ],
};

test.each(Object.entries(taskMistakes))("reports %s", (_, [text, want, hint]) => {
  const { errors } = loadTasks(text, files);
  expect(positions(errors)).toEqual(want);
  expect(hints(errors)[0] ?? "").toMatch(hint);
});

const playMistakes: Readonly<Record<string, readonly [string, readonly string[], RegExp]>> = {
  "an empty playbook": ["", ["BAD_SHAPE site.yml:1:1"], /hosts/],
  "a playbook that is a mapping": ["hosts: all", ["BAD_SHAPE site.yml:1:1"], /- hosts/],
  "a play that is text": ["- all", ["BAD_SHAPE site.yml:1:3"], /hosts/],
  "a play without hosts": ["- tasks: []", ["BAD_SHAPE site.yml:1:3"], /pattern/],
  "empty hosts": ["- hosts:", ["BAD_SHAPE site.yml:1:9"], /pattern/],
  "hosts that are a mapping": ["- hosts: {a: 1}", ["BAD_SHAPE site.yml:1:10"], /single value or a list/],
  "an unknown keyword": ["- hosts: a\n  taskss: []", ["UNKNOWN_KEY site.yml:2:3"], /tasks/],
  "an old keyword": ["- hosts: a\n  sudo: yes", ["UNKNOWN_KEY site.yml:2:3"], /become/],
  "a condition on a play": ["- hosts: a\n  when: x", ["UNKNOWN_KEY site.yml:2:3"], /on its tasks/],
  "tasks where plays stand": [
    "- hosts: a\n  import_tasks: o.yml",
    ["UNKNOWN_KEY site.yml:2:3"],
    /under tasks/,
  ],
  "a task without a blank behind its dash": [
    "- hosts: a\n  tasks:\n    -ping:",
    ["BAD_SHAPE site.yml:3:5"],
    /^write "- ping:"$/,
  ],
  "vars that are text": ["- hosts: a\n  vars: x", ["BAD_SHAPE site.yml:2:9"], /mapping/],
  "a missing file of variables": [
    "- hosts: a\n  vars_files: [zzzzzzzz.yml]",
    ["FILE_NOT_FOUND site.yml:2:16"],
    /looked for/,
  ],
  "a playbook that imports itself": [
    "- import_playbook: site.yml",
    ["IMPORT_CYCLE site.yml:1:20"],
    /site.yml → site.yml/,
  ],
  "an import that is missing": [
    "- import_playbook: zzzzzzzz.yml",
    ["FILE_NOT_FOUND site.yml:1:20"],
    /looked for/,
  ],
  "a keyword of no import": ["- import_playbook: o.yml\n  hosts: a", ["UNKNOWN_KEY site.yml:2:3"], /^$/],
  "several at once": [
    "- hosts: a\n  tsks: []\n  tasks:\n    - pingg:\n    - ping:\n      wen: a\n- tasks: []",
    [
      "UNKNOWN_KEY site.yml:2:3",
      "UNKNOWN_MODULE site.yml:4:7",
      "UNKNOWN_KEY site.yml:6:7",
      "BAD_SHAPE site.yml:7:3",
    ],
    /tasks/,
  ],
};

test.each(Object.entries(playMistakes))("reports %s", (_, [text, want, hint]) => {
  const { errors } = loadTree({ "site.yml": text, "o.yml": "- hosts: all" });
  expect(positions(errors)).toEqual(want);
  expect(hints(errors)[0] ?? "").toMatch(hint);
});

test("reports a playbook that is not there", () => {
  const { playbook, errors } = loadTree({ "site.yaml": "" });
  expect(playbook).toBeUndefined();
  expect(errors.errors.map(({ code, hint }) => [code, hint])).toEqual([
    ["FILE_NOT_FOUND", 'did you mean "site.yaml"?'],
  ]);
});

test("loads task files, roles and variables in the run", () => {
  const folder = writeTree({
    "t.yml": "- ping:\n",
    "roles/r/tasks/main.yml": "- debug:\n",
    "v.yml": "a: [1]\n",
    "bad.yml": "- 1\n",
  });
  const errors = new ErrorCollector();
  const options = optionsIn(folder);
  const from = { kind: "task", playbookFolder: folder } as const;
  expect(loadTasksFile(join(folder, "t.yml"), from, options, errors)?.map(brief)).toEqual([{ ping: {} }]);
  const source = { file: { path: "x", text: "r" }, start: 0, end: 1 };
  expect(loadRole({ name: "r" }, { ...from, source }, options, errors)?.tasks.map(brief)).toEqual([
    { debug: {} },
  ]);
  expect(plainVariables(loadVariablesFile(join(folder, "v.yml"), options, errors))).toEqual({ a: [1] });
  expect(positions(errors)).toEqual([]);
  expect(loadVariablesFile(join(folder, "bad.yml"), options, errors)).toBeUndefined();
  expect(positions(errors)).toEqual(["BAD_SHAPE bad.yml:1:1"]);
});

test("tells an error of a variable file that two plays share once", () => {
  const { errors } = loadTree({
    "site.yml": "- hosts: a\n  vars_files: [v.yml]\n- hosts: b\n  vars_files: [v.yml]\n",
    "v.yml": "- 1\n",
    "group_vars/all.yml": "- 2\n",
  });
  expect(positions(errors)).toEqual(["BAD_SHAPE v.yml:1:1", "BAD_SHAPE group_vars/all.yml:1:1"]);
});
