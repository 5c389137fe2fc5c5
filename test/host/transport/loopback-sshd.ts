import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { readCommand } from "../../sandbox/command.ts";
import { waitFor } from "../../sandbox/wait.ts";

export type KeyType = "ed25519" | "ecdsa" | "rsa";

/** A real sshd on this machine's loopback, for whoever runs the tests, with keys and settings of its own. */
export interface LoopbackSshd {
  readonly port: number;
  readonly user: string;
  /** Where its keys are and test files may be made. */
  readonly folder: string;
  /** Lets its user in. */
  readonly keyFile: string;
  /** `ssh-ed25519 AAAA…`, as known_hosts has it. */
  hostKey(type: KeyType): string;
  stop(): Promise<void>;
}

export interface SshdOptions {
  readonly hostKeys?: readonly KeyType[];
  /** Lines of sshd_config. */
  readonly settings?: readonly string[];
  readonly listen?: string;
}

const program = "/usr/sbin/sshd";

/** Why there is none; undefined where there is. */
export const noSshd: string | undefined = existsSync(program) ? undefined : `there is no ${program}`;

export async function startSshd(options: SshdOptions = {}): Promise<LoopbackSshd> {
  const { hostKeys = ["ed25519"], settings = [], listen = "127.0.0.1" } = options;
  const folder = mkdtempSync(join(tmpdir(), "play-sshd-"));
  const port = await freePort(listen);
  const keyFile = join(folder, "id");
  await makeKey(keyFile, "ed25519");
  for (const type of hostKeys) await makeKey(join(folder, `host_${type}`), type);
  const lines = [
    // the first value holds
    ...settings,
    `Port ${port}`,
    `ListenAddress ${listen}`,
    ...hostKeys.map((type) => `HostKey ${join(folder, `host_${type}`)}`),
    `PidFile ${join(folder, "pid")}`,
    `AuthorizedKeysFile ${keyFile}.pub`,
    "StrictModes no",
    "UsePAM no",
  ];
  writeFileSync(join(folder, "config"), `${lines.join("\n")}\n`);
  // where a root's sshd puts those that it does not trust yet
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  const child = spawn(program, ["-D", "-e", "-f", join(folder, "config")], { stdio: "ignore" });
  await waitFor("sshd", 20, () => (existsSync(join(folder, "pid")) ? true : undefined));
  return {
    port,
    user: userInfo().username,
    folder,
    keyFile,
    hostKey: (type) => publicKey(join(folder, `host_${type}`)),
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

export async function makeKey(file: string, type: KeyType, passphrase = ""): Promise<void> {
  await readCommand(["ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", "test", "-f", file]);
}

/** Type and material. */
export function publicKey(file: string): string {
  return readFileSync(`${file}.pub`, "utf8").split(" ").slice(0, 2).join(" ");
}

async function freePort(host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
