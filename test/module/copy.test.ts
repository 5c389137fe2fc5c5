import { describe, expect, it } from "vitest";
import { copy } from "../../engine/module/library/copy.ts";
import { encodeText } from "../../engine/module/shared/file/text.ts";
import { contentOf } from "../../engine/module/shared/file/write.ts";
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

const hello = { checksum: contentOf(encodeText("hello\n")).checksum as string, size: 6 };
const etc = { "parent /etc": directoryEntry() };

function at(path: string, entry: object): Record<string, unknown> {
  return { [`entry ${path}`]: entry, [`target ${path}`]: entry };
}

describe("copy of a file", () => {
  const args = { src: "/files/a", dest: "/etc/a" };
  const source = { source: fileEntry({ ...hello, mode: "0755" }), "text /files/a": encodeText("hello\n") };

  it("creates it from the controller's file", () => {
    const plan = planOf(copy, args, { ...source, ...etc });
    expect(plan.changes).toMatchObject([
      {
        summary: "create /etc/a (6 bytes)",
        diff: { before: "", after: "hello\n" },
        actions: [{ kind: "write", path: "/etc/a", content: { kind: "local", path: "/files/a" } }],
      },
    ]);
    expect(plan.result).toMatchObject({ dest: "/etc/a", src: "/files/a", ...hello, state: "file" });
  });

  it("leaves one of the same content", () => {
    expect(planOf(copy, args, { ...source, ...etc, ...at("/etc/a", fileEntry(hello)) }).changes).toEqual([]);
  });

  it("leaves a copy of what the run makes, and replaces what is made otherwise", () => {
    const contentToCome = Symbol("the source's");
    const made = { source: { type: "file", contentToCome }, ...etc };
    const first = planOf(copy, args, made);
    expect(summariesOf(first)).toEqual(["create /etc/a (content not yet known)"]);
    expect(forecastOf(first, "/etc/a")).toMatchObject({ entry: { contentToCome } });
    const same = { ...made, ...at("/etc/a", { type: "file", contentToCome }) };
    expect(planOf(copy, args, same).changes).toEqual([]);
    for (const entry of [{ type: "file", contentToCome: Symbol("another's") }, fileEntry(hello)])
      expect(summariesOf(planOf(copy, args, { ...made, ...at("/etc/a", entry) }))).toEqual([
        "replace /etc/a (content not yet known)",
      ]);
  });

  it("preserves the source's mode", () => {
    const found = { ...source, ...etc, ...at("/etc/a", fileEntry(hello)) };
    expect(summariesOf(planOf(copy, { ...args, mode: "preserve" }, found))).toEqual([
      "mode 0644 -> 0755 of /etc/a",
    ]);
  });

  it("keeps its name in a folder, and creates a folder written with a slash", () => {
    const folder = {
      ...source,
      ...etc,
      "parent /etc/d": directoryEntry(),
      ...at("/etc/d", directoryEntry()),
    };
    expect(scriptsOf(planOf(copy, { ...args, dest: "/etc/d" }, folder))).toEqual(["write /etc/d/a"]);
    const plan = planOf(copy, { ...args, dest: "/etc/x/y/", directory_mode: "0700" }, { ...source, ...etc });
    expect(scriptsOf(plan)).toEqual([
      "mkdir -- /etc/x /etc/x/y && chmod -- 00700 /etc/x /etc/x/y",
      "write /etc/x/y/a",
    ]);
    expect(plan.needs).toBeUndefined();
  });

  it("needs the folder, and the source", () => {
    expect(planOf(copy, { ...args, dest: "/x/a" }, source).needs).toBe("directory /x");
    expect(planOf(copy, args, etc).needs).toBe("file /files/a on the controller");
  });

  it("changes a file whose new content is not yet known", () => {
    const found = { source: { type: "file" }, ...etc, ...at("/etc/a", fileEntry(hello)) };
    const plan = planOf(copy, args, found);
    expect(summariesOf(plan)).toEqual(["replace /etc/a (content not yet known)"]);
    expect(plan.changes[0]?.diff).toBeUndefined();
    expect(forecastOf(plan, "/etc/a")).toEqual({
      kind: "entry",
      path: "/etc/a",
      entry: { type: "file", mode: "0644", uid: 0, gid: 0, owner: "root", group: "root" },
    });
  });

  it("asks for no content of a large file", () => {
    const want = copy.args.parse(args);
    const asked = copy.probe(want, { source: fileEntry({ size: 500e6 }), below: [] });
    expect(Object.values(asked).filter((query) => query?.kind === "read")).toEqual([]);
  });

  it("copies a file that is on the host", () => {
    const plan = planOf(copy, { ...args, remote_src: true }, { remote: fileEntry(hello), ...etc });
    expect(plan.changes[0]?.actions).toMatchObject([{ content: { kind: "remote", remotePath: "/files/a" } }]);
  });
});

