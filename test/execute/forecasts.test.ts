import { describe, expect, test } from "vitest";
import { Forecasts, rootMaker } from "../../engine/execute/forecasts.ts";
import { NotForeseeable } from "../../engine/execute/foreseen-answers.ts";
import type { Change, Forecast, ForecastEntry } from "../../engine/host/change.ts";
import { foreseeAnswer } from "../../engine/host/change.ts";
import {
  type Entry,
  read,
  stat,
  tree,
  type TreeEntry,
  unit,
  type Unit,
  user,
} from "../../engine/host/query.ts";

const realFile: Entry = {
  type: "file",
  mode: "0644",
  uid: 7,
  gid: 7,
  owner: "ada",
  group: "ada",
  size: 3,
  atime: 1,
  mtime: 1,
  ctime: 1,
  inode: 42,
  device: 1,
  links: 1,
};
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const folder: ForecastEntry = { type: "directory", mode: "0755" };

function entry(path: string, made: ForecastEntry | null, content?: string): Forecast {
  return { kind: "entry", path, entry: made, ...(content !== undefined && { content: text(content) }) };
}

function foreseen(...forecasts: readonly Forecast[]): Forecasts {
  const made = new Forecasts();
  const change = (forecast: Forecast): Change => ({ summary: "", actions: [], forecasts: [forecast] });
  for (const forecast of forecasts) made.record([change(forecast)], rootMaker);
  return made;
}

describe("what is foreseen of a path", () => {
  test("nothing, where nothing would change it", () => {
    const forecasts = new Forecasts();
    expect(forecasts.apply(stat("/a"), realFile)).toBe(realFile);
    expect(forecasts.changed).toBe(false);
  });

  test("a file that would be made, owned by whoever makes it", () => {
    const forecasts = foreseen(entry("/a", { type: "file", mode: "0600" }));
    expect(forecasts.apply(stat("/a"), null)).toMatchObject({
      type: "file",
      mode: "0600",
      owner: "root",
      gid: 0,
    });
    expect(forecasts.changed).toBe(true);
  });

  test("what it says itself of its owner stays", () => {
    const forecasts = foreseen(entry("/a", { type: "directory", owner: "deploy" }));
    expect(forecasts.apply(stat("/a"), null)).toEqual({
      type: "directory",
      owner: "deploy",
      group: "root",
      gid: 0,
    });
  });

  test("slashes too many do not make another path", () => {
    expect(foreseen(entry("/a//b/", folder)).apply(stat("/a/b"), null)).toMatchObject(folder);
  });

  test("another mode of the same inode leaves the rest as it is there", () => {
    const forecasts = foreseen(entry("/a", { ...realFile, mode: "0600" }));
    expect(
      forecasts.apply(stat("/a", { checksum: "sha1" }), { ...realFile, checksum: "a".repeat(40) }),
    ).toMatchObject({
      mode: "0600",
      checksum: "a".repeat(40),
    });
  });

  test("a checksum of another kind is not known", () => {
    const forecasts = foreseen(entry("/a", { type: "file", checksum: "a".repeat(64) }));
    expect(forecasts.apply(stat("/a", { checksum: "sha256" }), null)).toHaveProperty("checksum");
    expect(forecasts.apply(stat("/a", { checksum: "sha1" }), null)).not.toHaveProperty("checksum");
  });

  test("content that is known is read, and kept when only the mode changes", () => {
    const forecasts = foreseen(
      entry("/a", { type: "file", mode: "0644", checksum: "c" }, "new"),
      entry("/a", { type: "file", mode: "0600", checksum: "c" }),
    );
    expect(forecasts.apply(read("/a"), text("old"))).toEqual(text("new"));
  });

  test("content that is not known is told from other such content, and stays the same under another mode", () => {
    const forecasts = foreseen(entry("/a", { type: "file" }), entry("/b", { type: "file" }));
    const contentOf = (path: string) =>
      (forecasts.apply(stat(path), null) as ForecastEntry | null)?.contentToCome;
    const first = contentOf("/a");
    expect(first).toBeTypeOf("symbol");
    expect(contentOf("/b")).not.toBe(first);
    const known = forecasts.apply(stat("/a"), null) as ForecastEntry;
    forecasts.record(
      [{ summary: "", actions: [], forecasts: [entry("/a", { ...known, mode: "0600" })] }],
      rootMaker,
    );
    expect(contentOf("/a")).toBe(first);
    forecasts.record([{ summary: "", actions: [], forecasts: [entry("/a", { type: "file" })] }], rootMaker);
    expect(contentOf("/a")).not.toBe(first);
  });

  test("content that is known, or that stays in its file, needs no such mark", () => {
    const forecasts = foreseen(
      entry("/text", { type: "file" }, "new"),
      entry("/sum", { type: "file", checksum: "c" }),
      entry("/kept", { ...realFile, mode: "0600" }),
      entry("/folder", folder),
    );
    for (const path of ["/text", "/sum", "/kept", "/folder"])
      expect(forecasts.apply(stat(path), realFile)).not.toHaveProperty("contentToCome");
  });

  test("content that is not known is missing from a diff, and stops anything else", () => {
    const forecasts = foreseen(entry("/a", { type: "file", checksum: "c" }));
    expect(forecasts.apply(read("/a", { limit: 10 }), text("old"))).toBeNull();
    expect(() => forecasts.apply(read("/a"), text("old"))).toThrow(NotForeseeable);
  });
});

