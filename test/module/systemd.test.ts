import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Unit } from "../../engine/host/query.ts";
import { service } from "../../engine/module/library/service.ts";
import { systemd } from "../../engine/module/library/systemd.ts";
import { planOf, scripts, summaries } from "./rows.ts";

const running: Unit = {
  name: "etcd.service",
  loadState: "loaded",
  activeState: "active",
  subState: "running",
  unitFileState: "enabled",
  needDaemonReload: false,
};
const stopped: Unit = { ...running, activeState: "inactive", subState: "dead", unitFileState: "disabled" };
const missing: Unit = { ...stopped, loadState: "not-found", unitFileState: "" };

const rows: readonly [sentence: string, want: object, unit: Partial<Unit>, changes: readonly string[]][] = [
  ["leaves a running unit alone", { state: "started", enabled: "yes" }, running, []],
  ["starts a stopped unit", { state: "started" }, stopped, ["start etcd.service"]],
  [
    "enables before it starts",
    { state: "started", enabled: true },
    stopped,
    ["enable etcd.service", "start etcd.service"],
  ],
  [
    "takes a unit on its way up as started",
    { state: "started" },
    { activeState: "activating", subState: "start" },
    [],
  ],
  [
    "starts a unit that waits for its next try",
    { state: "started" },
    { activeState: "activating", subState: "auto-restart" },
    ["start etcd.service"],
  ],
  ["takes a finished oneshot that remains as started", { state: "started" }, { subState: "exited" }, []],
  ["stops a running unit", { state: "stopped" }, running, ["stop etcd.service"]],
  [
    "stops a unit that waits for its next try",
    { state: "stopped" },
    { activeState: "activating", subState: "auto-restart" },
    ["stop etcd.service"],
  ],
  ["takes a failed unit as stopped", { state: "stopped" }, { activeState: "failed" }, []],
  ["restarts whenever it is asked to", { state: "restarted" }, running, ["restart etcd.service"]],
  ["starts a stopped unit that is to be restarted", { state: "restarted" }, stopped, ["start etcd.service"]],
  ["starts a stopped unit that is to be reloaded", { state: "reloaded" }, stopped, ["start etcd.service"]],
  ["reloads a running unit", { state: "reloaded" }, running, ["reload etcd.service"]],
  ["disables", { enabled: "no" }, running, ["disable etcd.service"]],
  ["takes a static unit as enabled", { enabled: true }, { unitFileState: "static" }, []],
  ["takes a static unit as disabled, too", { enabled: false }, { unitFileState: "static" }, []],
  [
    "enables what is enabled only until the next boot",
    { enabled: true },
    { unitFileState: "enabled-runtime" },
    ["enable etcd.service"],
  ],
  ["masks", { masked: true }, stopped, ["mask etcd.service"]],
  ["masks a unit that does not exist", { masked: true }, missing, ["mask etcd.service"]],
  [
    "unmasks, enables and starts",
    { masked: false, enabled: true, state: "started" },
    { ...stopped, loadState: "masked", unitFileState: "masked" },
    ["unmask etcd.service", "enable etcd.service", "start etcd.service"],
  ],
  ["has nothing to reload when no unit file changed", { daemon_reload: true, state: "started" }, running, []],
  [
    "reloads unit files that changed",
    { daemon_reload: true },
    { needDaemonReload: true },
    ["reload systemd's unit files, etcd.service has changed"],
  ],
];

describe("systemd", () => {
  test.each(rows)("%s", (_, want, unit, changes) => {
    const plan = planOf(systemd, { name: "etcd", ...want }, { unit: { ...running, ...unit }, file: null });
    expect(summaries(plan)).toEqual(changes);
    expect(plan.needs).toBeUndefined();
  });

  test("needs a unit that neither systemd nor /etc/systemd/system has", () => {
    const plan = planOf(systemd, { name: "etcd", state: "started" }, { unit: missing, file: null });
    expect(plan.needs).toBe("unit etcd.service");
    expect(summaries(plan)).toEqual(["start etcd.service"]);
  });

  test("lets systemd read a new unit file before it starts the unit", () => {
    const plan = planOf(
      systemd,
      { name: "etcd", state: "started" },
      { unit: missing, file: { type: "file" } },
    );
    expect(plan.needs).toBeUndefined();
    expect(scripts(plan)[0]).toMatch(/^systemctl daemon-reload\nsystemctl start etcd.service \|\|/);
  });

  test("reads a changed unit file before a restart, asked or not", () => {
    const unit = { ...running, needDaemonReload: true };
    const quiet = planOf(systemd, { name: "etcd", state: "restarted" }, { unit, file: null });
    expect(scripts(quiet)[0]).toMatch(/^systemctl daemon-reload\nsystemctl restart/);
    const asked = planOf(
      systemd,
      { name: "etcd", state: "restarted", daemon_reload: true },
      { unit, file: null },
    );
    expect(scripts(asked)[1]).toMatch(/^systemctl restart/);
  });

  test("clears a failed unit's count before it starts it", () => {
    const plan = planOf(
      systemd,
      { name: "etcd", state: "started" },
      { unit: { ...stopped, activeState: "failed" }, file: null },
    );
    expect(scripts(plan)[0]).toMatch(/^systemctl reset-failed etcd.service\nsystemctl start/);
  });

  test("tells a failed unit's status and last log lines, and keeps the exit status", () => {
    const folder = mkdtempSync(join(tmpdir(), "systemctl-"));
    const fake = '#!/bin/sh\ncase "$*" in *status*) echo "$*: bad flag"; exit 3 ;; *) exit 5 ;; esac\n';
    writeFileSync(join(folder, "systemctl"), fake, { mode: 0o755 });
    const [script = ""] = scripts(
      planOf(systemd, { name: "etcd", state: "started" }, { unit: stopped, file: null }),
    );
    const env = { PATH: `${folder}:${process.env["PATH"]}` };
    const { status, stderr } = spawnSync("sh", ["-c", script], { env, encoding: "utf8" });
    expect([status, stderr]).toEqual([5, "--no-pager --full --lines=20 status etcd.service: bad flag\n"]);
  });

  test("refuses to start a masked unit", () => {
    const unit = { ...stopped, loadState: "masked", unitFileState: "masked" };
    expect(() => planOf(systemd, { name: "etcd", state: "started" }, { unit, file: null })).toThrow(
      expect.objectContaining({ code: "PRECONDITION" }),
    );
  });

  test("reloads unit files without a name", () => {
    const answer = (...changed: readonly string[]) => ({ manager: { loaded: ["etcd.service"], changed } });
    expect(summaries(planOf(systemd, { daemon_reload: "yes" }, answer()))).toEqual([]);
    expect(summaries(planOf(systemd, { daemon_reload: "yes" }, answer("etcd.service")))).toEqual([
      "reload systemd's unit files, changed: etcd.service",
    ]);
    expect(() => planOf(systemd, { state: "started" }, answer())).toThrow(
      expect.objectContaining({ code: "MISSING_OPTION" }),
    );
  });

  test("tells the state it leaves", () => {
    const plan = planOf(service, { name: "etcd", state: "restarted" }, { unit: running, file: null });
    expect(plan.result).toMatchObject({
      name: "etcd.service",
      state: "started",
      enabled: true,
      status: { ActiveState: "active" },
    });
  });
});
