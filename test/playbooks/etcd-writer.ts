import { expect } from "vitest";

const tls = "--cacert=/etc/etcd/cert/ca.pem --cert=/etc/etcd/cert/etcd.pem --key=/etc/etcd/cert/etcd-key.pem";

/** What etcd says where another member takes the lead while a write is under way; it is dropped then (docs/kubernetes.md). */
const dropped = "etcdserver: request timed out|etcdserver: leader changed|raft proposal dropped";

/** What a write says, besides, that was under way at a member that is stopped. */
const closed = "without sending trailers|missing content-type field|transport is closing|connection reset";

interface Writing {
  readonly endpoints: string;
  /** Whether members stop that may be asked. */
  readonly stops: boolean;
}

/**
 * A script that writes 1, 2, 3 and so on until {@link stopWriting}; a write that etcd could not help to drop is tried again,
 * three times in all. Prints what failed; `acknowledged N` in the end, or `gave up at N`.
 */
export function writerScript({ endpoints, stops }: Writing): string {
  return `rm -f /run/stop-writing; n=0
while [ ! -e /run/stop-writing ]; do
  n=$((n + 1)); tries=1
  until said=$(/opt/k8s/bin/etcdctl ${tls} --endpoints=${endpoints} --command-timeout=20s put written $n 2>&1); do
    echo "$(date +%H:%M:%S) write $n failed: $said"
    [ $tries -lt 3 ] && echo "$said" | grep -Eq '${stops ? `${dropped}|${closed}` : dropped}' || { echo "gave up at $n"; exit; }
    tries=$((tries + 1))
  done
done
echo "acknowledged $n"`;
}

export const stopWriting = "touch /run/stop-writing";

/** Every write was acknowledged, and the last of them is what etcd has. */
export async function expectAllWritten(
  told: string,
  etcdctl: (words: string) => Promise<string>,
): Promise<void> {
  console.log(told);
  expect(told).toMatch(/^acknowledged [1-9]\d+$/m);
  expect(await etcdctl("get written --print-value-only")).toBe(told.replace(/[^]*^acknowledged /m, ""));
}
