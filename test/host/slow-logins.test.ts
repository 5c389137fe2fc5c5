import { afterAll, beforeAll, expect, test } from "vitest";
import { Secret } from "../../engine/base/secret.ts";
import { bootSandbox } from "../sandbox/boot.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { connectionTo } from "./connection-to.ts";
import { sayOver } from "./transport/loopback-connection.ts";

const password = "typed-in-the-sandbox";

/** Users whose logins PAM makes odd. The account phase is gone through for keys, too. */
const furnish = String.raw`
set -e
for name in slow asked expired; do
  useradd --create-home --shell /bin/bash $name
  echo "$name:${password}" | chpasswd -c SHA512
done
chage -d 0 expired
cat >/etc/slow <<'END'
#!/bin/sh
[ "$PAM_USER" = slow ] && sleep 5
exit 0
END
chmod 755 /etc/slow
sed -i '1i account optional pam_exec.so /etc/slow' /etc/pam.d/sshd
cat >/etc/ssh/sshd_config.d/odd.conf <<'END'
UsePAM yes
KbdInteractiveAuthentication yes
Match User asked
  AuthenticationMethods keyboard-interactive
END
systemctl restart ssh
`;

describeOnHosts("logins that PAM makes odd", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await bootSandbox({ count: 1 });
    const [host] = sandbox.hosts;
    if (!host) throw new Error("these tests want a host");
    await sandbox.read(host.name, furnish);
  });
  afterAll(async () => sandbox.stop());

  test("one that takes five seconds is waited for within the time for connecting", async () => {
    expect(await sayOver(connectionTo(sandbox, "slow", { connectTimeout: 60 }))).toBe("hello");
  });

  test("one that takes longer than the time for connecting is told with that time", async () => {
    await expect(sayOver(connectionTo(sandbox, "slow", { connectTimeout: 3 }))).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringContaining("did not finish the handshake within 3 seconds"),
    });
  });

  test("a server that takes nothing but answers to questions gets the password", async () => {
    expect(await sayOver(connectionTo(sandbox, "asked", { password: new Secret(password) }))).toBe("hello");
    await expect(
      sayOver(connectionTo(sandbox, "asked", { password: new Secret("not-the-password") })),
    ).rejects.toMatchObject({
      code: "AUTHENTICATION",
      message: expect.stringMatching(/tried .*keyboard-interactive.*it takes keyboard-interactive/),
    });
  });

  test("a password that has expired keeps the key's owner out, and it is told", async () => {
    await expect(sayOver(connectionTo(sandbox, "expired"))).rejects.toMatchObject({
      message: expect.stringMatching(/password/i),
    });
  });
});
