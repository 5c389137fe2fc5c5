import { expect, test } from "vitest";
import { parseHierarchies } from "./cgroup.ts";

const version1 = ["9:name=systemd:/", "4:memory:/session/one", "3:cpu,cpuacct:/", "0::/"].join("\n");

const version1Mounts = [
  "31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755",
  "33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:4 - cgroup cgroup rw,cpu,cpuacct",
  "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory",
  "40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd",
  "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw",
].join("\n");

test("finds our group in each version 1 hierarchy and in the version 2 one beside them", () => {
  expect(parseHierarchies(version1, version1Mounts).map(({ ownFolder }) => ownFolder)).toEqual([
    "/sys/fs/cgroup/systemd",
    "/sys/fs/cgroup/memory/session/one",
    "/sys/fs/cgroup/cpu,cpuacct",
    "/sys/fs/cgroup/unified",
  ]);
});

test.each([
  ["a whole hierarchy", "/", "0::/user.slice/session-1.scope", "/sys/fs/cgroup/user.slice/session-1.scope"],
  ["a container's part of it", "/docker/abc", "0::/docker/abc", "/sys/fs/cgroup"],
  ["a container with a cgroup namespace", "/", "0::/", "/sys/fs/cgroup"],
])("finds our group where only version 2 is mounted: %s", (_, root, own, want) => {
  const mounts = `26 20 0:23 ${root} /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate`;
  expect(parseHierarchies(own, mounts)).toEqual([{ controllers: "", ownFolder: want }]);
});

test("finds no hierarchy where none is mounted", () => {
  expect(parseHierarchies(version1, "20 1 0:1 / /proc rw - proc proc rw")).toEqual([]);
});
