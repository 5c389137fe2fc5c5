import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { group } from "../../engine/module/library/group.ts";
import { hostname } from "../../engine/module/library/hostname.ts";
import { user } from "../../engine/module/library/user.ts";
import { answerOf, askMore, readMore, type More } from "../../engine/module/shared/account/ask-user.ts";
import type { Plan } from "../../engine/module/contract.ts";
import { encodeText } from "../../engine/module/shared/file/text.ts";
import { planOf, scriptsOf, summariesOf } from "./shared/plan-of.ts";

type Options = Readonly<Record<string, unknown>>;

/** The answers that a plan foresees, by the name of their questions' kind. */
function foreseen(plan: Plan): unknown[] {
  return plan.changes.flatMap(({ forecasts = [] }) =>
    forecasts.flatMap((forecast) => (forecast.kind === "answer" ? [forecast.answer] : [])),
  );
}

describe("group", () => {
  const etcd = { name: "etcd", gid: 900 };
  const rows: [string, Options, unknown, string[]][] = [
    ["creates", { gid: "900", system: "yes" }, null, ["create group etcd, gid 900"]],
    ["leaves a group that is there", {}, etcd, []],
    ["changes its number", { gid: 901 }, etcd, ["change group etcd: gid 900 -> 901"]],
    ["does not take a number for a name", {}, { name: "other", gid: 1 }, ["create group etcd"]],
    ["removes", { state: "absent" }, etcd, ["remove group etcd"]],
    ["has nothing to remove", { state: "absent" }, null, []],
  ];
  test.each(rows)("%s", (_, options, found, changes) => {
    const plan = planOf(group, { name: "etcd", ...options }, { group: found });
    expect(summariesOf(plan)).toEqual(changes);
    const [next] = foreseen(plan);
    if (next !== undefined)
      expect(planOf(group, { name: "etcd", ...options }, { group: next }).changes).toEqual([]);
  });

  test("refuses a number that another group has", () => {
    expect(() => planOf(group, { name: "etcd", gid: 9 }, { holder: { name: "mail", gid: 9 } })).toThrow(
      "group mail has the number 9",
    );
  });

  test("takes groupadd, or busybox's addgroup", () => {
    const [script] = scriptsOf(planOf(group, { name: "etcd", gid: 9, system: true }));
    expect(script).toMatch(/groupadd -r -g 9 etcd\nelse\naddgroup -S -g 9 etcd\nfi/);
  });
});

describe("user", () => {
  const entry = { name: "etcd", uid: 900, gid: 901, home: "/var/lib/etcd", shell: "/bin/sh" };
  const more: More = { group: "etcd", groups: ["adm"], comment: "key store", hash: "$6$a" };
  const there = {
    user: entry,
    more: answerOf("etcd", more),
    "group adm": { name: "adm", gid: 4 },
    "group ssl": { name: "ssl", gid: 5 },
  };
  const absent = { ...there, user: null, more: answerOf("x", { ...more, group: "", groups: [] }) };
  const rows: [string, Options, object, string[]][] = [
    [
      "creates",
      { system: true, uid: 900, groups: "adm" },
      absent,
      ["create system user etcd, uid 900, groups adm"],
    ],
    [
      "leaves who is there",
      { uid: 900, shell: "/bin/sh", group: "etcd", comment: "key store" },
      { ...there, "group etcd": {} },
      [],
    ],
    ["changes the shell", { shell: "/bin/bash" }, there, ["change user etcd: shell /bin/sh -> /bin/bash"]],
    ["adds groups", { groups: ["ssl"], append: "yes" }, there, ["change user etcd: groups adm, ssl"]],
    ["leaves groups that are there", { groups: ["adm"], append: true }, there, []],
    ["takes other groups away", { groups: "ssl" }, there, ["change user etcd: groups ssl"]],
    ["takes all away", { groups: [] }, there, ["change user etcd: groups none"]],
    ["sets a password", { password: "$6$b" }, there, ["change user etcd: another password"]],
    ["leaves the password", { password: "$6$b", update_password: "on_create" }, there, []],
    ["removes", { state: "absent", remove: true }, there, ["remove user etcd and the home folder"]],
    ["has nobody to remove", { state: "absent" }, absent, []],
  ];
  test.each(rows)("%s", (_, options, found, changes) => {
    const plan = planOf(user, { name: "etcd", ...options }, found as Options);
    expect(summariesOf(plan)).toEqual(changes);
    expect(plan.needs).toBeUndefined();
    const [next, moreNext = there.more] = foreseen(plan);
    if (changes.length > 0)
      expect(
        planOf(user, { name: "etcd", ...options }, { ...found, user: next, more: moreNext }).changes,
      ).toEqual([]);
  });

  test("needs the groups", () => {
    expect(planOf(user, { name: "etcd", groups: "none" }, there).needs).toBe("group none");
  });

  test("gives a hash as input only", () => {
    const plan = planOf(user, { name: "etcd", password: "$6$b" }, absent);
    expect(scriptsOf(plan).join("\n")).not.toContain("$6$b");
    expect(plan.secrets).toEqual(["$6$b"]);
    expect(plan.changes[0]?.actions[1]).toMatchObject({ stdin: { bytes: encodeText("etcd:$6$b\n") } });
  });

  test("reads what the host says", () => {
    const query = askMore("root");
    if (query.kind !== "script") throw new Error("not a script");
    const { stdout } = spawnSync("sh", ["-c", query.subject.script]);
    expect(readMore("root", { rc: 0, stdout, stderr: new Uint8Array() })).toMatchObject({ group: "root" });
  });
});

describe("hostname", () => {
  const names = (text: string) => ({ names: { rc: 0, stdout: encodeText(text), stderr: new Uint8Array() } });
  const rows: [string, string[]][] = [
    ["h1\nh1\n", []],
    ["old\nh1\n", ["set host name h1, was old"]],
    ["h1\n", ["keep host name h1 in /etc/hostname"]],
    ["a\nb\n", ["keep host name h1 in /etc/hostname, was b", "set host name h1, was a"]],
  ];
  test.each(rows)("from %j", (found, changes) => {
    expect(summariesOf(planOf(hostname, { name: "h1" }, names(found)))).toEqual(changes);
  });

  test("refuses what is no name", () => {
    expect(hostname.args.safeParse({ name: "a b" }).success).toBe(false);
  });
});
