import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCommand } from "./command.ts";
import type { SandboxState } from "./state.ts";
import { sandboxFile } from "./state.ts";

/** Makes the sandbox's own login key, a host key for each host, and the known_hosts file that lists those. */
export async function createKeys(state: SandboxState): Promise<void> {
  const { id, hosts } = state;
  await createKey(sandboxFile.key(id), "sandbox");
  const lines = await Promise.all(hosts.map(({ name, address }) => createHostKey(id, name, address)));
  writeFileSync(sandboxFile.knownHosts(id), lines.join(""));
}

/** Answers the host's line of known_hosts, see sshd(8). */
async function createHostKey(id: number, host: string, address: string): Promise<string> {
  const folder = sandboxFile.hostSsh(id, host);
  mkdirSync(folder, { recursive: true });
  const authorizedKeys = join(folder, "authorized_keys");
  copyFileSync(`${sandboxFile.key(id)}.pub`, authorizedKeys);
  // sshd reads it as the user who logs in
  chmodSync(folder, 0o755);
  chmodSync(authorizedKeys, 0o644);
  const key = join(folder, "ssh_host_ed25519_key");
  await createKey(key, host);
  const [type = "", material = ""] = readFileSync(`${key}.pub`, "utf8").split(" ");
  return `${address} ${type} ${material}\n`;
}

async function createKey(path: string, comment: string): Promise<void> {
  await readCommand(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", path]);
}
