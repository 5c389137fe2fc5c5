import { expect, test } from "vitest";
import { plain } from "../plain.ts";
import { hints, positions } from "../plain.ts";
import { briefTasks, loadTasks } from "../load-tree.ts";

const forms: Readonly<Record<string, readonly [string, unknown]>> = {
  "a mapping": ["- copy: {src: a, dest: /b}", { copy: { src: "a", dest: "/b" } }],
  words: ["- copy: src=a dest='/b c' mode=0755", { copy: { src: "a", dest: "/b c", mode: "0755" } }],
  "words with a template": ["- copy: src={{ a b }} dest=/b", { copy: { src: "{{ a b }}", dest: "/b" } }],
  "a collection's name": ["- ansible.builtin.copy: {src: a}", { copy: { src: "a" } }],
  "a free form": ["- shell: echo a=b | wc", { shell: { _: "echo a=b | wc" } }],
  "a free form with options": [
    "- shell: cd /x && make creates=/x/y  all chdir=/z",
    { shell: { creates: "/x/y", chdir: "/z", _: "cd /x && make all" } },
  ],
  "a free form beside options of its module": [
    "- include_vars: file=my.yml name='a box'",
    { include_vars: { file: "my.yml", name: "a box" } },
  ],
  "a free form with a blank": ["- include_vars: my file.yml", { include_vars: { _: "my file.yml" } }],
  "a free form that is a truth value": ["- command: true", { command: { _: "true" } }],
  args: ["- command: ls\n  args: {chdir: /x}", { command: { chdir: "/x", _: "ls" } }],
  "args beside options": ["- copy: src=a\n  args: {src: b, dest: c}", { copy: { src: "a", dest: "c" } }],
  "no options": ["- ping:", { ping: {} }],
  "an action line": ["- action: copy src=a dest=b", { copy: { src: "a", dest: "b" } }],
  "an action mapping": ["- action: {module: copy, src: a}", { copy: { src: "a" } }],
  "an action with a free form": [
    "- action: shell ls -l creates=/a",
    { shell: { creates: "/a", _: "ls -l" } },
  ],
  "a local action": ["- local_action: command ls", { command: { _: "ls" } }],
};

test.each(Object.entries(forms))("reads a task given by %s", (_, [text, want]) => {
  const loaded = loadTasks(text);
  expect(positions(loaded.errors)).toEqual([]);
  expect(briefTasks(loaded)).toEqual([want]);
});

test("a local action is delegated to localhost, and args are no keyword", () => {
  const { playbook } = loadTasks("- local_action: command ls\n  args: {chdir: /x}\n  when: a");
  const [task] = playbook?.plays[0]?.tasks ?? [];
  expect([...(task?.keywords ?? [])].map(([key, node]) => [key, plain(node)])).toEqual([
    ["delegate_to", "localhost"],
    ["when", "a"],
  ]);
});

test("words know where they stand", () => {
  const { playbook } = loadTasks("- copy: src=a dest='{{ b }}'");
  const [task] = playbook?.plays[0]?.tasks ?? [];
  if (task?.kind !== "task") throw new Error("no task");
  const cut = task.args.entries.map(({ key, keySource, value }) => {
    const { text } = value.source.file;
    return [
      key,
      text.slice(keySource.start, keySource.end),
      text.slice(value.source.start, value.source.end),
    ];
  });
  expect(cut).toEqual([
    ["src", "src", "a"],
    ["dest", "dest", "{{ b }}"],
  ]);
});

test("reads blocks with rescue and always", () => {
  const loaded = loadTasks(
    "- block:\n  - ping:\n  rescue:\n  - debug: msg=a\n  always:\n  - meta: noop\n  when: x",
  );
  expect(positions(loaded.errors)).toEqual([]);
  expect(briefTasks(loaded)).toEqual([
    { block: [{ ping: {} }], rescue: [{ debug: { msg: "a" } }], always: [{ meta: { _: "noop" } }] },
  ]);
  expect([...(loaded.playbook?.plays[0]?.tasks[0]?.keywords.keys() ?? [])]).toEqual(["when"]);
});

const mistakes: Readonly<Record<string, readonly [string, readonly string[], RegExp]>> = {
  "a misspelt module": ["- copyy: src=a", ["UNKNOWN_MODULE site.yml:3:7"], /did you mean "copy"/],
  "an unknown module": ["- frobnicate: 1", ["UNKNOWN_MODULE site.yml:3:7"], /play doc/],
  "a misspelt keyword": ["- ping:\n  wehn: a", ["UNKNOWN_KEY site.yml:4:7"], /did you mean "when"/],
  "a second unknown key": ["- ping:\n  zzzzzz: a", ["UNKNOWN_KEY site.yml:4:7"], /^$/],
  "an old keyword": ["- ping:\n  sudo: yes", ["UNKNOWN_KEY site.yml:4:7"], /become: true/],
  "an include of old": ["- include: a.yml", ["UNKNOWN_KEY site.yml:3:7"], /import_tasks/],
  "a misspelt loop": ["- ping:\n  with_itmes: []", ["UNKNOWN_KEY site.yml:4:7"], /with_items/],
  "no module": ["- name: a", ["NO_MODULE site.yml:3:7"], /command/],
  "two modules": ["- ping:\n  debug:", ["TWO_MODULES site.yml:4:7"], /two tasks/],
  "a word without a key": ["- copy: src=a b", ["BAD_SHAPE site.yml:3:19"], /quote/],
  "an open quote": ["- copy: src='a b", ["BAD_SHAPE site.yml:3:17"], /^$/],
  "a list of options": ["- copy: [a]", ["BAD_SHAPE site.yml:3:13"], /key: value/],
  "a task that is text": ["- ping", ["BAD_SHAPE site.yml:3:7"], /- name/],
  "tasks that are no list": ["ping:", ["BAD_SHAPE site.yml:3:5"], /list/],
  "a playbook among tasks": ["- import_playbook: a.yml", ["UNKNOWN_KEY site.yml:3:7"], /among the plays/],
  "a loop over a block": ["- block: []\n  loop: [1]", ["UNKNOWN_KEY site.yml:4:7"], /include_tasks/],
  "a rescue alone": ["- rescue: []", ["BAD_SHAPE site.yml:3:7"], /block/],
  "a name that is a list": ["- ping:\n  name: [a]", ["BAD_SHAPE site.yml:4:13"], /single value/],
  "listen in a task": ["- ping:\n  listen: a", ["UNKNOWN_KEY site.yml:4:7"], /^$/],
  "an action without a module": ["- action: {src: a}", ["BAD_SHAPE site.yml:3:15"], /copy/],
  "an action by template": ["- action: '{{ x }} a=b'", ["BAD_SHAPE site.yml:3:15"], /when/],
  "an action that is unknown": ["- action: copyy a=b", ["UNKNOWN_MODULE site.yml:3:15"], /copy/],
};

test.each(Object.entries(mistakes))("reports %s", (_, [text, want, hint]) => {
  const { errors } = loadTasks(text);
  expect(positions(errors)).toEqual(want);
  expect(hints(errors)[0] ?? "").toMatch(hint);
});
