import type { Case } from "../case.ts";

export const sysctlCases: readonly Case[] = [
  {
    about: "in its file and at once",
    args: { name: "net.ipv4.conf.lo.forwarding", value: "yes", sysctl_file: "@/a b.conf" },
    before: "echo 0 >/proc/sys/net/ipv4/conf/lo/forwarding; printf '# x' >'a b.conf'",
    effect: "once",
    after: [
      "tail -n 1 'a b.conf' | tr -d ' '; cat /proc/sys/net/ipv4/conf/lo/forwarding",
      "net.ipv4.conf.lo.forwarding=1\n1\n",
    ],
  },
  {
    about: "the file is right, the kernel is not",
    args: { name: "net.ipv4.conf.lo.log_martians", value: 1, sysctl_set: true, sysctl_file: "@/a" },
    before: "echo 0 >/proc/sys/net/ipv4/conf/lo/log_martians; echo 'net.ipv4.conf.lo.log_martians=1' >a",
    effect: "once",
    after: ["cat /proc/sys/net/ipv4/conf/lo/log_martians", "1\n"],
  },
  {
    about: "only in its file",
    args: { name: "net.ipv4.conf.lo.tag", value: 7, reload: false, sysctl_file: "@/a" },
    before: "echo 'net.ipv4.conf.lo.tag = 3' >a",
    effect: "once",
    after: ["tr -d ' ' <a; cat /proc/sys/net/ipv4/conf/lo/tag", "net.ipv4.conf.lo.tag=7\n0\n"],
  },
  {
    about: "no longer set",
    args: { name: "net.ipv4.conf.lo.medium_id", state: "absent", sysctl_file: "@/a" },
    before: "printf 'x = 1\\nnet.ipv4.conf.lo.medium_id = 3\\n' >a",
    effect: "once",
    after: ["cat a", "x = 1\n"],
  },
  {
    about: "all as it should be",
    args: { name: "net.ipv4.conf.lo.arp_notify", value: "off", sysctl_set: true, sysctl_file: "@/a" },
    before: "echo 'net.ipv4.conf.lo.arp_notify=0' >a; echo 0 >/proc/sys/net/ipv4/conf/lo/arp_notify",
    effect: "never",
  },
];

/** The hosts' root lies on an overlay, so that this one is there; but they see no /sys/module. */
const name = "overlay";
const builtIn = `folder=/lib/modules/$(uname -r); mkdir -p "$folder"
echo kernel/fs/overlayfs/overlay.ko >"$folder/modules.builtin"`;

export const modprobeCases: readonly Case[] = [
  {
    about: "at boot, with parameters",
    args: { name, state: "present", persistent: "present", params: "metacopy=off" },
    before: builtIn,
    effect: "once",
    after: [
      "cat /etc/modules-load.d/overlay.conf /etc/modprobe.d/overlay.conf",
      "overlay\noptions overlay metacopy=off\n",
    ],
  },
  { about: "is there already", args: { name }, effect: "never" },
];
