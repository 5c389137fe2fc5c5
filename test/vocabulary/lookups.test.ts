import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Value } from "../../engine/model/value.ts";
import { Unknown } from "../../engine/model/value.ts";
import { callFunction, errorOf, find, plain } from "./calling.ts";

describe("loops", () => {
  it.each<[string, readonly Value[], readonly Value[]]>([
    ["items", [1, [2, [3]]], [1, 2, [3]]],
    ["list", [1, [2]], [1, [2]]],
    ["flattened", [1, [2, [3]]], [1, 2, 3]],
    [
      "indexed_items",
      ["a", ["b"]],
      [
        [0, "a"],
        [1, "b"],
      ],
    ],
    ["dict", [{ a: 1 }], [{ key: "a", value: 1 }]],
    [
      "nested",
      [
        ["a", "b"],
        [1, 2],
      ],
      [
        ["a", 1],
        ["a", 2],
        ["b", 1],
        ["b", 2],
      ],
    ],
    [
      "together",
      [["a", "b"], [1]],
      [
        ["a", 1],
        ["b", null],
      ],
    ],
    [
      "subelements",
      [[{ n: 1, k: ["x", "y"] }], "k"],
      [
        [{ n: 1, k: ["x", "y"] }, "x"],
        [{ n: 1, k: ["x", "y"] }, "y"],
      ],
    ],
    ["subelements", [[{ n: 1 }], "k", { skip_missing: true }], []],
    ["sequence", ["start=1 end=5 stride=2 format=node%02d"], ["node01", "node03", "node05"]],
    ["sequence", ["count=3"], ["1", "2", "3"]],
    ["sequence", ["0-2:h%d"], ["h0", "h1", "h2"]],
    ["sequence", ["start=3 end=1 stride=-1"], ["3", "2", "1"]],
    ["sequence", ["start=1 end=0"], []],
  ])("%s of %j are %j", (name, terms, expected) => {
    expect(plain(find(name, terms))).toEqual(expected);
  });

  it("rejects what it cannot go through", () => {
    expect(errorOf(() => find("dict", [[1]])).code).toBe("BAD_VALUE");
    expect(errorOf(() => find("sequence", ["start=1"])).message).toContain("end or a count");
    expect(errorOf(() => find("sequence", ["end=99999999"])).message).toContain("99999999 numbers");
  });
});

describe("lookups of variables and the environment", () => {
  const variables: Record<string, Value> = {
    etcd_port: 2379,
    etcd_dir: "/var/lib/etcd",
    other: 1,
    groups: { all: ["a", "b", "c"], etcd: ["a", "b"], new: ["b"] },
  };
  const scope = { get: (name: string) => variables[name], names: () => Object.keys(variables) };

  it("finds variables by name and by pattern", () => {
    expect(find("vars", ["etcd_port"], { scope })).toEqual([2379]);
    expect(find("vars", ["none"], { scope, named: { default: 1 } })).toEqual([1]);
    expect(errorOf(() => find("vars", ["etcd_prt"], { scope }))).toMatchObject({
      code: "UNDEFINED_VARIABLE",
      hint: 'did you mean "etcd_port"?',
    });
    expect(find("varnames", ["^etcd_"], { scope })).toEqual(["etcd_port", "etcd_dir"]);
  });

  it("finds hosts by pattern", () => {
    expect(find("inventory_hostnames", ["etcd:!new"], { scope })).toEqual(["a"]);
    expect(find("inventory_hostnames", ["all:&etcd"], { scope })).toEqual(["a", "b"]);
    expect(find("inventory_hostnames", ["c,etcd"], { scope })).toEqual(["c", "a", "b"]);
  });

  it("reads the environment", () => {
    process.env["PLAY_TEST_LOOKUP"] = "x";
    expect(find("env", ["PLAY_TEST_LOOKUP", "PLAY_TEST_NONE"])).toEqual(["x", ""]);
    expect(find("env", ["PLAY_TEST_NONE"], { named: { default: "d" } })).toEqual(["d"]);
  });
});

