import { copyFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../../engine/base/secret.ts";
import { quoteWord, sh } from "../../engine/base/shell-text.ts";
import type { WriteAction } from "../../engine/host/change.ts";
import { openSession } from "../../engine/host/open-session.ts";
import { group, read, script, stat, tree, user } from "../../engine/host/query.ts";
import type { Identity, Session } from "../../engine/host/session.ts";
import { bootSandbox } from "../sandbox/boot.ts";
import { unpackOnHost } from "../sandbox/host-packages.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { ensurePackages } from "../sandbox/programs/debian-packages.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { textOf } from "./behaviour/bench.ts";
import { connectionTo } from "./connection-to.ts";

/** A user of the host, odd in one way. */
interface Login {
  readonly of: string;
  readonly shell?: string;
  /** The lines of the file that the login shell reads first. */
  readonly profile?: { readonly file: string; readonly text: string };
  /** Shell text of root that completes the user `$name`. */
  readonly furnish?: string;
  readonly umask?: string;
  readonly locale?: string;
}

const bashrc = (text: string): Pick<Login, "profile"> => ({ profile: { file: ".bashrc", text } });
const noise =
  "echo hello; head -c 70000 /dev/urandom; echo trouble >&2; echo 0123456789abcdef0123456789abcdef end";

const logins: Readonly<Record<string, Login>> = {
  plain: { of: "nothing odd but sshd's banner and a message of the day" },
  tcsh: { of: "tcsh", shell: "/bin/tcsh", profile: { file: ".tcshrc", text: "echo hello" } },
  csh: { of: "csh", shell: "/bin/csh", profile: { file: ".cshrc", text: "echo hello; setenv A 'b c'" } },
  fish: {
    of: "fish",
    shell: "/usr/bin/fish",
    profile: { file: ".config/fish/config.fish", text: "echo hello" },
  },
  zsh: { of: "zsh", shell: "/bin/zsh", profile: { file: ".zshenv", text: "echo hello; setopt noclobber" } },
  chatty: { of: "a .bashrc that prints", ...bashrc(noise) },
  changing: { of: "a .bashrc that becomes zsh", ...bashrc("exec /bin/zsh") },
  options: {
    of: "a .bashrc with options, functions and traps",
    ...bashrc(
      "set -eu -o pipefail; printf() { :; }; export -f printf; trap 'echo bye' EXIT; export CDPATH=/ IFS=x",
    ),
  },
  complaining: {
    of: "profiles that print errors",
    furnish:
      "for file in .profile .bash_profile .bashrc; do echo 'echo trouble >&2; nonesuch' >/home/$name/$file; done",
  },
  german: {
    of: "German messages",
    ...bashrc("export LC_ALL=de_DE.UTF-8 LANGUAGE=de"),
    locale: "de_DE.UTF-8",
  },
  unicode: { of: "C.UTF-8", ...bashrc("export LC_ALL=C.UTF-8"), locale: "C.UTF-8" },
  nonsense: {
    of: "a locale that there is none of",
    ...bashrc("export LC_ALL=xx_YY.nonsense"),
    locale: "xx_YY.nonsense",
  },
  narrow: { of: "a PATH without /usr/sbin", ...bashrc("export PATH=/usr/bin:/bin") },
  lost: { of: "an empty PATH", ...bashrc("export PATH=") },
  closed: { of: "umask 077", ...bashrc("umask 077"), umask: "077" },
  open: { of: "umask 000", ...bashrc("umask 000"), umask: "000" },
  homeless: { of: "no home folder", furnish: "rm -r /home/$name" },
  guest: {
    of: "a home folder that cannot be written",
    furnish: "chown -R root: /home/$name; chmod 555 /home/$name",
  },
  shut: {
    of: "a home folder that cannot be entered",
    furnish: "chown -R root: /home/$name; chmod 700 /home/$name",
  },
};

const furnishUsers = Object.entries(logins)
  .map(([name, { shell = "/bin/bash", profile, furnish = ":" }]) => {
    const path = `/home/${name}/${profile?.file ?? ".nothing"}`;
    return `name=${name}; useradd --create-home --shell ${shell} $name
mkdir -p "$(dirname ${path})"; printf '%s\n' ${quoteWord(profile?.text ?? "")} >${path}; chown -R $name: /home/$name
${furnish}`;
  })
  .join("\n");

const furnish = `set -e
ln -s tcsh /bin/csh
echo 'Authorized uses only
$(reboot)' >/etc/banner
printf 'Banner /etc/banner\n' >/etc/ssh/sshd_config.d/banner.conf
seq 1000 >/etc/motd
localedef -i de_DE -f UTF-8 de_DE.UTF-8
${furnishUsers}
echo 'german ALL=(ALL:ALL) ALL' >/etc/sudoers.d/german; echo german:geheim | chpasswd
systemctl restart ssh`;

/** What /bin/sh is on each host, and who logs in there. */
const shells = {
  h1: { program: "dash", names: Object.keys(logins) },
  h2: { program: "bash", names: ["options", "german", "nonsense", "closed", "lost"] },
  h3: { program: "/opt/busybox", names: ["chatty", "options", "closed", "lost"] },
} as const;
const login: Identity = { kind: "login" };

describeOnHosts("a login with", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await bootSandbox({ names: Object.keys(shells) });
    await ensurePackages(["busybox-static"]);
    for (const host of sandbox.hosts) {
      await unpackOnHost(host, packages);
      copyFileSync("/bin/busybox", join(`/proc/${host.pid}/root`, "opt/busybox"));
    }
    await Promise.all(
      Object.entries(shells).map(async ([name, { program }]) =>
        sandbox.read(name, `${furnish}\nln -sf ${program} /bin/sh`),
      ),
    );
  });
  afterAll(async () => sandbox?.stop());

  const openAs = async (host: string, name: string): Promise<Session> => {
    const address = sandbox.hosts.find((one) => one.name === host)?.address ?? "";
    return openSession(connectionTo(sandbox, name, { host: address }));
  };

  describe.each(Object.entries(shells))("on %s,", (host, { program, names }) => {
    test.each(names.map((name) => [logins[name]?.of, name] as const))("%s", async (_, name) => {
      const { umask = "022", locale = "" } = logins[name] ?? {};
      const session = await openAs(host, name);
      try {
        await checkAll(session, { folder: `/var/tmp/${name}`, name, umask });
        const [said] = await session.apply([{ kind: "run", script: sh`echo "$LC_ALL"` }], context);
        expect(textOf(said?.stdout)).toBe(`${locale}\n`);
      } finally {
        await session.close();
      }
    });

    test("German messages becomes another user where sudo asks", async () => {
      const session = await openAs(host, "german");
      const identity: Identity = {
        kind: "become",
        method: "sudo",
        user: "root",
        password: new Secret("geheim"),
      };
      const [said] = await session.ask([script("x", sh`id -un`)], identity);
      expect(textOf(said.stdout)).toBe("root\n");
      const [seen] = await session.apply([{ kind: "run", script: sh`echo "$LC_ALL"` }], {
        identity,
        environment: {},
      });
      expect(textOf(seen?.stdout)).toBe("de_DE.UTF-8\n");
      await expect(
        session.ask([script("x", sh`true`)], { ...identity, user: "plain", password: new Secret("x") }),
      ).rejects.toThrow("the password is wrong");
      await session.close();
    });

    test("a .bashrc that ends is refused with a hint at it", async () => {
      await sandbox.read(host, "echo 'echo no entrance; exit 3' >/home/plain/.bashrc");
      const session = await openAs(host, "plain");
      await expect(session.ask([stat("/")], login)).rejects.toMatchObject({
        code: "UNREACHABLE",
        message: expect.stringContaining("no entrance"),
        hint: expect.stringContaining(".bashrc"),
      });
      await session.close();
      await sandbox.read(host, "rm /home/plain/.bashrc");
    });

    test.each([
      ["noexec", "mount -t tmpfs -o noexec,mode=1777 tmpfs /tmp"],
      [
        "full",
        "mount -t tmpfs -o size=16k,mode=1777 tmpfs /tmp; head -c 99999 /dev/zero >/tmp/full; df /tmp | grep -q 100%",
      ],
      ["missing", "umount /tmp; rmdir /tmp"],
    ])("/tmp that is %s", async (state, prepare) => {
      await sandbox.read(
        host,
        `umount /tmp 2>/dev/null; mount -t tmpfs -o mode=1777 tmpfs /tmp 2>/dev/null; umount /tmp; ${prepare}`,
      );
      const session = await openAs(host, "plain");
      try {
        const checked = checkAll(session, { folder: "/var/tmp/plain", name: "plain", umask: "022" });
        // bash keeps a large here-document in a file there
        if (program !== "bash" || state !== "full") return await checked;
        await expect(checked).rejects.toMatchObject({
          code: "WRITE_FAILED",
          message: expect.stringContaining("No space left on device"),
        });
      } finally {
        await session.close();
      }
    });
  });
});

