import { expect, test } from "vitest";
import { ErrorCollector, PlayError } from "../../engine/base/play-error.ts";
import type { Inventory, InventoryGroup } from "../../engine/model/inventory.ts";
import { matchPattern, unmatchedTerms } from "../../engine/model/match-pattern.ts";
import { parsePattern } from "../../engine/model/pattern.ts";

const hostNames = ["w1", "w2", "w3", "db1.example", "2001:db8::1"];
const file = { path: "f", text: "" };

function group(name: string, hosts: readonly string[]): [string, InventoryGroup] {
  return [name, { name, hosts, children: [], depth: 1, variables: new Map() }];
}

const inventory: Inventory = {
  hosts: new Map(
    hostNames.map((name) => [
      name,
      { name, groups: [], variables: new Map(), source: { file, start: 0, end: 0 } },
    ]),
  ),
  groups: new Map([
    group("all", hostNames),
    group("ungrouped", []),
    group("web", ["w1", "w2", "w3"]),
    group("db", ["db1.example"]),
    group("old", ["w2", "db1.example"]),
    group("kube-node", ["w3"]),
    group("empty", []),
  ]),
  folders: [],
  files: [],
};

const matches: readonly (readonly [string | readonly string[], readonly string[]])[] = [
  ["all", hostNames],
  ["*", hostNames],
  ["web", ["w1", "w2", "w3"]],
  ["w2", ["w2"]],
  ["db:web", ["w1", "w2", "w3", "db1.example"]],
  ["db,w1", ["w1", "db1.example"]],
  [
    ["db", "w1:w2"],
    ["w1", "w2", "db1.example"],
  ],
  ["web:&old", ["w2"]],
  ["web:!old", ["w1", "w3"]],
  ["!old:web", ["w1", "w3"]],
  ["web:db:&old:!w2", ["db1.example"]],
  ["!web", ["db1.example", "2001:db8::1"]],
  ["web[0]", ["w1"]],
  ["web[-1]", ["w3"]],
  ["web[1:]", ["w2", "w3"]],
  ["web[0:1]", ["w1", "w2"]],
  ["web[9]", []],
  ["web[1]:db", ["w2", "db1.example"]],
  ["w*", ["w1", "w2", "w3"]],
  ["w[12]", []],
  ["w?", ["w1", "w2", "w3"]],
  ["*.example", ["db1.example"]],
  ["kube-*", ["w3"]],
  ["~w[12]", ["w1", "w2"]],
  ["~(db|kube)", ["w3", "db1.example"]],
  ["2001:db8::1", ["2001:db8::1"]],
  ["localhost", ["localhost"]],
  ["w1,localhost", ["w1", "localhost"]],
  ["empty", []],
  ["zzz*", []],
  [" web , db ", ["w1", "w2", "w3", "db1.example"]],
];

test.each(matches)("%j matches", (text, want) => {
  const pattern = parsePattern(text);
  expect(matchPattern(pattern, inventory)).toEqual(want);
});

test("a glob with a set of letters is not a subscript", () => {
  expect(matchPattern(parsePattern("w[!1e]*"), inventory)).toEqual(["w2", "w3"]);
});

test("reports every name that is neither host nor group, where it stands", () => {
  const text = "hosts: wbe:db:!gone:zz*:w4:empty:localhost";
  const source = { file: { path: "f", text }, start: 7, end: text.length };
  const errors = unmatchedTerms(parsePattern(text.slice(7), source), inventory);
  expect(errors.map(({ code, source: at, hint }) => [code, at?.start, at?.end, hint])).toEqual([
    ["NO_HOSTS", 7, 10, 'did you mean "web"?'],
    ["NO_HOSTS", 24, 26, 'did you mean "w1"?'],
  ]);
});

test("without an inventory only this machine can be meant, by its name", () => {
  const bare: Inventory = { ...inventory, hosts: new Map(), groups: new Map([group("all", [])]) };
  const codes = (text: string): unknown =>
    unmatchedTerms(parsePattern(text), bare).map(({ code, hint }) => [code, hint]);
  const told = [["NO_HOSTS", "name an inventory that has some: -i hosts"]];
  expect(codes("all")).toEqual(told);
  expect(codes("*")).toEqual(told);
  expect(codes("localhost")).toEqual([]);
});

test.each(["~w[", "web:!", "&"])("refuses %j", (text) => {
  const errors = new ErrorCollector();
  errors.attempt(() => parsePattern(text));
  expect(errors.errors.map(({ code }) => code)).toEqual(["BAD_PATTERN"]);
  expect(errors.errors[0]).toBeInstanceOf(PlayError);
});
