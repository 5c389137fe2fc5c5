import { hostSshFolder } from "./completion.ts";
import { realRuncPath } from "./programs/runc-wrapper.ts";

/**
 * Settings of the kernel that belong to the whole machine and are read-only in a host, but that roles, kubelet or
 * kube-proxy set. The host gets a file of its own in place of each, with the machine's value in it to begin with.
 */
const machineSettings = [
  ..."vm/overcommit_memory vm/panic_on_oom vm/swappiness vm/max_map_count".split(" "),
  ..."kernel/panic kernel/panic_on_oops kernel/pid_max kernel/keys/root_maxkeys kernel/keys/root_maxbytes".split(
    " ",
  ),
  ..."fs/file-max fs/nr_open fs/inotify/max_user_instances fs/inotify/max_user_watches".split(" "),
  "net/netfilter/nf_conntrack_max",
];

/** A host's own network, as \`ip -batch\` takes it: written for each host, so that it has it after a reboot, too. */
export const networkFile = "network";

const prepareScript = `#!/bin/sh
# Of the sandbox: makes the host writable where a machine of its own would be.
own=/run/play-sandbox
mkdir -p $own

for folder in /sys/fs/cgroup/*; do
  if [ ! -h "$folder" ] && mountpoint -q "$folder"; then mount -o remount,rw,bind "$folder"; fi
done

for name in ${machineSettings.join(" ")}; do
  if [ -e /proc/sys/$name ]; then
    mkdir -p $own/sysctl/$(dirname $name)
    cat /proc/sys/$name >$own/sysctl/$name
    mount --bind $own/sysctl/$name /proc/sys/$name
  fi
done

# the machine's swap is not the host's
printf 'Filename\\t\\t\\t\\tType\\t\\tSize\\t\\tUsed\\t\\tPriority\\n' >$own/swaps
mount --bind $own/swaps /proc/swaps

ip -batch ${hostSshFolder}/${networkFile}
exit 0
`;

const prepareUnit = `[Unit]
Description=Sandbox: the host's own settings and network
DefaultDependencies=no
Before=sysinit.target systemd-sysctl.service systemd-modules-load.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/lib/play-sandbox/prepare

[Install]
WantedBy=sysinit.target
`;

/**
 * Shell text that completes the root file system of a cluster host at \`$1\`. Debian's runc is moved out of the path,
 * where only the wrapper of the bundles finds it: a bare host has no runc.
 */
export const clusterCompletion = `
mkdir -p usr/local/lib/play-sandbox
mv usr/sbin/runc .${realRuncPath}
rm -f usr/bin/runc
cat >usr/local/lib/play-sandbox/prepare <<'END'
${prepareScript}END
chmod 0755 usr/local/lib/play-sandbox/prepare
cat >etc/systemd/system/play-sandbox.service <<'END'
${prepareUnit}END
systemctl --root="$1" --quiet enable play-sandbox.service
`;
