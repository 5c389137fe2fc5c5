import { describe, expect, it } from "vitest";
import { file } from "../../engine/module/library/file.ts";
import {
  directoryEntry,
  fileEntry,
  forecastOf,
  linkEntry,
  planOf,
  scriptsOf,
  summariesOf,
  treeEntry,
} from "./shared/plan-of.ts";

const etc = { "parent /etc": directoryEntry() };
const same = (entry: unknown) => ({ entry, target: entry });

const rows: [string, Record<string, unknown>, Record<string, unknown>, string[]][] = [
  [
    "creates a directory with the folders above it",
    { path: "/etc/a/b", state: "directory", mode: "0700", owner: "etcd" },
    etc,
    ["mkdir -- /etc/a /etc/a/b && chown -h -- etcd /etc/a /etc/a/b && chmod -- 00700 /etc/a /etc/a/b"],
  ],
  [
    "leaves a directory that is as wanted",
    { path: "/etc/a/", state: "directory", mode: "0755" },
    same(directoryEntry()),
    [],
  ],
  [
    "clears the setgid bit of a directory",
    { path: "/etc/a", state: "directory", mode: "0755" },
    same(directoryEntry({ mode: "2755" })),
    ["chmod -- 00755 /etc/a"],
  ],
  [
    "accepts a link to a directory",
    { path: "/etc/a", state: "directory" },
    { entry: linkEntry("/b"), target: directoryEntry() },
    [],
  ],
  [
    "sets the owner by number",
    { path: "/etc/a", owner: "0", group: "1000" },
    same(fileEntry()),
    ["chown -- :1000 /etc/a"],
  ],
  [
    "sets a setuid mode again after chown",
    { path: "/bin/a", owner: "bob", mode: "4755" },
    same(fileEntry({ mode: "4755" })),
    ["chown -- bob /bin/a", "chmod -- 04755 /bin/a"],
  ],
  [
    "follows a link",
    { path: "/etc/a", owner: "bob" },
    { entry: linkEntry("b"), target: fileEntry() },
    ["chown -- bob /etc/b"],
  ],
  [
    "does not follow a link with follow: no",
    { path: "/etc/a", owner: "bob", mode: "0600", follow: false },
    { entry: linkEntry("b"), target: fileEntry() },
    ["chown -h -- bob /etc/a"],
  ],
  ["adds to a symbolic mode", { path: "/a", mode: "u+x,go-r" }, same(fileEntry()), ["chmod -- 00700 /a"]],
  ["removes a file", { name: "/a", path: "/a", state: "absent" }, same(fileEntry()), ["rm -f -- /a"]],
  ["removes a directory", { path: "/a", state: "absent" }, same(directoryEntry()), ["rm -rf -- /a"]],
  ["removes a dangling link", { path: "/a", state: "absent" }, { entry: linkEntry("/no") }, ["rm -f -- /a"]],
  ["has nothing to remove", { path: "/a", state: "absent" }, {}, []],
  [
    "links",
    { path: "/etc/a", src: "../b c", state: "link" },
    { ...etc, source: fileEntry() },
    ["ln -sfn -- '../b c' /etc/a"],
  ],
  [
    "leaves a link that says the same",
    { path: "/etc/a", src: "/b", state: "link" },
    { entry: linkEntry("/b"), target: fileEntry(), source: fileEntry() },
    [],
  ],
  [
    "points a link elsewhere",
    { path: "/etc/a", src: "/c", state: "link" },
    { entry: linkEntry("/b"), target: fileEntry(), source: fileEntry() },
    ["ln -sfn -- /c /etc/a"],
  ],
  [
    "replaces an empty directory by a link with force",
    { path: "/etc/a", src: "/c", state: "link", force: "yes" },
    { ...same(directoryEntry()), source: fileEntry() },
    ["rmdir -- /etc/a && ln -sfn -- /c /etc/a"],
  ],
  [
    "leaves a hard link",
    { path: "/etc/a", src: "/etc/b", state: "hard" },
    { ...same(fileEntry()), source: fileEntry() },
    [],
  ],
  [
    "makes a hard link",
    { path: "/etc/a", src: "/etc/b", state: "hard" },
    { ...etc, source: fileEntry() },
    ["ln -f -- /etc/b /etc/a"],
  ],
  ["touches a file", { path: "/a", state: "touch" }, same(fileEntry()), ["touch -- /a"]],
  [
    "leaves a touched file's times",
    { path: "/a", state: "touch", modification_time: "preserve", access_time: "preserve" },
    same(fileEntry()),
    [],
  ],
  [
    "creates a touched file and sets its mode",
    { path: "/a", state: "touch", mode: "0600" },
    {},
    ["touch -- /a", "chmod -- 00600 /a"],
  ],
  [
    "gives all below a directory the mode, X only to what is executable",
    { path: "/a", state: "directory", recurse: true, mode: "u=rwX,go=rX" },
    {
      ...same(directoryEntry()),
      below: [
        treeEntry("", directoryEntry()),
        treeEntry("sub", directoryEntry({ mode: "0700" })),
        treeEntry("sub/run", fileEntry({ mode: "0700" })),
        treeEntry("sub/text", fileEntry({ mode: "0600" })),
        treeEntry("sub/link", linkEntry("text")),
        treeEntry("fine", fileEntry()),
      ],
    },
    ["chmod -- 00755 /a/sub /a/sub/run", "chmod -- 00644 /a/sub/text"],
  ],
];

