import type { Disk } from "./host-disk.ts";

/** A kind of sandbox host: what its root file system holds, and what systemd-nspawn is told besides. */
export interface Profile {
  /** Part of the cached root file system's folder name. */
  readonly name: string;
  /** Debian packages beyond the essential ones. */
  readonly packages: readonly string[];
  /** Shell text that completes the root file system, run with its path as `$1`. */
  readonly completion: string;
  readonly nspawnArguments: readonly string[];
  /** The host keeps what it writes when it reboots; without it, a host that reboots ends. */
  readonly disk?: Disk | undefined;
  /** Called once for each sandbox, with a folder to fill for its hosts; answers more arguments. */
  readonly prepare?: ((folder: string) => Promise<readonly string[]>) | undefined;
}

/** libnss-myhostname: a host knows its own name without an entry in its /etc/hosts. */
const basePackages =
  "systemd systemd-sysv dbus openssh-server sudo iproute2 ca-certificates procps kmod libnss-myhostname".split(
    " ",
  );

/** What the engine's modules call on a host. Python is absent on purpose: the engine must not need it. */
const modulePackages = ["curl", "unzip", "xz-utils"];

/** A plain server that can be reached by ssh and forgets everything when it is taken down. */
export const plainProfile: Profile = {
  name: "plain",
  packages: [...basePackages, ...modulePackages],
  completion: "",
  nspawnArguments: ["--volatile=overlay"],
};