describe("lookups of files and commands", () => {
  let folder = "";
  let scope: { searchPath: readonly string[]; get: (name: string) => Value | undefined };

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "play-lookup-"));
    writeFileSync(path.join(folder, "a.txt"), "  text\n\n");
    writeFileSync(path.join(folder, "b.conf"), "b");
    writeFileSync(path.join(folder, "a.conf"), "a");
    scope = {
      searchPath: ["/nonexistent", folder],
      get: (name) => (name === "playbook_dir" ? folder : undefined),
    };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("reads files along the search path", () => {
    expect(find("file", ["a.txt"], { scope })).toEqual(["  text"]);
    expect(find("file", ["a.txt"], { scope, named: { lstrip: true, rstrip: false } })).toEqual(["text\n\n"]);
    expect(errorOf(() => find("file", ["none"], { scope }))).toMatchObject({
      code: "FILE_NOT_FOUND",
      hint: `looked in /nonexistent, ${folder}`,
    });
  });

  it("renders template files through the scope", () => {
    const render = (text: string) => text.trim().toUpperCase();
    expect(find("template", ["a.txt"], { scope: { ...scope, render } })).toEqual(["TEXT"]);
    expect(errorOf(() => find("template", ["a.txt"], { scope })).code).toBe("BAD_VALUE");
  });

  it("finds files by pattern, in order", () => {
    const found = ["a.conf", "b.conf"].map((name) => path.join(folder, name));
    expect(find("fileglob", ["*.conf"], { scope })).toEqual(found);
    expect(find("fileglob", [`${folder}/[!b].conf`], { scope })).toEqual(found.slice(0, 1));
    expect(find("fileglob", ["*.none"], { scope })).toEqual([]);
  });

  it("finds the first file that exists", () => {
    const found = [path.join(folder, "b.conf")];
    expect(find("first_found", ["none", "b.conf", "a.conf"], { scope })).toEqual(found);
    expect(find("first_found", [{ files: ["x", "b.conf"], paths: ["/x", folder] }], { scope })).toEqual(
      found,
    );
    expect(find("first_found", [{ files: "x,y", skip: true }], { scope })).toEqual([]);
    expect(errorOf(() => find("first_found", ["x", "y"], { scope })).code).toBe("FILE_NOT_FOUND");
  });

  it("runs commands in the playbook's folder", () => {
    expect(find("pipe", ["cat b.conf; echo"], { scope })).toEqual(["b"]);
    expect(find("lines", ["ls *.conf"], { scope })).toEqual(["a.conf", "b.conf"]);
    expect(errorOf(() => find("pipe", ["echo why >&2; exit 3"], { scope })).message).toContain(
      "exit status 3: why",
    );
  });

  it("keeps a password in a file that only its owner reads", () => {
    const given = { scope };
    const [first] = find("password", ["secrets/etcd length=24 chars=digits"], given);
    expect(first).toMatch(/^\d{24}$/);
    expect(find("password", ["secrets/etcd"], { scope: { ...scope, searchPath: [folder] } })).toEqual([
      first,
    ]);
    const file = path.join(folder, "secrets/etcd");
    expect(readFileSync(file, "utf8")).toMatch(/^\d{24}\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });

  it("makes no password file in a check run", () => {
    const before = readdirSync(folder);
    const get = (name: string) => (name === "ansible_check_mode" ? true : scope.get(name));
    expect(find("password", ["fresh"], { scope: { ...scope, get } })[0]).toBeInstanceOf(Unknown);
    expect(readdirSync(folder)).toEqual(before);
  });

  it("rejects options of a password that it has not", () => {
    expect(errorOf(() => find("password", ["/dev/null encrypt=md5_crypt"])).hint).toContain("password_hash");
    expect(find("password", ["/dev/null length=5 chars=a,,,"])[0]).toMatch(/^[a,]{5}$/);
    expect(find("password", ["/dev/null seed=x"])).toEqual(find("password", ["/dev/null seed=x"]));
  });
});

describe("functions", () => {
  it("lookup gives one value, or texts joined; query gives a list", () => {
    expect(callFunction("lookup", { args: ["items", [1]] })).toBe(1);
    expect(callFunction("lookup", { args: ["items", ["a", "b"]] })).toBe("a,b");
    expect(callFunction("lookup", { args: ["items", [1, 2]] })).toEqual([1, 2]);
    expect(callFunction("lookup", { args: ["items", [1]], named: { wantlist: true } })).toEqual([1]);
    expect(callFunction("query", { args: ["ansible.builtin.items", ["a"]] })).toEqual(["a"]);
    expect(callFunction("q", { args: ["sequence"], named: { count: 2 } })).toEqual(["1", "2"]);
  });

  it("lookup can pass over errors, but not over its own name", () => {
    expect(callFunction("lookup", { args: ["file", "/nonexistent"], named: { errors: "ignore" } })).toBe("");
    const wrong = { args: ["fiel", "x"], named: { errors: "ignore" } };
    expect(errorOf(() => callFunction("lookup", wrong))).toMatchObject({
      code: "UNKNOWN_FUNCTION",
      hint: 'did you mean "file"?',
    });
  });

  it("range counts as in Python", () => {
    expect(callFunction("range", { args: [3] })).toEqual([0, 1, 2]);
    expect(callFunction("range", { args: [1, 4] })).toEqual([1, 2, 3]);
    expect(callFunction("range", { args: [5, 0, -2] })).toEqual([5, 3, 1]);
    expect(errorOf(() => callFunction("range", { args: [1, 2, 0] })).code).toBe("BAD_VALUE");
    expect(errorOf(() => callFunction("range", { args: [1e9] })).code).toBe("BAD_VALUE");
  });

  it("dict and now make values", () => {
    expect(plain(callFunction("dict", { args: [[["a", 1]]], named: { b: 2 } }))).toEqual({ a: 1, b: 2 });
    expect(callFunction("now", { args: [true, "%Y"] })).toBe(String(new Date().getUTCFullYear()));
  });
});
