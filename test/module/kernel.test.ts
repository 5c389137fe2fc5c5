import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { foreseeAnswer } from "../../engine/host/change.ts";
import { modprobe } from "../../engine/module/library/modprobe.ts";
import { sysctl } from "../../engine/module/library/sysctl.ts";
import { encodeText } from "../../engine/module/shared/file/text.ts";
import { contentOf } from "../../engine/module/shared/file/write.ts";
import { askModule, foreseeModule, readModule } from "../../engine/module/shared/kernel/kernel-module.ts";
import { askLive, parameterPath, readLive } from "../../engine/module/shared/kernel/live-parameter.ts";
import type { Plan } from "../../engine/module/contract.ts";
import { directoryEntry, fileEntry, planOf, summariesOf } from "./shared/plan-of.ts";

const none = new Uint8Array();
const saying = (text: string) => ({ rc: 0, stdout: encodeText(text), stderr: none });
const folders = {
  "parent /etc": directoryEntry(),
  "parent /etc/modules-load.d": directoryEntry(),
  "parent /etc/modprobe.d": directoryEntry(),
};

function holding(path: string, text: string): Record<string, unknown> {
  const bytes = encodeText(text);
  const entry = fileEntry({ ...contentOf(bytes), size: bytes.length } as object);
  return { ...folders, [`entry ${path}`]: entry, [`target ${path}`]: entry, [`bytes ${path}`]: bytes };
}

function written(plan: Plan): string | undefined {
  const write = plan.changes.flatMap(({ actions }) => actions).find(({ kind }) => kind === "write");
  return write?.kind === "write" && write.content.kind === "bytes"
    ? new TextDecoder().decode(write.content.bytes)
    : undefined;
}

const file = "/etc/sysctl.d/k.conf";
const forward = { name: "net.ipv4.ip_forward", value: "1", sysctl_file: file };
const sysctlFolders = { "parent /etc": directoryEntry(), "parent /etc/sysctl.d": directoryEntry() };

describe("sysctl", () => {
  const set = "set net.ipv4.ip_forward = 1 in /etc/sysctl.d/k.conf";
  const rows: [string, want: object, text: string | undefined, live: string, string[]][] = [
    ["leaves what is set", {}, "net.ipv4.ip_forward=1\n", "writable\n1\n", []],
    ["knows the form with slashes", {}, "-net/ipv4/ip_forward = 1\n", "writable\n1\n", []],
    ["does not look at the kernel unasked", {}, "net.ipv4.ip_forward = 1\n", "writable\n0\n", []],
    [
      "sets what another has set back",
      { sysctl_set: "yes" },
      "net.ipv4.ip_forward = 1\n",
      "writable\n0\n",
      ["set kernel parameter net.ipv4.ip_forward: 0 -> 1"],
    ],
    [
      "makes the file and sets the value",
      {},
      undefined,
      "writable\n0\n",
      [set, "set kernel parameter net.ipv4.ip_forward: 0 -> 1"],
    ],
    ["only writes the file where the kernel has the value", { value: true }, "# x\n", "writable\n1\n", [set]],
    ["only writes the file without reload", { reload: false }, "", "writable\n0\n", [set]],
    ["leaves out what cannot be set", { ignoreerrors: true }, "", "fixed\n0\n", [set]],
    ["leaves out what is not there", { ignoreerrors: true }, "", "absent\n", [set]],
    [
      "removes the line",
      { state: "absent" },
      "a = 1\nnet.ipv4.ip_forward = 0\n",
      "writable\n0\n",
      ["remove net.ipv4.ip_forward in /etc/sysctl.d/k.conf"],
    ],
  ];
  test.each(rows)("%s", (...[, want, text, live, changes]) => {
    const found = text === undefined ? sysctlFolders : { ...sysctlFolders, ...holding(file, text) };
    const plan = planOf(sysctl, { ...forward, ...want }, { ...found, live: saying(live) });
    expect(summariesOf(plan)).toEqual(changes);
    expect(plan.needs).toBeUndefined();
  });

  test("takes blanks in a value as one", () => {
    const want = { name: "net.ipv4.tcp_rmem", value: "4096  87380 100", sysctl_file: file, sysctl_set: true };
    const found = { ...sysctlFolders, ...holding(file, "net.ipv4.tcp_rmem = 4096\t87380\t100\n") };
    const plan = planOf(sysctl, want, { ...found, live: saying("writable\n4096\t87380\t100\n") });
    expect(plan.changes).toEqual([]);
  });

  test("replaces the last of several lines", () => {
    const found = { ...sysctlFolders, ...holding(file, "net.ipv4.ip_forward=0\n#\nnet.ipv4.ip_forward=0\n") };
    const plan = planOf(sysctl, forward, { ...found, live: saying("writable\n1\n") });
    expect(written(plan)).toBe("net.ipv4.ip_forward=0\n#\nnet.ipv4.ip_forward = 1\n");
  });

  test("needs a parameter that the kernel does not have", () => {
    const plan = planOf(sysctl, forward, { ...sysctlFolders, live: saying("absent\n") });
    expect(plan.needs).toMatchObject({ once: "the kernel has the parameter net.ipv4.ip_forward" });
    const settled = {
      ...sysctlFolders,
      ...holding(file, "net.ipv4.ip_forward=1\n"),
      live: saying("absent\n"),
    };
    expect(planOf(sysctl, { ...forward, sysctl_set: true }, settled)).toMatchObject({
      changes: [],
      unknown: expect.stringContaining("net.ipv4.ip_forward"),
    });
  });

  test("refuses what the host does not let it set", () => {
    expect(() => planOf(sysctl, forward, { ...sysctlFolders, live: saying("fixed\n0\n") })).toThrow(
      expect.objectContaining({ code: "PRECONDITION" }),
    );
    expect(sysctl.args.safeParse({ name: "a" }).success).toBe(false);
  });

  test("foresees what it is answered next", () => {
    const plan = planOf(sysctl, forward, { ...sysctlFolders, live: saying("writable\n0\n") });
    expect(plan.changes.at(-1)?.forecasts).toEqual([
      foreseeAnswer(askLive(forward.name), saying("writable\n1\n")),
    ]);
  });

  test("finds parameters, and reads them", () => {
    expect(parameterPath("net.ipv4.ip_forward")).toBe("/proc/sys/net/ipv4/ip_forward");
    expect(parameterPath("net.ipv4.conf.eth0/1.forwarding")).toBe(
      "/proc/sys/net/ipv4/conf/eth0.1/forwarding",
    );
    expect(parameterPath("net/ipv4/conf/eth0.1/forwarding")).toBe(
      "/proc/sys/net/ipv4/conf/eth0.1/forwarding",
    );
    expect(() => parameterPath("/../../etc/passwd")).toThrow(expect.objectContaining({ code: "BAD_OPTION" }));
    const answer = (name: string) => {
      const query = askLive(name);
      if (query.kind !== "script") throw new Error("not a script");
      const { stdout } = spawnSync("sh", ["-c", query.subject.script]);
      return readLive({ rc: 0, stdout, stderr: none });
    };
    expect(answer("kernel.ostype")).toMatchObject({ value: "Linux" });
    expect(answer("kernel.no_such_thing")).toBeUndefined();
    const lines = readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8").trim().split(/\s+/);
    expect(answer("net.ipv4.ip_local_port_range")?.value).toBe(lines.join(" "));
  });
});