const context = { identity: login, environment: {} };

/** Writing and reading in all ways, small and large, and refusals that are told by what programs say. */
async function checkAll(
  session: Session,
  { folder, name, umask }: { readonly folder: string; readonly name: string; readonly umask: string },
): Promise<void> {
  const [tiny, small, large] = [
    Buffer.from("\0\xff'$(id)\n", "latin1"),
    randomBytes(65_000),
    randomBytes(300_000),
  ];
  const write = (path: string, bytes: Uint8Array): WriteAction => ({
    kind: "write",
    path,
    content: { kind: "bytes", bytes },
  });
  await session.apply(
    [
      { kind: "run", script: sh`rm -rf ${folder} && mkdir ${folder}` },
      write(`${folder}/tiny`, tiny),
      write(`${folder}/small`, small),
      write(`${folder}/large`, large),
    ],
    context,
  );
  const run = {
    kind: "run",
    script: sh`cat; id -un; printf '%s\n' "a b" >&2`,
    stdin: { kind: "bytes", bytes: small },
  } as const;
  const [output] = await session.apply([run], context);
  expect(Buffer.from(output?.stdout ?? [])).toEqual(Buffer.concat([small, Buffer.from(`${name}\n`)]));
  const [all, bytes, entry, owner, own, said] = await session.ask(
    [
      tree(folder, "sha256"),
      read(`${folder}/large`),
      stat(`${folder}/tiny`),
      user(name),
      group("root"),
      script("x", sh`ls /no/such`),
    ],
    login,
  );
  expect(all?.map(({ path, size }) => [path, path === "" ? 0 : size])).toEqual([
    ["", 0],
    ["large", 300_000],
    ["small", 65_000],
    ["tiny", tiny.length],
  ]);
  expect(Buffer.from(bytes ?? [])).toEqual(large);
  expect(entry).toMatchObject({ owner: name, mode: modeUnder(umask) });
  expect([owner?.name, own?.gid]).toEqual([name, 0]);
  expect(textOf(said.stderr)).toContain("No such file");
  await expect(session.apply([write("/etc/not-mine", tiny)], context)).rejects.toMatchObject({
    code: "WRITE_FAILED",
    hint: expect.stringContaining("become: true"),
  });
  await expect(session.ask([tree("/root")], login)).rejects.toThrow("/root");
}

/** The mode that a new file gets. */
function modeUnder(umask: string): string {
  return (0o666 & ~Number.parseInt(umask, 8)).toString(8).padStart(4, "0");
}

const packages =
  "tcsh fish fish-common libpcre2-32-0 zsh zsh-common locales libc-l10n libpam-runtime sudo coreutils".split(
    " ",
  );
