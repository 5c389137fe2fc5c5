import { appendFileSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { sh } from "../../../engine/base/shell-text.ts";
import { openSession } from "../../../engine/host/open-session.ts";
import { script } from "../../../engine/host/query.ts";
import type { Identity } from "../../../engine/host/session.ts";
import { silentServices } from "../../../engine/host/transport/services.ts";
import type { SshConnection } from "../../../engine/host/transport/ssh-connection.ts";
import { connectionTo, sayOver } from "./loopback-connection.ts";
import { type LoopbackSshd, noSshd, publicKey, type SshdOptions, startSshd } from "./loopback-sshd.ts";

const login: Identity = { kind: "login" };

/** A line to a port of this machine that can go dead without either end being told. */
async function startLine(
  port: number,
): Promise<{ readonly port: number; readonly cut: () => void; readonly stop: () => void }> {
  const ends: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    ends.push(near, far);
    for (const end of [near, far]) end.on("error", () => {});
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      for (const end of ends) end.unpipe();
    },
    stop: () => {
      for (const end of ends) end.destroy();
      server.close();
    },
  };
}

describe.skipIf(noSshd)("sshd's limits", () => {
  const running: LoopbackSshd[] = [];
  const start = async (options: SshdOptions = {}): Promise<LoopbackSshd> => {
    const sshd = await startSshd(options);
    running.push(sshd);
    return sshd;
  };
  afterEach(async () => {
    await Promise.all(running.splice(0).map(async (sshd) => sshd.stop()));
  });

  test("fifty connections come through a door for two (MaxStartups)", async () => {
    const sshd = await start({ settings: ["MaxStartups 2:100:2"] });
    const connection = connectionTo(sshd, { connectTimeout: 120 });
    const said = await Promise.all(Array.from({ length: 50 }, async () => sayOver(connection)));
    expect(said.filter((text) => text === "hello")).toHaveLength(50);
  });

  test("a server that always hangs up is told of when the time is over", async () => {
    const sshd = await start({ settings: ["MaxStartups 1:100:1"] });
    const connection = connectionTo(sshd);
    // one who never says anything stands in the door
    const other = connect(sshd.port, "127.0.0.1");
    await new Promise((resolve) => other.once("data", resolve));
    await expect(sayOver({ ...connection, connectTimeout: 2 })).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringContaining("hangs up before it says a word"),
      hint: expect.stringContaining("MaxStartups"),
    });
    other.destroy();
    expect(await sayOver(connection)).toBe("hello");
  });

  test.each([1, 2])("shells and uploads take turns where %i may be open (MaxSessions)", async (most) => {
    const sshd = await start({ settings: [`MaxSessions ${most}`] });
    const session = await openSession(connectionTo(sshd));
    const file = join(sshd.folder, "bulk");
    const bytes = new Uint8Array(300_000).fill(65);
    const write = { kind: "write", path: file, content: { kind: "bytes", bytes }, mode: "0600" } as const;
    const context = { identity: login, environment: {} };
    await session.ask([script("x", sh`true`)], login);
    await session.apply([write, { kind: "run", script: sh`rm -- ${file}` }], context);
    await session.apply([write], context);
    const [size] = await session.ask([script("size", sh`wc -c < ${file}`)], login);
    expect(Buffer.from(size.stdout).toString().trim()).toBe("300000");
    await session.close();
  });

  test("a user who may run no commands is told so", async () => {
    const sshd = await start({ settings: ["MaxSessions 0"] });
    await expect(sayOver(connectionTo(sshd))).rejects.toMatchObject({
      code: "UNREACHABLE",
      hint: expect.stringContaining("ForceCommand"),
    });
  });

  test("a user whose every command is another one is told so (ForceCommand)", async () => {
    const sshd = await start({ settings: ['ForceCommand echo "This account is for backups"'] });
    await expect(sayOver(connectionTo(sshd))).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringContaining("This account is for backups"),
      hint: expect.stringContaining("ForceCommand"),
    });
  });

  test("silence is noticed when ServerAliveInterval says, and never where that is 0", async () => {
    const sshd = await start();
    const line = await startLine(sshd.port);
    const connection = connectionTo({ ...sshd, port: line.port });
    const [attentive, patient] = await Promise.all(
      [1, 0].map(async (interval) => openSession({ ...connection, keepAlive: { interval, count: 2 } })),
    );
    line.cut();
    const cutAt = performance.now();
    await vi.waitFor(() => expect(attentive?.alive).toBe(false), { timeout: 30_000, interval: 50 });
    // two questions without an answer: three seconds, looked at every second
    expect(performance.now() - cutAt).toBeGreaterThan(1900);
    expect(patient?.alive).toBe(true);
    line.stop();
  });

  test("what the configuration asks for in vain is told when a host is reached", async () => {
    const notices = [{ message: "VerifyHostKeyDNS is not heeded", hint: "see config line 1" }];
    const told: (readonly [string, string | undefined])[] = [];
    const services = {
      ...silentServices(),
      warn: (...said: [string, string?]) => told.push([said[0], said[1]]),
    };
    expect(await sayOver(connectionTo(await start(), { notices }), services)).toBe("hello");
    expect(told).toEqual([["VerifyHostKeyDNS is not heeded", "see config line 1"]]);
  });

  test("a connection goes over two hosts, each with its own key and known hosts", async () => {
    const [first, second, target] = await Promise.all([start(), start(), start()]);
    const over = (connection: SshConnection, between: SshConnection): SshConnection => ({
      ...connection,
      through: { kind: "host", connection: between },
    });
    const connection = over(connectionTo(target), over(connectionTo(second), connectionTo(first)));
    expect(await sayOver(connection)).toBe("hello");
    const distrusted = over(
      connectionTo(target),
      over(connectionTo(second), { ...connectionTo(first), knownHostsFiles: [] }),
    );
    await expect(sayOver(distrusted)).rejects.toMatchObject({
      code: "UNKNOWN_HOST_KEY",
      message: expect.stringContaining(`[127.0.0.1]:${first.port}`),
    });
  });

  test("a host that forbids forwarding, or cannot reach the target, is named", async () => {
    const [between, target] = await Promise.all([start({ settings: ["AllowTcpForwarding no"] }), start()]);
    const through = { kind: "host", connection: connectionTo(between) } as const;
    await expect(sayOver(connectionTo(target, { through }))).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringMatching(
        new RegExp(`${target.port} cannot be reached over .*${between.port}.*no forwarding`),
      ),
      hint: expect.stringContaining("AllowTcpForwarding"),
    });
    const open = { kind: "host", connection: connectionTo(target) } as const;
    await expect(sayOver(connectionTo(between, { port: 1, through: open }))).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringContaining("[127.0.0.1]:1 cannot be reached over"),
    });
  });

  test("a connection goes by a command, and one that fails is told at once", async () => {
    const sshd = await start();
    const { keyFile, port, folder, user } = sshd;
    const connection = connectionTo(sshd);
    const ssh = `ssh -F none -i ${keyFile} -o UserKnownHostsFile=${join(folder, "known_hosts")} -p ${port} -W 127.0.0.1:${port} ${user}@127.0.0.1`;
    expect(await sayOver({ ...connection, through: { kind: "command", command: ssh } })).toBe("hello");
    const began = performance.now();
    await expect(
      sayOver({ ...connection, through: { kind: "command", command: "false" } }),
    ).rejects.toMatchObject({
      code: "UNREACHABLE",
    });
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test("an IPv6 address is a host like any other", async () => {
    const sshd = await start({ listen: "::1" });
    expect(await sayOver(connectionTo(sshd, {}, "::1"))).toBe("hello");
  });

  test("a second proof is given where the server wants two", async () => {
    const sshd = await start({ settings: ["AuthenticationMethods publickey,publickey"] });
    await expect(sayOver(connectionTo(sshd))).rejects.toMatchObject({ code: "AUTHENTICATION" });
    const second = join(sshd.folder, "host_ed25519");
    appendFileSync(`${sshd.keyFile}.pub`, `${publicKey(second)}\n`);
    expect(await sayOver(connectionTo(sshd, { privateKeyFiles: [sshd.keyFile, second] }))).toBe("hello");
  });
});
