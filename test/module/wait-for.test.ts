import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { wait_for } from "../../engine/module/library/wait-for.ts";
import { extendedPattern } from "../../engine/module/shared/wait/path-script.ts";
import { planOf } from "./rows.ts";

/** One try on this machine. */
function attempt(options: object): { met: boolean; said: string } {
  const script = planOf(wait_for, { ...options }, {}).wait?.script.text ?? "exit 9";
  const { status, stderr } = spawnSync("sh", ["-c", `( ${script} ) >/dev/null`], { encoding: "utf8" });
  return { met: status === 0, said: stderr.trim() };
}

const own = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.family === "IPv4" && !each.internal)?.address;

describe("wait_for a port", () => {
  const servers: Server[] = [];
  const listen = (host: string) =>
    new Promise<number>((resolve) => {
      const server = createServer();
      servers.push(server);
      server.listen(0, host, () => resolve((server.address() as AddressInfo).port));
    });
  let [everywhere, everywhere6, loopback, loopback6] = [0, 0, 0, 0];
  beforeAll(async () => {
    everywhere = await listen("0.0.0.0");
    everywhere6 = await listen("::");
    loopback = await listen("127.0.0.1");
    do loopback6 = await listen("::1");
    while (loopback6 === loopback || loopback6 === everywhere);
  });
  afterAll(() => servers.forEach((server) => server.close()));

  test("finds what listens on this machine", () => {
    expect(attempt({ port: everywhere }).met).toBe(true);
    expect(attempt({ port: everywhere6 }).met).toBe(true);
    expect(attempt({ port: loopback, host: "localhost" }).met).toBe(true);
    expect(attempt({ port: loopback6, host: "::1" }).met).toBe(true);
  });

  test("does not take another address for the one that is asked for", () => {
    expect(attempt({ port: loopback6 }).met).toBe(false);
    expect(attempt({ port: loopback, host: "127.0.0.2" }).met).toBe(false);
    expect(attempt({ port: 1 }).met).toBe(false);
  });

  test.runIf(own)("knows this machine's other addresses", () => {
    expect(attempt({ port: everywhere, host: own }).met).toBe(true);
    expect(attempt({ port: loopback, host: own }).met).toBe(false);
  });

  test("waits for a port to be closed", () => {
    expect(attempt({ port: 1, state: "stopped" }).met).toBe(true);
    expect(attempt({ port: loopback, state: "stopped" }).met).toBe(false);
  });

  test("connects to a host by its name", () => {
    expect(attempt({ port: 1, host: "localhost.invalid", connect_timeout: 1 }).met).toBe(false);
  });
});

describe("wait_for a path", () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "wait for ")), "log");
  writeFileSync(file, "starting\nready in 12 ms\n");
  test.each([
    [{ path: file }, true],
    [{ path: `${file}.not` }, false],
    [{ path: `${file}.not`, state: "absent" }, true],
    [{ path: file, state: "absent" }, false],
    [{ path: file, search_regex: String.raw`^ready in \d+\sms$` }, true],
    [{ path: file, search_regex: "failed" }, false],
    [{ path: file, search_regex: "failed", state: "absent" }, true],
  ])("%j: %s", (options, met) => expect(attempt(options).met).toBe(met));

  test("says what it was told to say", () => {
    expect(attempt({ path: "/nowhere/it's", msg: "it's not there" })).toEqual({
      met: false,
      said: "it's not there",
    });
  });
});

test("wait_for tells its times", () => {
  expect(planOf(wait_for, { port: "2379", timeout: 10, delay: 1, sleep: 2 }, {})).toMatchObject({
    changes: [],
    wait: { summary: "port 2379 open on 127.0.0.1", timeout: 10, delay: 1, pause: 2 },
  });
  expect(planOf(wait_for, { timeout: 7 }, {}).wait).toMatchObject({ delay: 7, summary: "7 s" });
});

test("wait_for refuses what it cannot wait for", () => {
  expect(() => planOf(wait_for, { port: 1, path: "/x" }, {})).toThrow(
    expect.objectContaining({ code: "BAD_OPTION" }),
  );
  expect(wait_for.args.safeParse({ port: 1, state: "drained" }).success).toBe(false);
});

test("a Python pattern becomes a POSIX one", () => {
  expect(extendedPattern(String.raw`(?:a|b)\.\w+`)).toBe(String.raw`(a|b)\.[[:alnum:]_]+`);
});
