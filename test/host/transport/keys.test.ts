import { spawn } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../../../engine/base/secret.ts";
import { PlayError } from "../../../engine/base/play-error.ts";
import { KeyRing } from "../../../engine/host/transport/key-ring.ts";
import type { SshServices } from "../../../engine/host/transport/services.ts";
import { readCommand } from "../../sandbox/command.ts";
import { waitFor } from "../../sandbox/wait.ts";
import { connectionTo, sayOver } from "./loopback-connection.ts";
import { type KeyType, type LoopbackSshd, makeKey, noSshd, publicKey, startSshd } from "./loopback-sshd.ts";

/** Answers in turn, and remembers what it was asked. */
function asking(...answers: readonly string[]): SshServices & { readonly asked: string[] } {
  const left = [...answers];
  const asked: string[] = [];
  const ask = async (file: string): Promise<string> => {
    asked.push(file);
    const answer = left.shift();
    if (answer === undefined) throw new PlayError("AUTHENTICATION", "there is no terminal");
    return answer;
  };
  return { asked, keys: new KeyRing(ask), warn: () => {} };
}

describe.skipIf(noSshd)("keys", () => {
  let sshd: LoopbackSshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(async () => sshd.stop());

  /** A key that the server takes, or not. */
  const key = async (name: string, options: KeyOptions = {}): Promise<string> => {
    const file = join(sshd.folder, name);
    await makeKey(file, options.type ?? "ed25519", options.passphrase);
    if (options.taken !== false) writeFileSync(`${sshd.keyFile}.pub`, `${publicKey(file)}\n`, { flag: "a" });
    return file;
  };
  interface KeyOptions {
    readonly type?: KeyType;
    readonly passphrase?: string;
    readonly taken?: boolean;
  }

  test.each(["ed25519", "ecdsa", "rsa"] as const)(
    "an encrypted key of type %s opens with its passphrase",
    async (type) => {
      const file = await key(`sealed-${type}`, { type, passphrase: "open me" });
      const services = asking("open me");
      expect(await sayOver(connectionTo(sshd, { privateKeyFiles: [file] }), services)).toBe("hello");
      expect(services.asked).toEqual([file]);
    },
  );

  test("a passphrase is asked for once, however many connections want the key", async () => {
    const file = await key("shared", { passphrase: "open me" });
    const services = asking("open me");
    const connection = connectionTo(sshd, { privateKeyFiles: [file] });
    const said = await Promise.all([1, 2, 3, 4].map(async () => sayOver(connection, services)));
    expect(said).toEqual(["hello", "hello", "hello", "hello"]);
    expect(services.asked).toEqual([file]);
  });

  test("a wrong passphrase is asked for again, and three are enough", async () => {
    const file = await key("guessed", { passphrase: "right" });
    const connection = connectionTo(sshd, { privateKeyFiles: [file] });
    const patient = asking("wrong", "right");
    expect(await sayOver(connection, patient)).toBe("hello");
    expect(patient.asked).toHaveLength(2);
    await expect(sayOver(connection, asking("1", "2", "3", "right"))).rejects.toMatchObject({
      code: "AUTHENTICATION",
      message: expect.stringContaining(`key ${file} stays locked`),
      hint: expect.stringContaining("ssh-add"),
    });
  });

  test("nobody is asked for the passphrase of a key that the server does not take", async () => {
    const file = await key("unwanted", { passphrase: "secret", taken: false });
    const services = asking();
    const connection = connectionTo(sshd, { privateKeyFiles: [file, sshd.keyFile] });
    expect(await sayOver(connection, services)).toBe("hello");
    expect(services.asked).toEqual([]);
  });

  test("whoever ends the run instead of telling a passphrase is not told that the host lets nobody in", async () => {
    const interruption = new PlayError("INTERRUPTED", "the run was interrupted");
    const keys = new KeyRing(async () => Promise.reject(interruption));
    const connection = connectionTo(sshd, {
      privateKeyFiles: [await key("given-up", { type: "rsa", passphrase: "x" })],
    });
    await expect(sayOver(connection, { keys, warn: () => {} })).rejects.toBe(interruption);
    const alone = join(sshd.folder, "given-up-alone");
    copyFileSync(join(sshd.folder, "given-up"), alone);
    await readCommand(["ssh-keygen", "-q", "-p", "-m", "PEM", "-P", "x", "-N", "another one", "-f", alone]);
    const hidden = connectionTo(sshd, { privateKeyFiles: [alone] });
    await expect(sayOver(hidden, { keys, warn: () => {} })).rejects.toBe(interruption);
  });

  test("keys are not offered where ssh's configuration turns them off", async () => {
    const connection = connectionTo(sshd, { authentications: ["password"] });
    await expect(sayOver(connection)).rejects.toMatchObject({
      code: "AUTHENTICATION",
      message: expect.stringContaining("ssh's configuration turns off publickey, keyboard-interactive"),
    });
  });

  test("a passphrase of the inventory opens the key, and a wrong one is told", async () => {
    const file = await key("told", { passphrase: "given" });
    const connection = connectionTo(sshd, { privateKeyFiles: [file] });
    expect(await sayOver({ ...connection, passphrase: new Secret("given") }, asking())).toBe("hello");
    await expect(sayOver({ ...connection, passphrase: new Secret("else") }, asking())).rejects.toMatchObject({
      message: expect.stringContaining("the passphrase of the inventory is wrong"),
    });
  });

  test("an encrypted key in an old format, which hides its public half, opens, too", async () => {
    const file = await key("pem", { type: "rsa" });
    await readCommand(["ssh-keygen", "-q", "-p", "-m", "PEM", "-P", "", "-N", "open me", "-f", file]);
    copyFileSync(file, `${file}-alone`);
    chmodSync(`${file}-alone`, 0o600);
    expect(await sayOver(connectionTo(sshd, { privateKeyFiles: [`${file}-alone`] }), asking("open me"))).toBe(
      "hello",
    );
  });

  test("time at the prompt is not time for connecting", async () => {
    const file = await key("slow", { passphrase: "open me" });
    const ask = async (): Promise<string> =>
      new Promise((resolve) => setTimeout(() => resolve("open me"), 2500));
    const connection = connectionTo(sshd, { privateKeyFiles: [file], connectTimeout: 2 });
    expect(await sayOver(connection, { keys: new KeyRing(ask), warn: () => {} })).toBe("hello");
  });

  test("keys that cannot be used are told with the reason", async () => {
    const open = await key("open");
    chmodSync(open, 0o644);
    const garbage = join(sshd.folder, "garbage");
    writeFileSync(garbage, "hello", { mode: 0o600 });
    const certified = await key("certified", { taken: false });
    writeFileSync(`${certified}-cert.pub`, "");
    const privateKeyFiles = [open, garbage, join(sshd.folder, "none"), certified];
    const usualKeyFiles = [join(sshd.folder, "id_usual")];
    const error = await sayOver(connectionTo(sshd, { privateKeyFiles, usualKeyFiles })).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: "AUTHENTICATION" });
    const { message } = error as PlayError;
    expect(message).toContain(`tried key ${certified}`);
    expect(message).toContain(`key ${open} may be used by others (mode 0644): chmod 600 ${open}`);
    expect(message).toContain(`key ${garbage} is not a private key`);
    expect(message).toContain(`there is no key ${join(sshd.folder, "none")}`);
    expect(message).toContain(`certificate ${certified}-cert.pub was not offered`);
    expect(message).not.toContain("id_usual");
  });

  describe("with an agent", () => {
    let agent: ReturnType<typeof spawn>;
    let socket: string;
    beforeAll(async () => {
      socket = join(sshd.folder, "agent");
      agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
      await waitFor("ssh-agent", 20, () => (existsSync(socket) ? true : undefined));
    });
    afterAll(() => void agent.kill());
    const add = async (file: string): Promise<string> =>
      readCommand(["ssh-add", "-q", file], { environment: { ...process.env, SSH_AUTH_SOCK: socket } });

    test.each(["ed25519", "ecdsa", "rsa"] as const)(
      "its key of type %s logs in, without a file",
      async (type) => {
        await add(await key(`agent-${type}`, { type }));
        const connection = connectionTo(sshd, { privateKeyFiles: [], identitiesOnly: false, agent: socket });
        expect(await sayOver(connection)).toBe("hello");
      },
    );

    test("only named keys of it are offered with IdentitiesOnly, by the private or the public file", async () => {
      const connection = connectionTo(sshd, { privateKeyFiles: [], agent: socket });
      await expect(sayOver(connection)).rejects.toMatchObject({
        message: expect.stringContaining("nothing to try"),
      });
      const named = join(sshd.folder, "agent-ed25519.pub");
      expect(await sayOver({ ...connection, privateKeyFiles: [named] })).toBe("hello");
    });

    test("six foreign keys in it do not use up the server's patience when the right file is named", async () => {
      for (let index = 0; index < 7; index++) await add(await key(`foreign-${index}`, { taken: false }));
      const connection = connectionTo(sshd, { agent: socket });
      expect(await sayOver(connection)).toBe("hello");
    });

    test("an agent that is not there is one attempt less", async () => {
      expect(
        await sayOver(connectionTo(sshd, { identitiesOnly: false, agent: join(sshd.folder, "no") })),
      ).toBe("hello");
    });
  });
});
