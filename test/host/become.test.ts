import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../../engine/base/secret.ts";
import { sh } from "../../engine/base/shell-text.ts";
import { openSession } from "../../engine/host/open-session.ts";
import { script, stat, tree } from "../../engine/host/query.ts";
import type { Become, Session } from "../../engine/host/session.ts";
import { bootSandbox } from "../sandbox/boot.ts";
import { unpackOnHost } from "../sandbox/host-packages.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { ensurePackages } from "../sandbox/programs/debian-packages.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { sandboxUsers } from "../sandbox/users.ts";
import { describeSession } from "./behaviour/describe-session.ts";
import { connectionTo } from "./connection-to.ts";

const rootPassword = "root-in-the-sandbox";
const busyboxSu = "/opt/busybox/su";
const wrong = "not-the-password";
const { deploy, careful } = sandboxUsers;

/** Users of the host with what sudo, su and doas have for them. */
const furnish = String.raw`
set -e
echo root:${rootPassword} | chpasswd -c SHA512
add() { useradd --create-home --shell /bin/bash "$@"; }
for name in teletype relayed lectured narrow fingered stranger; do add $name; echo "$name:${careful.password}" | chpasswd; done
add --shell /usr/sbin/nologin service; add --shell /usr/sbin/nologin unshelled; echo "unshelled:${careful.password}" | chpasswd; add --shell /bin/false falsely; add plain
useradd --home-dir /nowhere/homeless --shell /bin/bash homeless
add crowded; chown root: /home/crowded; chmod 555 /home/crowded
cat >/etc/sudoers.d/odd <<'END'
teletype,relayed,lectured,fingered ALL=(ALL:ALL) ALL
narrow ALL=(ALL:ALL) NOPASSWD: /usr/bin/id
Defaults:teletype requiretty
Defaults:relayed use_pty
Defaults:lectured lecture=always, passwd_tries=1, insults
END
cat >/etc/doas.conf <<'END'
permit nopass ${deploy.name}
permit ${careful.name}
END
chmod 0600 /etc/doas.conf
cat >/etc/finger <<'END'
#!/bin/sh
[ "$PAM_USER" = fingered ] || exit 0
echo "Place your finger on the reader"
exec sleep 60
END
chmod 755 /etc/finger
sed -i '1i auth optional pam_exec.so stdout /etc/finger' /etc/pam.d/sudo
mkdir -p /opt/busybox; cp /opt/busybox-static ${busyboxSu}; chmod 4755 ${busyboxSu}
`;