describe("modprobe", () => {
  const boot = { name: "br_netfilter", persistent: "present" };
  const keep = 'keep "br_netfilter" in /etc/modules-load.d/br_netfilter.conf';
  const rows: [string, want: object, answer: string, string[]][] = [
    ["leaves a loaded module", {}, "loaded\n", []],
    ["takes what is built in as loaded", {}, "builtin\n", []],
    ["loads a module", { params: "a=1 b=2" }, "loadable\n", ["load kernel module br_netfilter"]],
    ["loads it at boot, too", boot, "loadable\n", ["load kernel module br_netfilter", keep]],
    ["leaves it to another file", boot, "loaded\n/etc/modules-load.d/kubernetes.conf\n", []],
    [
      "keeps its parameters",
      { ...boot, params: "a=1" },
      "loaded\n",
      [keep, 'keep "options br_netfilter a=1" in /etc/modprobe.d/br_netfilter.conf'],
    ],
    ["unloads a module", { state: "absent" }, "loaded\n", ["unload kernel module br_netfilter"]],
    [
      "does not load it at boot any more",
      { state: "absent", persistent: "absent" },
      "loadable\n/etc/modules-load.d/x.conf\n\n/etc/modprobe.d/y.conf\n",
      [
        "do not load kernel module br_netfilter at boot (/etc/modules-load.d/x.conf)",
        "no options for kernel module br_netfilter (/etc/modprobe.d/y.conf)",
      ],
    ],
  ];
  test.each(rows)("%s", (_, want, answer, changes) => {
    const plan = planOf(modprobe, { name: "br_netfilter", ...want }, { ...folders, module: saying(answer) });
    expect(summariesOf(plan)).toEqual(changes);
    expect(plan.needs).toBeUndefined();
  });

  test("plans nothing after what it foresees", () => {
    const want = { ...boot, params: "a=1" };
    const plan = planOf(modprobe, want, { ...folders, module: saying("loadable\n") });
    const [answer] = plan.changes.flatMap(({ forecasts = [] }) =>
      forecasts.filter(({ kind }) => kind === "answer"),
    );
    expect(answer).toEqual(
      foreseeModule("br_netfilter", {
        state: "loaded",
        loadedBy: ["/etc/modules-load.d/br_netfilter.conf"],
        optionsIn: ["/etc/modprobe.d/br_netfilter.conf"],
      }),
    );
  });

  test("needs a module that can be found", () => {
    const plan = planOf(modprobe, { name: "dummy" }, { ...folders, module: saying("missing\n") });
    expect(plan.needs).toMatchObject({ failure: "the kernel has no module dummy" });
    expect(() =>
      planOf(modprobe, { name: "dummy", state: "absent" }, { ...folders, module: saying("builtin\n") }),
    ).toThrow(expect.objectContaining({ code: "PRECONDITION" }));
  });

  test("asks with a script that sh takes", () => {
    const query = askModule("no-such_module");
    if (query.kind !== "script") throw new Error("not a script");
    const { stdout, stderr } = spawnSync("sh", ["-c", query.subject.script]);
    expect(stderr.toString()).toBe("");
    expect(readModule({ rc: 0, stdout, stderr })).toEqual({ state: "missing", loadedBy: [], optionsIn: [] });
  });
});
