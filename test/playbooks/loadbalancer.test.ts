import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bootSandbox } from "../sandbox/boot.ts";
import { virtualAddress } from "../sandbox/cluster-inventory.ts";
import { clusterProfile } from "../sandbox/cluster-profile.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { offerPackages } from "../sandbox/package-archive.ts";
import { ensureBundle } from "../sandbox/programs/bundle.ts";
import { haproxyBundle } from "../sandbox/programs/bundles.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { waitFor } from "../sandbox/wait.ts";
import { changesOf, playEvents } from "../support/play.ts";

describeOnHosts("loadbalancer.yml", () => {
  let sandbox: Sandbox;
  let folder: string;
  let address: string;

  beforeAll(async () => {
    sandbox = await bootSandbox({ count: 3, profile: clusterProfile });
    folder = mkdtempSync(join(tmpdir(), "play-balancers-"));
    address = virtualAddress(sandbox);
    await ensureBundle(haproxyBundle);
    await offerPackages(sandbox.hosts.slice(0, 2), ["haproxy", "keepalived"]);
  }, 300_000);

  afterAll(async () => {
    await sandbox?.stop();
    if (folder) rmSync(folder, { recursive: true });
  });

  /** Plays it with these hosts in the group lb; answers what changed. */
  const balance = async (
    groups: { readonly lb: readonly string[]; readonly masters: readonly string[] },
    ...words: readonly string[]
  ): Promise<readonly string[]> => {
    const text = sandbox
      .inventoryText()
      .replace("[kube_master]\n", `[kube_master]\n${groups.masters.join("\n")}\n`)
      .replace("[lb]\n", `[lb]\n${groups.lb.join("\n")}\n`);
    writeFileSync(join(folder, "hosts"), `${text}lb_vip=${address}\n`);
    return changesOf(await playEvents(["loadbalancer.yml", "-i", join(folder, "hosts"), ...words]));
  };

  const own = { lb: ["h1", "h2"], masters: ["h3"] } as const;

  const holder = async (): Promise<string> => {
    const found = await Promise.all(
      sandbox.hosts.map(async ({ name }) =>
        (await sandbox.read(name, `ip -4 -o address show to ${address}`)) === "" ? "" : name,
      ),
    );
    return found.join("");
  };

  const moves = (to: string) =>
    waitFor(`the address to move to ${to}`, 120, async () => ((await holder()) === to ? true : undefined));

  const listeners = (host: string) =>
    sandbox.read(host, "ss -Hltnp | grep haproxy | awk '{ print $4 }' | grep -v :8404 | sort");

  test("installs packages as a check run foresaw, and the first host has the virtual address", async () => {
    const foreseen = await balance(own, "--check");
    const done = await balance(own);
    expect(foreseen).toEqual(done);
    expect(done).toContain("loadbalancer : package of keepalived @ h2");
    for (const name of ["haproxy", "keepalived"]) {
      const running = `readlink /proc/$(systemctl show --property=MainPID --value ${name})/exe`;
      expect(await sandbox.read("h2", running)).toBe(`/usr/sbin/${name}\n`);
    }
    await moves("h1");
    expect(await listeners("h1")).toBe("0.0.0.0:6443\n");
    expect(await balance(own)).toEqual([]);
  });

  test.each(["haproxy", "keepalived"])("moves the address while the holder's %s is stopped", async (name) => {
    await sandbox.read("h1", `systemctl stop ${name}`);
    await moves("h2");
    expect(await balance(own)).toEqual([`loadbalancer : start ${name} @ h1`]);
    await moves("h1");
  });

  test("stops both on a host that balances no more; the other one is enough", async () => {
    const done = await balance({ lb: ["h2"], masters: ["h1", "h3"] });
    expect(done).toContain("loadbalancer : stop what it does no more @ h1");
    await moves("h2");
    const { stdout } = await sandbox.run("h1", "systemctl is-active haproxy keepalived");
    expect(stdout).toBe("inactive\ninactive\n");
    expect(await balance({ lb: ["h2"], masters: ["h1", "h3"] })).toEqual([]);
  });

  test("takes only the virtual address where an API server has the same port", async () => {
    const same = { lb: ["h1", "h2"], masters: ["h1", "h3"] } as const;
    await balance(same, "-e", "lb_port=6443");
    await moves("h1");
    expect(await listeners("h1")).toBe(`${address}:6443\n`);
    expect(await listeners("h2")).toBe("0.0.0.0:6443\n");
    expect(await balance(same, "-e", "lb_port=6443")).toEqual([]);
  });

  test("balances on every host for itself, with programs from the controller", async () => {
    const words = ["-e", JSON.stringify({ lb_mode: "local", haproxy_install: "binaries" })];
    const masters = { lb: [], masters: ["h1", "h2", "h3"] };
    await balance(masters, ...words);
    for (const host of ["h1", "h3"]) expect(await listeners(host)).toBe("127.0.0.1:8443\n");
    expect(await holder()).toBe("");
    expect(await balance(masters, ...words)).toEqual([]);
  });
});