describe("what is foreseen of folders", () => {
  test("all below what is removed is gone", () => {
    const forecasts = foreseen(entry("/a/b", { type: "file" }), entry("/a", null));
    for (const path of ["/a", "/a/b", "/a/b/c"]) expect(forecasts.apply(stat(path), realFile)).toBeNull();
    expect(forecasts.apply(stat("/ab"), realFile)).toBe(realFile);
    expect(forecasts.apply(tree("/a"), [])).toBeNull();
  });

  test("a folder made anew has only what is put into it", () => {
    const forecasts = foreseen(entry("/a", null), entry("/a", folder), entry("/a/new", { type: "file" }));
    expect(forecasts.apply(stat("/a/old"), realFile)).toBeNull();
    expect(forecasts.apply(stat("/a/new"), null)).toMatchObject({ type: "file" });
    const real: readonly TreeEntry[] = [{ ...realFile, path: "old" }];
    expect(forecasts.apply(tree("/a"), real)?.map(({ path }) => path)).toEqual(["", "new"]);
  });

  test("a folder that gets another mode keeps what is in it", () => {
    const forecasts = foreseen(entry("/a", folder), entry("/a", { ...folder, mode: "0700" }));
    expect(forecasts.apply(stat("/a/old"), realFile)).toBe(realFile);
  });

  test("a folder in the place of a file is empty", () => {
    const forecasts = foreseen(entry("/a", { type: "file" }), entry("/a", null), entry("/a", folder));
    expect(forecasts.entry("/a/x")?.entry).toBeNull();
  });

  test("a tree has what would be put into it, once", () => {
    const forecasts = foreseen(entry("/a/x", { type: "file" }), entry("/a/y", null));
    const real: readonly TreeEntry[] = ["", "y", "y/z", "k"].map((path) => ({ ...realFile, path }));
    expect(forecasts.apply(tree("/a"), real)?.map(({ path }) => path)).toEqual(["", "k", "x"]);
  });
});

describe("links that are only foreseen", () => {
  const forecasts = foreseen(
    entry("/app/current", { type: "link", target: "v1" }),
    entry("/opt/app", { type: "link", target: "/app/current" }),
    entry("/app/v1/made", { type: "file", mode: "0600" }),
    entry("/round", { type: "link", target: "/round" }),
  );
  const rows = [
    [stat("/opt/app/file"), "/app/v1/file"],
    [stat("/opt/app"), "/opt/app"],
    [stat("/opt/app", { follow: true }), "/app/v1"],
    [read("/app/current/file"), "/app/v1/file"],
    [tree("/opt/app"), "/opt/app"],
    [tree("/opt/app/sub"), "/app/v1/sub"],
    [stat("/elsewhere/file"), "/elsewhere/file"],
  ] as const;

  for (const [query, path] of rows)
    test(`${query.kind} ${JSON.stringify(query.subject)} is asked as ${path}`, () => {
      expect(forecasts.redirect(query).subject).toMatchObject({ path });
    });

  test("what would be made is found by every way", () => {
    const query = forecasts.redirect(stat("/opt/app/made"));
    expect(forecasts.apply(query, null)).toMatchObject({ mode: "0600" });
  });

  test("what is made through a link is made where it leads", () => {
    const through = foreseen(
      entry("/current", { type: "link", target: "/v1" }),
      entry("/current/file", { type: "file" }),
    );
    expect(through.entry("/v1/file")?.entry).toMatchObject({ type: "file" });
  });

  test("a circle ends", () => {
    expect(forecasts.redirect(stat("/round", { follow: true })).subject).toMatchObject({ path: "/round" });
  });
});

describe("what else is foreseen", () => {
  const missing: Unit = {
    name: "x.service",
    loadState: "not-found",
    activeState: "inactive",
    subState: "dead",
    unitFileState: "",
    needDaemonReload: false,
  };

  test("a unit whose file would be written is loaded, and has what was done to it", () => {
    const forecasts = foreseen(entry("/etc/systemd/system/x.service", { type: "file" }), {
      kind: "unit",
      name: "x.service",
      unit: { activeState: "active" },
    });
    expect(forecasts.apply(unit("x.service"), missing)).toMatchObject({
      loadState: "loaded",
      activeState: "active",
    });
  });

  test("a running unit whose drop-in would be written wants a reload", () => {
    const forecasts = foreseen(entry("/etc/systemd/system/x.service.d/a.conf", { type: "file" }));
    const running: Unit = { ...missing, loadState: "loaded", activeState: "active" };
    expect(forecasts.apply(unit("x.service"), running).needDaemonReload).toBe(true);
  });

  test("an answer that was foretold as such", () => {
    const ada = { name: "ada", uid: 1, gid: 1, home: "/home/ada", shell: "/bin/sh" };
    const forecasts = foreseen(foreseeAnswer(user("ada"), ada));
    expect(forecasts.apply(user("ada"), null)).toEqual(ada);
    expect(forecasts.apply(user("bob"), null)).toBeNull();
  });

  test("what is done without a forecast still counts", () => {
    const forecasts = new Forecasts();
    forecasts.recordUnknown();
    expect(forecasts.changed).toBe(true);
  });
});
