import { sandboxUsers } from "./users.ts";

/** Where a running host finds its host key and the sandbox's public key: a folder bound from the sandbox's state. */
export const hostSshFolder = "/etc/ssh/sandbox";

const { deploy, careful } = sandboxUsers;

/** Timers that would work in the background, and a login prompt on the console that nobody reads. */
const unwantedUnits =
  "apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer console-getty.service";

/**
 * Shell text that makes a bootable sandbox host of a freshly unpacked Debian, whose path is `$1`.
 *
 * An /etc/hostname would win over --hostname. An empty machine-id makes the boot an ordinary one with an id of its own
 * (machine-id(5)); a missing one would make it a first boot, which presets every unit. The builder's resolv.conf names
 * servers that a host cannot reach, so that every unknown name, asked by sudo for one, would take twenty seconds.
 */
export const completionScript = `
set -eu
cd "$1"

rm -rf etc/hostname etc/apt/sources.list etc/apt/sources.list.d/* etc/apt/apt.conf.d/99mmdebstrap etc/ssh/ssh_host_*
: >etc/machine-id
printf '127.0.0.1 localhost\\n' >etc/hosts
: >etc/resolv.conf
systemctl --root="$1" --quiet mask ${unwantedUnits}

mkdir ".${hostSshFolder}"
cat >etc/ssh/sshd_config.d/sandbox.conf <<'END'
HostKey ${hostSshFolder}/ssh_host_ed25519_key
AuthorizedKeysFile ${hostSshFolder}/authorized_keys .ssh/authorized_keys
PermitRootLogin prohibit-password
PasswordAuthentication yes
END

chroot . useradd --create-home --shell /bin/bash ${deploy.name}
chroot . useradd --create-home --shell /bin/bash ${careful.name}
printf '%s\\n' '${deploy.name}:${deploy.password}' '${careful.name}:${careful.password}' | chroot . chpasswd
printf '%s\\n' '${deploy.name} ALL=(ALL:ALL) NOPASSWD: ALL' '${careful.name} ALL=(ALL:ALL) ALL' >etc/sudoers.d/sandbox
chmod 0440 etc/sudoers.d/sandbox
`;
