import { join } from "node:path";
import { expect, test } from "vitest";
import { plain, hints, plainVariables, positions } from "../plain.ts";
import { brief, briefTasks, firstRole, loadTasks, loadTree } from "../load-tree.ts";

test("reads all that a role holds", () => {
  const loaded = loadTree({
    "site.yml": "- hosts: all\n  roles:\n    - etcd\n",
    "roles/etcd/tasks/main.yml": "- import_tasks: sub/install.yml\n",
    "roles/etcd/tasks/sub/install.yml": "- ping:\n- include_tasks: more.yml\n",
    "roles/etcd/tasks/more.yml": "- debug: msg=a\n",
    "roles/etcd/handlers/main.yaml":
      "- name: restart\n  listen: etcd\n  service: name=etcd state=restarted\n",
    "roles/etcd/defaults/main/a.yml": "a: 1\nb: 1\n",
    "roles/etcd/defaults/main/b.yml": "b: 2\n",
    "roles/etcd/vars/main.json": '{"c": 3}\n',
    "roles/etcd/meta/main.yml":
      "galaxy_info: {}\nallow_duplicates: yes\ndependencies:\n  - {role: pki, ca: x, when: y}\n",
    "roles/pki/tasks/main": "- ping:\n",
  });
  expect(positions(loaded.errors)).toEqual([]);
  const { role } = firstRole(loaded);
  const folder = join(loaded.folder, "roles/etcd");
  expect(role).toMatchObject({ name: "etcd", folder, allowDuplicates: true });
  expect(plainVariables(role.defaults)).toEqual({ a: 1, b: 2 });
  expect(plainVariables(role.variables)).toEqual({ c: 3 });
  expect(role.tasks.map(brief)).toEqual([
    { import_tasks: [{ ping: {} }, { include_tasks: [{ debug: { msg: "a" } }] }] },
  ]);
  expect(role.handlers.map(brief)).toEqual([{ service: { name: "etcd", state: "restarted" } }]);
  expect(
    role.dependencies.map((use) => [use.role.name, plainVariables(use.variables), ...use.keywords.keys()]),
  ).toEqual([["pki", { ca: "x" }, "when"]]);
});

test("entries of roles carry keywords and variables", () => {
  const { playbook, errors } = loadTree({
    "site.yml":
      "- hosts: all\n  roles:\n    - role: a\n      size: 1\n      vars: {size: 2, x: 3}\n      tags: [t]\n      become: yes\n    - name: a\n",
    "roles/a/tasks/main.yml": "",
  });
  expect(positions(errors)).toEqual([]);
  const [first, second] = playbook?.plays[0]?.roles ?? [];
  expect(plainVariables(first?.variables)).toEqual({ size: 2, x: 3 });
  expect([...(first?.keywords.keys() ?? [])]).toEqual(["tags", "become"]);
  expect(second?.role).toBe(first?.role);
});

const roleTasks = { "tasks/main.yml": "- ping:\n" };

test.each(["playbooks/roles/r", "roles/r", "shared/r", "playbooks/r"])("finds a role in %s", (place) => {
  const { playbook, errors } = loadTree(
    {
      "playbooks/site.yml": "- hosts: all\n  roles: [r]\n",
      [`${place}/tasks/main.yml`]: roleTasks["tasks/main.yml"],
    },
    "site.yml",
  );
  expect(positions(errors)).toEqual([]);
  expect(playbook?.plays[0]?.roles[0]?.role.folder).toMatch(new RegExp(`${place}$`));
});

test("import_role and include_role read what they name, and other files of it", () => {
  const loaded = loadTasks(
    [
      "- import_role: name=r tasks_from=other",
      "- include_role:\n    name: r\n    vars_from: v\n    apply: {tags: [a]}\n    public: yes\n  loop: [1]",
      "- include_role: {name: '{{ x }}', tasks_from: other}",
      "- include_role: {name: r}\n  args: {tasks_from: other.yml}",
    ].join("\n"),
    {
      "roles/r/tasks/main.yml": "- ping:\n",
      "roles/r/tasks/other.yml": "- debug:\n",
      "roles/r/vars/v.yml": "a: 1\n",
    },
  );
  expect(positions(loaded.errors)).toEqual([]);
  expect(briefTasks(loaded)).toEqual([
    { import_role: "r", tasks: [{ debug: {} }] },
    { include_role: "r", tasks: [{ ping: {} }] },
    { include_role: "{{ x }}", tasks: undefined },
    { include_role: "r", tasks: [{ debug: {} }] },
  ]);
  const [, second, third] = loaded.playbook?.plays[0]?.tasks ?? [];
  if (second?.kind !== "include_role" || third?.kind !== "include_role") throw new Error("no include");
  expect(plainVariables(second.use?.role.variables)).toEqual({ a: 1 });
  expect([...second.apply.keys()]).toEqual(["tags"]);
  expect(plain(second.public)).toBe(true);
  expect(plain(third.tasksFrom)).toBe("other");
});

