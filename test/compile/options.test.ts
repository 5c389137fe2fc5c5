import { expect, test } from "vitest";
import { compileTasks, complaints, optionsOf, places, taskList } from "./compile-tree.ts";

const written: Readonly<Record<string, readonly [string, object]>> = {
  "a mapping": ["file: {path: /a, mode: '0644'}", { path: "/a", mode: "0644" }],
  words: ["file: path=/a mode=0644 state=directory", { path: "/a", mode: "0644", state: "directory" }],
  "quoted words": ["file: path='/a b' state=\"touch\"", { path: "/a b", state: "touch" }],
  "an alias": ["file: {dest: /a}", { path: "/a" }],
  "an alias in words": ["file: name=/a state=absent", { path: "/a", state: "absent" }],
  args: ["command: ls\n  args: {chdir: /x}", { cmd: "ls", chdir: "/x" }],
  "a free form": ["command: ls -l creates=/a", { cmd: "ls -l", creates: "/a" }],
  "a free form by its name": ["command: {cmd: ls}", { cmd: "ls" }],
  "any variable": ["set_fact: a=1 b={{ x }}", { a: "1", b: "y" }],
  "an expression": ["debug: {var: x}", { var: { expression: "x", value: "y" } }],
  "a list of expressions": [
    "assert: {that: [x == 'y', x is defined]}",
    {
      that: [
        { expression: "x == 'y'", value: true },
        { expression: "x is defined", value: true },
      ],
    },
  ],
  "a collection's module": ["ansible.builtin.ping: {data: a}", { data: "a" }],
};

test.each(Object.entries(written))("takes options given by %s", (_, [task, want]) => {
  const compiled = compileTasks(`- ${task}\n  vars: {x: y}`);
  expect(complaints(compiled.errors)).toEqual([]);
  const [first] = taskList(compiled);
  expect(first && optionsOf(first, { x: "y" })).toEqual(want);
});

const refused: Readonly<Record<string, readonly [string, string, RegExp]>> = {
  "an option that there is not": ["file: {path: /a, sate: touch}", "UNKNOWN_OPTION 4:24", /"state"/],
  "such an option in words": ["file: path=/a sate=touch", "UNKNOWN_OPTION 4:21", /"state"/],
  "such an option in args": ["command: ls\n  args: {chdri: /}", "UNKNOWN_OPTION 5:14", /"chdir"/],
  "an option that the runner gives": [
    "template: {src: a.hbs, dest: /a, content: x}",
    "UNKNOWN_OPTION 4:40",
    /src/,
  ],
  "no option where one is needed": ["file: {state: touch}", "MISSING_OPTION 4:7", /path/],
  "no command": ["command:", "MISSING_OPTION 4:7", /command/],
  "options of a command without one": ["command: {chdir: /x}", "BAD_OPTION 4:7", /play doc/],
  "such options in words": ["command: chdir=/x", "BAD_OPTION 4:7", /play doc/],
  "a decimal mode": ["file: {path: /a, mode: 755}", "BAD_MODE 4:30", /0755/],
  "a mode that is no mode": ["file: path=/a mode=rwx", "BAD_MODE 4:26", /mode/],
  "a word that is no choice": [
    "file: {path: /a, state: direcory}",
    "BAD_OPTION 4:31",
    /did you mean "directory"/,
  ],
  "a flag that is none": ["file: {path: /a, recurse: maybe}", "BAD_OPTION 4:33", /play doc/],
  "a number that is none": ["wait_for: {port: ssh}", "BAD_OPTION 4:24", /play doc/],
  "a list for a text": ["file: {path: [/a]}", "BAD_OPTION 4:20", /play doc/],
  "free text for a module with options": ["file: /a", "BAD_SHAPE 4:13", /key=/],
  "an option twice under two names": ["file: {path: /a, dest: /b}", "BAD_OPTION 4:24", /leave one/],
  "a fact that is no variable": ["set_fact: {a-b: 1}", "BAD_OPTION 4:18", /letters/],
  "options that do not go together": [
    "copy: {src: site.yml, content: a, dest: /a}",
    "BAD_OPTION 4:7",
    /play doc/,
  ],
};

test.each(Object.entries(refused))("refuses %s", (_, [task, place, hint]) => {
  const { errors } = compileTasks(`- ${task}`, { "templates/a.hbs": "" });
  expect(places(errors).map((text) => text.replace("site.yml:", ""))).toEqual([place]);
  expect(errors[0]?.hint).toMatch(hint);
});

const open = [
  "file: {path: /a, mode: '{{ m }}', state: '{{ m }}', recurse: '{{ m }}'}",
  "copy: {src: '{{ m }}', dest: /a}",
];

test.each(open)("leaves what only the run will know to the run: %s", (task) => {
  expect(complaints(compileTasks(`- ${task}\n  vars: {m: x}`).errors)).toEqual([]);
});
