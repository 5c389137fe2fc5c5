import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { describeOnHosts } from "../sandbox/hosts.ts";
import type { FaultBench } from "./bench.ts";
import { describeOddHosts } from "./odd-host-plays.ts";
import { skewedHosts } from "./odd-hosts.ts";

describeOnHosts("modules on a host", () => describeOddHosts(skewedHosts, installFaketime));

/** Debian's libfaketime, unpacked. */
async function installFaketime({ read }: FaultBench): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "play-faketime-"));
  const unpack = `apt-get -q download libfaketime >&2 && dpkg -x *.deb . && base64 usr/lib/*/faketime/libfaketimeMT.so.1`;
  const library = execFileSync("sh", ["-c", unpack], { cwd: folder }).toString();
  rmSync(folder, { recursive: true });
  const file = "/usr/local/lib/faketime.so";
  await read(`base64 -d >${file} <<'END'\n${library}END\n`);
  const now = `date +%s; echo -1d >/etc/faketimerc; LD_PRELOAD=${file} date +%s; rm /etc/faketimerc`;
  const [real = "", faked = ""] = (await read(now)).split("\n");
  expect(Math.abs(Number(real) - 86_400 - Number(faked))).toBeLessThan(60);
}
