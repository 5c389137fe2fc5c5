import { expect, test } from "vitest";
import { groupReader } from "../../../engine/host/query-kinds/group.ts";
import { readReader } from "../../../engine/host/query-kinds/read.ts";
import { statReader } from "../../../engine/host/query-kinds/stat.ts";
import { unitReader } from "../../../engine/host/query-kinds/unit.ts";
import { userReader } from "../../../engine/host/query-kinds/user.ts";

const output = (stdout: string, stderr = "", rc = 0) => ({
  rc,
  stdout: Buffer.from(stdout),
  stderr: Buffer.from(stderr),
});
const code = (body: () => unknown): unknown => {
  try {
    return body();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

test("users are found by name and by number, a name going first", () => {
  const passwd =
    "root:x:0:0:root:/root:/bin/bash\netcd:x:990:980::/var/lib/etcd:/usr/sbin/nologin\n0:x:7:7::/:/bin/sh\n";
  const subjects = [{ name: "etcd" }, { name: "990" }, { name: "0" }, { name: "nobody" }];
  const etcd = { name: "etcd", uid: 990, gid: 980, home: "/var/lib/etcd", shell: "/usr/sbin/nologin" };
  expect(userReader.parse(output(passwd), subjects, "")).toEqual([
    etcd,
    etcd,
    { name: "0", uid: 7, gid: 7, home: "/", shell: "/bin/sh" },
    null,
  ]);
});

test("groups are found by name and by number", () => {
  expect(
    groupReader.parse(output("adm:x:4:a,b\n"), [{ name: "adm" }, { name: "4" }, { name: "x" }], ""),
  ).toEqual([{ name: "adm", gid: 4 }, { name: "adm", gid: 4 }, null]);
});

const running =
  "Id=etcd.service\nLoadState=loaded\nActiveState=active\nSubState=running\nUnitFileState=enabled\nNeedDaemonReload=yes\n";
const missing =
  "Id=nope.service\nLoadState=not-found\nActiveState=inactive\nSubState=dead\nUnitFileState=\nNeedDaemonReload=no\n";

test("units come in the order of their names", () => {
  expect(
    unitReader.parse(output(`${running}\n${missing}`), [{ name: "etcd" }, { name: "nope" }], ""),
  ).toEqual([
    {
      name: "etcd.service",
      loadState: "loaded",
      activeState: "active",
      subState: "running",
      unitFileState: "enabled",
      needDaemonReload: true,
    },
    {
      name: "nope.service",
      loadState: "not-found",
      activeState: "inactive",
      subState: "dead",
      unitFileState: "",
      needDaemonReload: false,
    },
  ]);
});

test("a host without systemd says so", () => {
  expect(code(() => unitReader.parse(output("", "systemctl: not found", 127), [{ name: "a" }], ""))).toBe(
    "PRECONDITION",
  );
  const off = output("", "System has not been booted with systemd as init system", 1);
  expect(code(() => unitReader.parse(off, [{ name: "a" }], ""))).toBe("HOST_DATA");
});

const stat = (path: string) => ({ path, follow: false, checksum: "none" }) as const;

test("a file that vanished between two commands is not an answer", () => {
  expect(code(() => statReader.parse(output("f\nMARK\nMARK\n\nMARK\n"), [stat("/a")], "MARK"))).toBe(
    "HOST_DATA",
  );
});

test("a path behind a closed folder is an error, not an absence", () => {
  expect(code(() => statReader.parse(output("!\nMARK\nMARK\nMARK\n"), [stat("/a")], "MARK"))).toBe(
    "FILE_UNREADABLE",
  );
});

test("content may hold anything", () => {
  const subjects = [{ path: "/a" }, { path: "/b" }, { path: "/c" }];
  expect(readReader.parse(output("f\0f\nMARK-MARKoMARK"), subjects, "MARK")).toHaveLength(3);
  const [first, second, third] = readReader.parse(output("ff\0-\nMARK-MARKfMARK"), subjects, "MARK");
  expect([first, second, third]).toEqual([Buffer.from("f\0-\n"), null, Buffer.from("")]);
});

test.each([
  ["uMARK", "FILE_UNREADABLE"],
  ["fhalf aMARKeMARK", "HOST_DATA"],
  ["", "HOST_DATA"],
])("reading that gives %j ends with %s", (stdout, expected) => {
  expect(code(() => readReader.parse(output(stdout), [{ path: "/a" }], "MARK"))).toBe(expected);
});
