import type { ClusterBench } from "../cluster-bench.ts";

/**
 * All of a host but logs, caches of packages and what lives in memory, one path a line with type, mode, owner, size and
 * target; then a checksum for each file. Two listings differ by lines that name what is different.
 */
const treeScript = `
left_out='-path /proc -o -path /sys -o -path /dev -o -path /run -o -path /var/log -o -path /var/cache/apt -o -path /var/lib/apt/lists -o -path /lib/modules -o -path /usr/lib/modules -o -path /usr/share'
{
  find / \\( $left_out \\) -prune -o -type d -printf '%p %y %m %U %G\\n' -o -printf '%p %y %m %U %G %s %l\\n'
  find / \\( $left_out \\) -prune -o -type f -print0 | xargs -0 -r -n 500 sha256sum
} | sort`;

/** Interfaces, addresses, mounts, rules of the packet filter, and units: what a reset must not leave either. */
const stateScript = `
ip -o link | cut -d : -f 2 | sed 's/@.*//; s/^/link/' | sort
ip -4 -o address | awk '{ print "address", $2, $4 }' | sort
ip -4 route | sed 's/^/route /' | sort
cut -d ' ' -f 5 /proc/self/mountinfo | sed 's/^/mount /' | grep -v '/run/credentials' | sort
for family in iptables ip6tables; do $family-save 2>/dev/null | sed -n "s/^-A/$family &/p; /^:.* - /s/^/$family chain /p"; done
find /etc/systemd/system -type l -o -type f | sort
systemctl list-units --all --plain --no-legend --type=service | awk '{ print "unit", $1 }' |
  grep -E 'etcd|flanneld|haproxy|keepalived|kube|docker|containerd' | sort
ps -eo comm= | grep -E '^(etcd|flanneld|haproxy|keepalived|kube|docker|containerd|pause)' | sort | sed 's/^/process /'`;

export const treesOf = (bench: ClusterBench): Promise<readonly (readonly string[])[]> =>
  lines(bench, treeScript);

export const statesOf = (bench: ClusterBench): Promise<readonly (readonly string[])[]> =>
  lines(bench, stateScript);

async function lines(bench: ClusterBench, script: string): Promise<readonly (readonly string[])[]> {
  return (await bench.everywhere(script)).map((text) => text.trim().split("\n"));
}

/** What is in one of two listings only: `+ /etc/kubernetes d 755 0 0`. */
export function differences(
  before: readonly (readonly string[])[],
  after: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  return before.map((listed, index) => {
    const found = new Set(after[index]);
    const had = new Set(listed);
    return [
      ...listed.filter((line) => !found.has(line)).map((line) => `- ${line}`),
      ...(after[index] ?? []).filter((line) => !had.has(line)).map((line) => `+ ${line}`),
    ];
  });
}