describe("file", () => {
  it.each(rows)("%s", (_name, args, found, scripts) => {
    expect(scriptsOf(planOf(file, args, found))).toEqual(scripts);
  });

  it("says what it changes", () => {
    const plan = planOf(file, { path: "/a", mode: "0600", owner: "bob" }, same(fileEntry()));
    expect(summariesOf(plan)).toEqual(["owner root -> bob of /a", "mode 0644 -> 0600 of /a"]);
    expect(plan.result).toMatchObject({ path: "/a", owner: "bob", mode: "0600", group: "root" });
    expect(forecastOf(plan, "/a")).toMatchObject({ entry: { owner: "bob", mode: "0600", gid: 0 } });
  });

  it("forecasts every folder that it creates", () => {
    const plan = planOf(file, { path: "/x/y", state: "directory" }, {});
    expect(summariesOf(plan)).toEqual(["create directory /x/y"]);
    expect(forecastOf(plan, "/x")).toMatchObject({ entry: { type: "directory", mode: "0755" } });
  });

  it("treats what a forecast does not know as different", () => {
    const plan = planOf(file, { path: "/a", owner: "root" }, same({ type: "file" }));
    expect(summariesOf(plan)).toEqual(["owner root of /a"]);
  });

  it.each([
    [{ path: "/a" }, {}, "file /a"],
    [{ path: "/x/a", state: "touch" }, {}, "directory /x"],
    [{ path: "/x/a", src: "b", state: "link" }, { "parent /x": directoryEntry() }, "file /x/b"],
    [{ path: "/x/a", src: "/b", state: "link", force: true }, {}, "directory /x"],
  ])("says what %j needs", (args, found, needs) => {
    expect(planOf(file, args, found).needs).toBe(needs);
  });

  it.each(["file", undefined] as const)("fails for a dangling link with state %s", (state) => {
    const found = { entry: linkEntry("/no") };
    expect(planOf(file, { path: "/a", mode: "0600", ...(state && { state }) }, found)).toMatchObject({
      changes: [],
      needs: { failure: expect.stringContaining("/a is a link that leads nowhere") },
    });
    const itself = planOf(file, { path: "/a", owner: "bob", follow: false, ...(state && { state }) }, found);
    expect(scriptsOf(itself)).toEqual(["chown -h -- bob /a"]);
  });

  it.each([
    ["a directory where a file is", { path: "/a", state: "directory" }, same(fileEntry()), "/a is a file"],
    [
      "a folder above that is a file",
      { path: "/a/b", state: "directory" },
      { "parent /a": fileEntry() },
      "/a is a file",
    ],
    [
      "a file where a directory is",
      { path: "/a", state: "file" },
      same(directoryEntry()),
      "/a is a directory",
    ],
    ["a link where a file is", { path: "/a", state: "link", src: "/b" }, same(fileEntry()), "/a is a file"],
    ["a dangling link", { path: "/a", state: "directory" }, { entry: linkEntry("/b") }, "leads nowhere"],
    ["a link to nothing named", { path: "/a", state: "link" }, {}, "src is missing"],
    ["to remove the root", { path: "/", state: "absent" }, same(directoryEntry()), "never removed"],
  ])("refuses %s", (_name, args, found, message) => {
    expect(() => planOf(file, args, found)).toThrow(message);
  });
});
