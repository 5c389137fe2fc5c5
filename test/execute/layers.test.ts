import { expect, test } from "vitest";
import type { CompileContext } from "../../engine/compile/context.ts";
import type { CompiledPlay, StepBase, Templates } from "../../engine/compile/program.ts";
import { HostState } from "../../engine/execute/host-state.ts";
import { LayeredScope, templateLayer } from "../../engine/execute/layers.ts";
import { Variables } from "../../engine/execute/variables.ts";
import { ErrorCollector } from "../../engine/base/play-error.ts";
import { templateFactory } from "../../engine/compile/template-factory.ts";
import { vocabulary } from "../../engine/vocabulary/vocabulary.ts";
import { scopeOf, template, templates } from "./support.ts";

/** Where a variable may come from, from the weakest to the strongest, as Ansible's documentation orders it. */
const order = [
  "role defaults",
  "inventory group all",
  "inventory group",
  "group_vars/all of the inventory",
  "group_vars/all of the playbook",
  "group_vars of the inventory",
  "group_vars of the playbook",
  "inventory host",
  "host_vars of the inventory",
  "host_vars of the playbook",
  "facts",
  "play vars",
  "vars_files",
  "role vars",
  "block vars",
  "task vars",
  "include_vars",
  "set_fact",
  "role parameters",
  "include parameters",
  "extra variables",
  "loop variables",
] as const;

type Source = (typeof order)[number];

for (const [index, source] of order.entries())
  test(`${source} win over what is weaker`, () => {
    expect(seenWith(order.slice(0, index + 1))).toBe(source);
  });

/** The value of `ansible_it` where all these sources define it. */
function seenWith(sources: readonly Source[]): unknown {
  const has = (source: Source): Templates =>
    sources.includes(source) ? templates({ ansible_it: source }) : new Map();
  const factory = templateFactory(vocabulary, new ErrorCollector());
  const set = (source: Source): ReadonlyMap<string, never> => has(source) as ReadonlyMap<string, never>;
  const role = {
    name: "r",
    folder: "/r",
    defaults: has("role defaults"),
    vars: has("role vars"),
    params: has("role parameters"),
    parents: [],
    dependencies: [],
  };
  const group = (name: string, source: Source) =>
    [name, { name, hosts: ["h"], children: [], depth: 1, variables: set(source) }] as const;
  const context = {
    extraVariables: has("extra variables"),
    // what is compiled already stays as it is
    templates: { ...factory, value: (node: unknown) => node },
    inventory: {
      hosts: new Map([["h", { name: "h", groups: ["all", "g"], variables: set("inventory host") }]]),
      groups: new Map([group("all", "inventory group all"), group("g", "inventory group")]),
      folders: [
        {
          groups: new Map([
            ["all", set("group_vars/all of the inventory")],
            ["g", set("group_vars of the inventory")],
          ]),
          hosts: new Map([["h", set("host_vars of the inventory")]]),
        },
      ],
      files: [],
    },
  } as unknown as CompileContext;
  const play = {
    folder: "/p",
    variables: {
      vars: has("play vars"),
      files: [has("vars_files")],
      folder: {
        groups: new Map([
          ["all", has("group_vars/all of the playbook")],
          ["g", has("group_vars of the playbook")],
        ]),
        hosts: new Map([["h", has("host_vars of the playbook")]]),
      },
      roles: [role],
    },
  } as unknown as CompiledPlay;
  const step = {
    folder: "/p",
    role,
    variables: [has("block vars"), has("task vars")],
    includeParams: [has("include parameters")],
  } as unknown as StepBase;
  const host = new HostState("h");
  if (sources.includes("facts")) host.addFacts({ it: "facts" });
  if (sources.includes("set_fact")) host.setFact("ansible_it", "set_fact");
  if (sources.includes("include_vars")) host.includeVariable("ansible_it", template("include_vars"));
  const variables = new Variables({
    context,
    play,
    magic: () => ({ kind: "values", entries: new Map() }),
    readVariables: () => new Map(),
    render: (text) => text,
    prompted: new Map(),
    clock: { time: 0 },
  });
  return variables.scope(host, step, [templateLayer(has("loop variables"))]).get("ansible_it");
}

test("renders lazily, in the scope that asks", () => {
  const scope = scopeOf({ who: "task" }, templateLayer(templates({ text: "{{ who }}", who: "play" })));
  expect(scope.get("text")).toBe("task");
});

test("renders a variable once", () => {
  let times = 0;
  const counting = { ...template("x"), render: () => `${++times}` };
  const scope = new LayeredScope([templateLayer(new Map([["x", counting]]))], { searchPath: [] });
  expect([scope.get("x"), scope.get("x")]).toEqual(["1", "1"]);
});

test("tells the way round of a circle", () => {
  const scope = scopeOf({}, templateLayer(templates({ a: "{{ b }}", b: "{{ c }}", c: "{{ a }}" })));
  expect(() => scope.get("a")).toThrow(
    expect.objectContaining({ code: "VARIABLE_CYCLE", hint: "the way round: a -> b -> c -> a" }),
  );
});

test("finds nothing where nothing defines it", () => {
  expect(scopeOf({}).get("missing")).toBeUndefined();
});