describe("copy of a text", () => {
  it("writes it, a mapping as JSON", () => {
    const plan = planOf(copy, { dest: "/etc/a", content: { a: 1 } }, etc);
    expect(plan.changes[0]?.diff?.after).toBe('{"a":1}');
  });

  it("refuses a folder, and src beside content", () => {
    expect(() => planOf(copy, { dest: "/etc/", content: "" }, etc)).toThrow("no name of its own");
    expect(() => planOf(copy, { dest: "/etc", content: "" }, at("/etc", directoryEntry()))).toThrow(
      "/etc is a directory",
    );
    expect(() => planOf(copy, { dest: "/etc/a", content: "", src: "a" })).toThrow("either src or content");
  });
});

describe("copy of a folder", () => {
  const below = [
    treeEntry("", directoryEntry()),
    treeEntry("sub/b", fileEntry({ size: 6 })),
    treeEntry("sub", directoryEntry()),
    treeEntry("name", linkEntry("sub/b")),
    treeEntry("away", linkEntry("sub")),
  ];
  const source = {
    source: directoryEntry(),
    below,
    "source /files/d/sub/b": fileEntry(hello),
    "source /files/d/name": fileEntry(hello),
    "source /files/d/away": directoryEntry(),
  };

  it("puts the folder into dest, links to files as files", () => {
    const plan = planOf(copy, { src: "/files/d", dest: "/etc", owner: "bob" }, { ...source, ...etc });
    expect(scriptsOf(plan)).toEqual([
      "mkdir -- /etc/d && chown -h -- bob /etc/d",
      "ln -sfn -- sub /etc/d/away",
      "write /etc/d/name",
      "mkdir -- /etc/d/sub && chown -h -- bob /etc/d/sub",
      "write /etc/d/sub/b",
    ]);
    expect(plan.result).toMatchObject({ dest: "/etc/d", state: "directory" });
  });

  it("puts what is in it into dest where src ends in a slash, and leaves what is the same", () => {
    const found = {
      ...source,
      ...at("/etc", directoryEntry()),
      ...at("/etc/sub", directoryEntry()),
      ...at("/etc/sub/b", fileEntry(hello)),
      ...at("/etc/name", fileEntry(hello)),
      ...at("/etc/away", linkEntry("sub")),
    };
    expect(planOf(copy, { src: "/files/d/", dest: "/etc" }, found).changes).toEqual([]);
  });

  it("copies one that is on the host", () => {
    const found = {
      remote: directoryEntry(),
      remoteBelow: [
        treeEntry("", directoryEntry()),
        treeEntry("b", fileEntry(hello)),
        treeEntry("c", fileEntry(hello)),
      ],
      ...at("/etc", directoryEntry()),
      there: [treeEntry("", directoryEntry()), treeEntry("b", fileEntry(hello))],
    };
    const plan = planOf(copy, { src: "/opt/d/", dest: "/etc", remote_src: true }, found);
    expect(plan.changes.map(({ actions }) => actions)).toMatchObject([
      [{ path: "/etc/c", content: { kind: "remote", remotePath: "/opt/d/c" } }],
    ]);
  });
});
