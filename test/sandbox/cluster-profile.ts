import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { readCommand, runCommand } from "./command.ts";
import { clusterCompletion } from "./cluster-completion.ts";
import type { Profile } from "./profile.ts";
import { plainProfile } from "./profile.ts";
import { ensurePackages } from "./programs/debian-packages.ts";
import { SandboxError } from "./sandbox-error.ts";

/** What docker, kubelet, kube-proxy and flanneld call on a host. */
const calledPackages =
  "iptables conntrack ethtool socat ebtables ipset kmod mount util-linux busybox-static iputils-ping";

/** What the bundles' programs are linked with, and runc for their wrapper. */
const libraries = {
  docker: "libdevmapper1.02.1 libsystemd0 libseccomp2 runc",
  haproxy: "libcrypt1 liblua5.3-0 libopentracing-c-wrapper0 libpcre2-8-0 libssl3",
  keepalived: "libglib2.0-0 libmnl0 libnftnl11 libnl-3-200 libnl-genl-3-200 libsnmp40",
} as const;

/** Parts of the kernel that a cluster needs, and modprobe finds. */
const kernelModules = ["br_netfilter", "overlay", "nf_conntrack", "vxlan"];

/**
 * A host for docker or containerd, kubelet, kube-proxy and flanneld: as bare as the plain one, but allowed to run
 * containers, and with a disk of its own that survives a reboot.
 *
 * The add_key and keyctl calls are for runc; the capabilities for privileged pods; kubelet ends without a /dev/kmsg.
 */
export const clusterProfile: Profile = {
  name: "cluster",
  packages: [
    ...plainProfile.packages,
    ...`${calledPackages} ${Object.values(libraries).join(" ")}`.split(" "),
  ],
  completion: clusterCompletion,
  nspawnArguments: [
    "--capability=all",
    "--system-call-filter=add_key",
    "--system-call-filter=keyctl",
    "--bind=/dev/null:/dev/kmsg",
  ],
  // overlay2 and containerd's snapshots cannot lie on an overlay
  disk: { plainFolders: ["/var/lib/docker", "/var/lib/containerd"] },
  prepare: prepareKernelFolders,
};

/** Makes, in a folder of the sandbox, what a host sees of the kernel's modules; answers arguments that bind it. */
async function prepareKernelFolders(folder: string): Promise<readonly string[]> {
  await ensurePackages(["kmod"]);
  await loadModules();
  warnOfControlGroups();
  const modules = await makeModulesFolder(folder);
  const states = makeModuleStates(folder);
  return [`--bind-ro=${modules}:/lib/modules/${release()}`, `--bind-ro=${states}:/sys/module`];
}

/** A module is loaded for the whole machine; where the kernel has it built in, there is nothing to do. */
async function loadModules(): Promise<void> {
  for (const name of kernelModules) await runCommand(["modprobe", name]);
  if (existsSync("/proc/sys/net/bridge/bridge-nf-call-iptables")) return;
  throw new SandboxError("this machine's kernel has no br_netfilter, which a cluster's hosts need");
}

/** A host loads nothing: to its modprobe, what this machine has is built in. */
async function makeModulesFolder(folder: string): Promise<string> {
  const modules = join(folder, "lib/modules", release());
  mkdirSync(modules, { recursive: true });
  const paths = kernelModules.map((name) => `kernel/${name}.ko\n`);
  writeFileSync(join(modules, "modules.builtin"), paths.join(""));
  writeFileSync(join(modules, "modules.order"), "");
  await readCommand(["depmod", `--basedir=${folder}`, release()]);
  return modules;
}

/** /sys/module, which a container has none of. kube-proxy ends where it would have to raise this hashsize. */
function makeModuleStates(folder: string): string {
  const states = join(folder, "sys-module");
  for (const name of kernelModules) mkdirSync(join(states, name), { recursive: true });
  mkdirSync(join(states, "nf_conntrack/parameters"));
  writeFileSync(join(states, "nf_conntrack/parameters/hashsize"), "65536\n");
  return states;
}

function warnOfControlGroups(): void {
  if (existsSync("/sys/fs/cgroup/memory")) return;
  process.stderr.write(
    "sandbox: this machine has control groups of version 2 only, on which cluster hosts have not been tried; " +
      "support in Kubernetes 1.20 is early\n",
  );
}