describeOnHosts("becoming another user", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await bootSandbox({ count: 1 });
    const [host] = sandbox.hosts;
    if (!host) throw new Error("these tests want a host");
    await unpackOnHost(host, ["opendoas"]);
    await ensurePackages(["busybox-static"]);
    copyFileSync("/bin/busybox", join(`/proc/${host.pid}/root`, "opt/busybox-static"));
    await sandbox.read("h1", furnish);
  });
  afterAll(async () => sandbox?.stop());

  const openAs = async (user: string): Promise<Session> => openSession(connectionTo(sandbox, user));
  const password = careful.password;
  const become = (method: Become["method"], changes: Partial<Become> = {}): Become => ({
    kind: "become",
    user: "root",
    method,
    ...changes,
  });

  interface Way {
    readonly of: string;
    readonly login: string;
    readonly identity: Become;
  }

  const ways: readonly Way[] = [
    { of: "sudo that does not ask", login: deploy.name, identity: become("sudo") },
    {
      of: "sudo that asks",
      login: careful.name,
      identity: become("sudo", { password: new Secret(password) }),
    },
    {
      of: "sudo that does not ask for the password it could have",
      login: deploy.name,
      identity: become("sudo", { password: new Secret(wrong) }),
    },
    {
      of: "sudo with requiretty",
      login: "teletype",
      identity: become("sudo", { password: new Secret(password) }),
    },
    {
      of: "sudo with use_pty",
      login: "relayed",
      identity: become("sudo", { password: new Secret(password) }),
    },
    {
      of: "sudo that lectures",
      login: "lectured",
      identity: become("sudo", { password: new Secret(password) }),
    },
    {
      of: "a sudo with a path and flags",
      login: deploy.name,
      identity: become("sudo", { exe: "/usr/bin/sudo", flags: "-E --preserve-groups" }),
    },
    {
      of: "su with that user's password",
      login: careful.name,
      identity: become("su", { password: new Secret(rootPassword) }),
    },
    { of: "su by root, who is not asked", login: "root", identity: become("su", { user: "plain" }) },
    {
      of: "busybox' su",
      login: careful.name,
      identity: become("su", { exe: busyboxSu, password: new Secret(rootPassword) }),
    },
    { of: "doas that does not ask", login: deploy.name, identity: become("doas") },
    {
      of: "doas that asks",
      login: careful.name,
      identity: become("doas", { password: new Secret(password) }),
    },
    {
      of: "sudo to a user whose shell is nologin",
      login: deploy.name,
      identity: become("sudo", { user: "service" }),
    },
    {
      of: "sudo to a user whose shell is false",
      login: deploy.name,
      identity: become("sudo", { user: "falsely" }),
    },
    {
      of: "su by root to a user whose shell is nologin",
      login: "root",
      identity: become("su", { user: "service" }),
    },
    {
      of: "sudo to a user without a home folder",
      login: "root",
      identity: become("sudo", { user: "homeless" }),
    },
    {
      of: "su to a user who may not write to the home folder",
      login: "root",
      identity: become("su", { user: "crowded" }),
    },
    { of: "doas to another user", login: deploy.name, identity: become("doas", { user: "plain" }) },
  ];

  test.each(ways)("works by $of", async ({ login, identity }) => {
    const session = await openAs(login);
    try {
      const folder = `/tmp/became-${identity.user}`;
      const file = `${folder}/file`;
      const write = { kind: "write", path: file, content: { kind: "bytes", bytes: allBytes } } as const;
      await session.apply([{ kind: "run", script: sh`rm -rf ${folder}; mkdir ${folder}` }, write], {
        identity,
        environment: {},
      });
      const [who, entry, all] = await session.ask(
        [script("who", sh`id -un; cat ${file}`), stat(file), tree(folder)],
        identity,
      );
      expect(Buffer.from(who.stdout)).toEqual(Buffer.concat([Buffer.from(`${identity.user}\n`), allBytes]));
      expect(entry?.owner).toBe(identity.user);
      expect(all?.map(({ path }) => path)).toEqual(["", "file"]);
    } finally {
      await session.close();
    }
  });

  interface Refusal {
    readonly of: string;
    readonly login: string;
    readonly identity: Become;
    readonly says: RegExp;
    readonly hint: RegExp;
    readonly code?: string;
  }

  const refusals: readonly Refusal[] = [
    {
      of: "sudo's password is wrong",
      login: careful.name,
      identity: become("sudo", { password: new Secret(wrong) }),
      says: /root on .*: the password is wrong$/,
      hint: /login user's/,
    },
    {
      of: "sudo's password is wrong, and sudo asks only once",
      login: "lectured",
      identity: become("sudo", { password: new Secret(wrong) }),
      says: /the password is wrong$/,
      hint: /login user's/,
    },
    {
      of: "sudo's password is wrong on the terminal that it wants",
      login: "teletype",
      identity: become("sudo", { password: new Secret(wrong) }),
      says: /the password is wrong$/,
      hint: /login user's/,
    },
    {
      of: "su's password is wrong",
      login: careful.name,
      identity: become("su", { password: new Secret(wrong) }),
      says: /the password is wrong$/,
      hint: /user to become/,
    },
    {
      of: "busybox' su gets a wrong password",
      login: careful.name,
      identity: become("su", { exe: busyboxSu, password: new Secret(wrong) }),
      says: /the password is wrong$/,
      hint: /user to become/,
    },
    {
      of: "doas' password is wrong",
      login: careful.name,
      identity: become("doas", { password: new Secret(wrong) }),
      says: /the password is wrong$/,
      hint: /login user's/,
    },
    {
      of: "sudo asks, and there is no password",
      login: careful.name,
      identity: become("sudo"),
      says: /password is required$/,
      hint: /-K.*NOPASSWD/,
    },
    {
      of: "su asks, and there is no password",
      login: careful.name,
      identity: become("su"),
      says: /password is required$/,
      hint: /-K/,
    },
    {
      of: "doas asks, and there is no password",
      login: careful.name,
      identity: become("doas"),
      says: /password is required$/,
      hint: /-K.*nopass/,
    },
    ...(["sudo", "su", "doas"] as const).map((method) => ({
      of: `${method} does not know the user`,
      login: deploy.name,
      identity: become(method, { user: "nobody-known" }),
      says: /there is no user nobody-known/,
      hint: /become_user/,
    })),
    {
      of: "sudoers allows other commands only",
      login: "narrow",
      identity: become("sudo", { password: new Secret(password) }),
      says: /narrow is not allowed to execute '\/bin\/sh' as root/,
      hint: /\/bin\/sh/,
    },
    {
      of: "sudoers does not know the login user",
      login: "stranger",
      identity: become("sudo", { password: new Secret(password) }),
      says: /stranger is not in the sudoers file/,
      hint: /\/bin\/sh/,
    },
    {
      of: "there is no such program",
      login: careful.name,
      identity: become("sudo", { exe: "pseudo" }),
      says: /there is no pseudo on it$/,
      hint: /install sudo/,
    },
    {
      of: "su would have to choose a shell for a user without one",
      login: deploy.name,
      identity: become("su", { user: "unshelled", password: new Secret(password) }),
      says: /account is currently not available/,
      hint: /by sudo, or log in as root/,
    },
    {
      of: "sudo waits for a finger",
      login: "fingered",
      identity: become("sudo", { password: new Secret(password), patience: 2 }),
      code: "TIMEOUT",
      says: /within 2 seconds/,
      hint: /fingerprint/,
    },
  ];

  test.each(refusals)(
    "is refused at once where $of",
    async ({ login, identity, says, hint, code = "BECOME" }) => {
      const session = await openAs(login);
      try {
        await expect(session.ask([script("x", sh`true`)], identity)).rejects.toMatchObject({
          code,
          message: expect.stringMatching(says),
          hint: expect.stringMatching(hint),
        });
      } finally {
        await session.close();
      }
    },
    60_000,
  );

  describe("whose program wants a terminal", () => {
    describeSession(
      "has the streams of any other",
      async () => openAs("teletype"),
      become("sudo", { password: new Secret(password) }),
    );
  });
});

/** Every byte there is, line breaks and a terminal's control characters among them. */
const allBytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
