import { expect, test } from "vitest";
import { exitStatusOf } from "../../engine/cli/exit-status.ts";
import type { HostCounts } from "../../engine/model/event.ts";

const nothing: HostCounts = {
  ok: 0,
  changed: 0,
  unknown: 0,
  skipped: 0,
  failed: 0,
  unreachable: 0,
  rescued: 0,
  ignored: 0,
  milliseconds: 0,
};

test.each<[string, Partial<HostCounts>[], boolean, number]>([
  ["no host", [], false, 0],
  ["all well", [{ ok: 3 }, { changed: 2 }], false, 0],
  ["failures that were ignored or rescued", [{ ignored: 1, rescued: 1 }], false, 0],
  ["a failed host", [{ ok: 1 }, { failed: 1 }], false, 2],
  ["an unreachable host", [{ ok: 1 }, { unreachable: 1 }], false, 4],
  ["both", [{ unreachable: 1 }, { failed: 1 }], true, 2],
  ["pending changes, asked for", [{ changed: 1 }], true, 3],
  ["what may change, asked for", [{ unknown: 1 }], true, 3],
  ["nothing pending, asked for", [{ ok: 1 }], true, 0],
  ["pending changes and an unreachable host", [{ changed: 1 }, { unreachable: 1 }], true, 4],
])("after %s", (_what, hosts, exitChanged, status) => {
  const all = new Map(hosts.map((some, index) => [`h${index}`, { ...nothing, ...some }]));
  expect(exitStatusOf({ hosts: all, interrupted: false }, exitChanged)).toBe(status);
  expect(exitStatusOf({ hosts: all, interrupted: true }, exitChanged)).toBe(130);
});
