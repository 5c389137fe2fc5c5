import { lstat, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { Secret } from "../../engine/base/secret.ts";
import type { Connection, Identity } from "../../engine/host/session.ts";
import { openSession } from "../../engine/host/open-session.ts";
import { script, stat, unit } from "../../engine/host/query.ts";
import { sh } from "../../engine/base/shell-text.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { sandboxUsers } from "../sandbox/users.ts";
import { describeSession } from "./behaviour/describe-session.ts";

const login: Identity = { kind: "login" };

describeOnHosts("ssh", (sandbox) => {
  const [host] = sandbox.hosts;
  if (!host) throw new Error("these tests want a host");
  const connection = (
    user: string,
    changes: Partial<Extract<Connection, { kind: "ssh" }>> = {},
  ): Connection => ({
    kind: "ssh",
    host: host.address,
    port: 22,
    user,
    privateKeyFiles: [sandbox.keyPath],
    knownHostsFiles: [sandbox.knownHostsPath],
    hostKeyChecking: "yes",
    connectTimeout: 20,
    ...changes,
  });
  const becoming = (password?: string): Identity => ({
    kind: "become",
    user: "root",
    method: "sudo",
    ...(password === undefined ? {} : { password: new Secret(password) }),
  });
  const { deploy, careful } = sandboxUsers;

  describeSession("as root", async () => openSession(connection("root")), login);
  describeSession("as a user", async () => openSession(connection(deploy.name)), login);
  describeSession(
    "by sudo with its password",
    async () => openSession(connection(careful.name)),
    becoming(careful.password),
  );

  test("identities of one session run side by side", async () => {
    const session = await openSession(connection(deploy.name));
    // each waits until the other is there, too
    const met = "/var/tmp/play-side-by-side";
    await sandbox.run(host.name, `rm -rf ${met}; mkdir -m 1777 ${met}`);
    const meet = sh`touch ${met}/$(id -un); for try in $(seq 300); do [ $(ls ${met} | wc -l) = 2 ] && break; sleep 0.1; done
      [ $(ls ${met} | wc -l) = 2 ] && id -un`;
    const meeting = [login, becoming()].map(async (identity) => session.ask([script("who", meet)], identity));
    const said = (await Promise.all(meeting)).map(([answer]) => Buffer.from(answer.stdout).toString().trim());
    expect(said).toEqual([deploy.name, "root"]);
    await sandbox.run(host.name, `rm -r ${met}`);
    await session.close();
  });

  test("units are asked for together", async () => {
    const session = await openSession(connection("root"));
    const found = await session.ask(
      [unit("ssh"), unit("no-such.service"), unit("ssh.service"), unit("multi-user.target")],
      login,
    );
    expect(found.map(({ name, loadState, activeState }) => [name, loadState, activeState])).toEqual([
      ["ssh.service", "loaded", "active"],
      ["no-such.service", "not-found", "inactive"],
      ["ssh.service", "loaded", "active"],
      ["multi-user.target", "loaded", "active"],
    ]);
    await session.close();
  });

  interface Refusal {
    readonly of: string;
    readonly changes?: object;
    readonly identity?: Identity;
    readonly code: string;
    readonly says: RegExp;
  }
  const refusals: readonly Refusal[] = [
    {
      of: "an unknown host key",
      changes: { knownHostsFiles: [] },
      code: "UNKNOWN_HOST_KEY",
      says: /SHA256:/,
    },
    { of: "a port where nothing listens", changes: { port: 9 }, code: "UNREACHABLE", says: /refused/ },
    { of: "no key", changes: { privateKeyFiles: [] }, code: "AUTHENTICATION", says: /nothing to try/ },
    {
      of: "a missing key",
      changes: { privateKeyFiles: ["/no/key"] },
      code: "AUTHENTICATION",
      says: /\/no\/key/,
    },
    {
      of: "a wrong password",
      changes: { privateKeyFiles: [], password: new Secret("x") },
      code: "AUTHENTICATION",
      says: /tried password/,
    },
    { of: "a missing sudo password", identity: becoming(), code: "BECOME", says: /password is required/ },
    { of: "a wrong sudo password", identity: becoming("no"), code: "BECOME", says: /password is wrong/ },
    {
      of: "a user that is not there",
      identity: {
        kind: "become",
        user: "nobody-known",
        method: "sudo",
        password: new Secret(careful.password),
      },
      code: "BECOME",
      says: /nobody-known/,
    },
  ];

  test.each(refusals)("$of is refused", async ({ changes = {}, identity = login, code, says }) => {
    const attempt = async (): Promise<void> => {
      const session = await openSession(connection(careful.name, changes));
      try {
        await session.ask([script("x", sh`true`)], identity);
      } finally {
        await session.close();
      }
    };
    await expect(attempt()).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
  });

  test("a password alone is enough where the server takes it", async () => {
    const session = await openSession(
      connection(careful.name, { privateKeyFiles: [], password: new Secret(careful.password) }),
    );
    const [said] = await session.ask([script("who", sh`id -un`)], login);
    expect(Buffer.from(said.stdout).toString()).toBe(`${careful.name}\n`);
    await session.close();
  });

  test("a connection that is cut fails what is under way and what is asked later", async () => {
    const session = await openSession(connection(deploy.name));
    const [parent] = await session.ask([script("sshd", sh`echo $PPID`)], login);
    const waiting = session.ask([script("x", sh`sleep 30`)], login);
    const cut = expect(waiting).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await sandbox.run(host.name, `kill -KILL ${Buffer.from(parent.stdout).toString().trim()}`);
    await cut;
    await expect(session.ask([script("x", sh`true`)], login)).rejects.toMatchObject({
      code: "CONNECTION_LOST",
    });
    await session.close();
  });

  const bulkTest = async (body: (path: string) => Promise<void>): Promise<void> => {
    const folder = await mkdtemp(join(tmpdir(), "play-bulk-"));
    try {
      await writeFile(join(folder, "bulk"), "");
      await truncate(join(folder, "bulk"), 300_000_000);
      await body(join(folder, "bulk"));
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  test("a file of 300 MB is sent in little memory", async () => {
    await bulkTest(async (path) => {
      const session = await openSession(connection(careful.name));
      const identity = becoming(careful.password);
      const target = "/var/tmp/play-bulk-sent";
      const before = process.memoryUsage().rss;
      let most = before;
      const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
      const write = { kind: "write", path: target, content: { kind: "local", path }, mode: "0600" } as const;
      await session.apply([write], { identity, environment: {} });
      clearInterval(timer);
      expect(most - before).toBeLessThan(120_000_000);
      const [entry] = await session.ask([stat(target)], identity);
      expect(entry).toMatchObject({ size: 300_000_000, mode: "0600", owner: "root" });
      await sandbox.run(host.name, `rm -f ${target}`);
      await session.close();
    });
  });

  test("a file of 300 MB is fetched in little memory", async () => {
    await bulkTest(async (path) => {
      const session = await openSession(connection(careful.name));
      const identity = becoming(careful.password);
      const from = "/var/tmp/play-bulk-fetched";
      await sandbox.run(host.name, `truncate -s 300000000 ${from}; chmod 600 ${from}`);
      const before = process.memoryUsage().rss;
      let most = before;
      const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
      await session.apply([{ kind: "fetch", from, path }], { identity, environment: {} });
      clearInterval(timer);
      expect(most - before).toBeLessThan(120_000_000);
      expect((await lstat(path)).size).toBe(300_000_000);
      await sandbox.run(host.name, `rm -f ${from}`);
      await session.close();
    });
  });

  test("a connection that is cut in an upload leaves the old file, and nothing beside it", async () => {
    await bulkTest(async (path) => {
      const session = await openSession(connection(deploy.name));
      const [parent] = await session.ask([script("sshd", sh`echo $PPID`)], login);
      await sandbox.run(
        host.name,
        "mkdir -m 777 /var/tmp/play-cut; echo old > /var/tmp/play-cut/file; chmod 666 /var/tmp/play-cut/file",
      );
      const write = {
        kind: "write",
        path: "/var/tmp/play-cut/file",
        content: { kind: "local", path },
      } as const;
      const sending = session.apply([write], { identity: login, environment: {} });
      const cut = expect(sending).rejects.toMatchObject({ code: "CONNECTION_LOST" });
      await new Promise((resolve) => setTimeout(resolve, 400));
      await sandbox.run(host.name, `kill -KILL ${Buffer.from(parent.stdout).toString().trim()}`);
      await cut;
      await session.close();
      // the shell on the host clears up once it has noticed
      const left = "ls -A /var/tmp/play-cut; cat /var/tmp/play-cut/file";
      await vi.waitFor(async () => expect(await sandbox.read(host.name, left)).toBe("file\nold\n"), {
        timeout: 60_000,
        interval: 500,
      });
      await sandbox.run(host.name, "rm -r /var/tmp/play-cut");
    });
  });
});