test("a role may include itself, and import another file of itself", () => {
  const loaded = loadTasks("- import_role: {name: r}", {
    "roles/r/tasks/main.yml":
      "- include_role: {name: r}\n  when: x\n- import_role: {name: r, tasks_from: b}\n",
    "roles/r/tasks/b.yml": "- ping:\n",
  });
  expect(positions(loaded.errors)).toEqual([]);
  expect(briefTasks(loaded)).toEqual([
    {
      import_role: "r",
      tasks: [
        { include_role: "r", tasks: undefined },
        { import_role: "r", tasks: [{ ping: {} }] },
      ],
    },
  ]);
});

test("reports a role that is missing, with where it was looked for", () => {
  const { errors } = loadTree({
    "site.yml":
      "- hosts: all\n  roles:\n    - etdc\n    - role: zzzzzzzz\n  tasks:\n    - import_role: name=qqqqqqqq\n",
    "roles/etcd/tasks/main.yml": "",
  });
  expect(positions(errors)).toEqual(
    ["UNKNOWN_ROLE site.yml:3:7", "UNKNOWN_ROLE site.yml:4:13", "UNKNOWN_ROLE site.yml:6:25"].sort(
      (left, right) => Number(left.includes(":6:")) - Number(right.includes(":6:")),
    ),
  );
  expect(hints(errors)[0]).toBe('did you mean "etcd"? it was looked for in roles, shared');
  expect(hints(errors)[1]).toBe("it was looked for in roles, shared");
});

test("reports roles that need each other", () => {
  const { errors } = loadTree({
    "site.yml": "- hosts: all\n  roles: [a]\n",
    "roles/a/meta/main.yml": "dependencies:\n  - b\n",
    "roles/b/tasks/main.yml": "- import_role: {name: a}\n",
  });
  expect(positions(errors)).toEqual(["ROLE_CYCLE roles/b/tasks/main.yml:1:23"]);
  expect(hints(errors)).toEqual(["a → b → roles/b/tasks/main.yml → a"]);
});

test("reads a role anew for playbooks of another folder, and tells its errors once", () => {
  const { playbook, errors, folder } = loadTree({
    "site.yml": "- import_playbook: a/a.yml\n- import_playbook: b/b.yml\n",
    "a/a.yml": "- hosts: all\n  roles: [r]\n",
    "b/b.yml": "- hosts: all\n  roles: [r]\n",
    "roles/r/tasks/main.yml": "- include_tasks: '{{ x }}'\n- pingg:\n",
  });
  const origins = playbook?.plays.map(({ roles }) => roles[0]?.role.tasks[0]);
  expect(origins).toMatchObject(
    ["a", "b"].map((name) => ({
      origin: { kind: "task", playbookFolder: join(folder, name), roleFolder: join(folder, "roles/r") },
    })),
  );
  expect(positions(errors)).toEqual(["UNKNOWN_MODULE roles/r/tasks/main.yml:2:3"]);
});

test("tells an error of a role that is used twice once", () => {
  const { errors } = loadTree({
    "site.yml": "- hosts: all\n  roles: [r, r]\n- hosts: all\n  roles: [r]\n",
    "roles/r/tasks/main.yml": "- pingg:\n",
  });
  expect(positions(errors)).toEqual(["UNKNOWN_MODULE roles/r/tasks/main.yml:1:3"]);
});

const mistakes: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  "roles that are no list": ["roles: {a: 1}", ["BAD_SHAPE site.yml:2:10"]],
  "a role without a name": ["roles: [{when: a}]", ["BAD_SHAPE site.yml:2:11"]],
  "a role named by a template": ["roles: ['{{ a }}']", ["BAD_SHAPE site.yml:2:11"]],
  "an old keyword of a role": ["roles: [{role: r, sudo: yes}]", ["UNKNOWN_KEY site.yml:2:21"]],
  "an import named by a template": ["tasks: [import_role: {name: '{{ a }}'}]", ["BAD_SHAPE site.yml:2:31"]],
  "an unknown option": ["tasks: [import_role: {name: r, task_from: a}]", ["UNKNOWN_OPTION site.yml:2:34"]],
  "an import without a name": ["tasks: [import_role: {}]", ["BAD_SHAPE site.yml:2:24"]],
  "an unknown file of a role": [
    "tasks: [import_role: {name: r, tasks_from: a}]",
    ["FILE_NOT_FOUND site.yml:2:46"],
  ],
};

test.each(Object.entries(mistakes))("reports %s", (_, [text, want]) => {
  const { errors } = loadTree({ "site.yml": `- hosts: all\n  ${text}\n`, "roles/r/tasks/main.yml": "" });
  expect(positions(errors)).toEqual(want);
});

test.each([
  ["a file in the place of a role", { "roles/q": "" }, "roles/q is a file; a role is a folder"],
  ["no file that is nearly called so", { "roles/zz.yml": "" }, "it was looked for in roles"],
])("tells of %s", (_, files, hint) => {
  const { errors } = loadTree({ "site.yml": "- hosts: all\n  roles: [q]\n", ...files });
  expect(errors.errors.map((error) => error.hint)).toEqual([expect.stringContaining(hint)]);
});
