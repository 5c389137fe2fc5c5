import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeOnHosts } from "./hosts.ts";
import { sshCommand } from "./ssh-client.ts";
import { sandboxUsers } from "./users.ts";

describeOnHosts("the run's sandbox hosts", (sandbox) => {
  const [first, second] = sandbox.hosts;
  if (first === undefined || second === undefined) throw new Error("these tests want two hosts");

  test.each(sandbox.hosts)("$name runs systemd as PID 1, with sshd active", async ({ name }) => {
    const { stdout } = await sandbox.run(name, "systemctl is-system-running --wait");
    expect(["running", "degraded"]).toContain(stdout.trim());
    expect(await sandbox.read(name, "cat /proc/1/comm; systemctl is-active ssh; hostname")).toBe(
      `systemd\nactive\n${name}\n`,
    );
  });

  test.each(["root", "deploy", "careful"])(
    "%s logs in by key, the host's key checked strictly",
    async (user) => {
      for (const { address, name } of sandbox.hosts) {
        const found = await sshCommand(sandbox, `${user}@${address}`, "id -un; hostname");
        expect(found).toEqual({ status: 0, stdout: `${user}\n${name}\n`, stderr: "" });
      }
    },
  );

  test("another host's key in known_hosts is refused", async () => {
    const folder = await mkdtemp(join(tmpdir(), "play-known-hosts-"));
    try {
      const knownHostsPath = join(folder, "known_hosts");
      const key = await sandbox.read(
        second.name,
        "cut -d' ' -f1,2 /etc/ssh/sandbox/ssh_host_ed25519_key.pub",
      );
      writeFileSync(knownHostsPath, `${first.address} ${key}`);
      const found = await sshCommand({ ...sandbox, knownHostsPath }, `root@${first.address}`, "true");
      expect(found.status).toBe(255);
      expect(found.stderr).toContain("Host key verification failed");
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("deploy becomes root unasked, careful only with the password", async () => {
    const { deploy, careful } = sandboxUsers;
    const asDeploy = await sshCommand(sandbox, `${deploy.name}@${first.address}`, "sudo -n id -u");
    expect(asDeploy.stdout).toBe("0\n");
    const unasked = await sshCommand(sandbox, `${careful.name}@${first.address}`, "sudo -n id -u");
    expect(unasked.status).not.toBe(0);
    const asked = `printf '%s\\n' ${careful.password} | sudo -S id -u`;
    expect((await sshCommand(sandbox, `${careful.name}@${first.address}`, asked)).stdout).toBe("0\n");
  });

  test("sshd offers login by password to users, but not to root", async () => {
    const offered = async (user: string): Promise<string> => {
      const login = [`-oPubkeyAuthentication=no`, `${user}@${first.address}`].join(" ");
      const ssh = `ssh -F none -oBatchMode=yes -oStrictHostKeyChecking=no -oUserKnownHostsFile=/dev/null ${login} true`;
      return (await sandbox.run(second.name, ssh)).stderr;
    };
    expect(await offered("careful")).toContain("password");
    const configured = await sandbox.read(first.name, "sshd -T -C user=root,host=x,addr=127.0.0.1");
    expect(configured).toContain("permitrootlogin without-password");
  });

  test("hosts reach each other, and have no Python", async () => {
    const connect = `exec 3<>/dev/tcp/${second.address}/22 && head -c 8 <&3`;
    expect(await sandbox.read(first.name, `bash -c '${connect}'`)).toBe("SSH-2.0-");
    expect((await sandbox.run(first.name, "ls /usr/bin/python* /usr/local/bin/python*")).stdout).toBe("");
  });

  test("the inventory names every host's address, the key and the known_hosts file", () => {
    const text = sandbox.inventoryText();
    for (const { name, address } of sandbox.hosts) {
      expect(text).toContain(`${name} ansible_host=${address} node_ip=${address}\n`);
    }
    expect(text).toContain(`ansible_ssh_private_key_file=${sandbox.keyPath}\n`);
    expect(text).toContain(`ansible_ssh_known_hosts_file=${sandbox.knownHostsPath}\n`);
  });
});
