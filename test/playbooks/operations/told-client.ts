import type { ClusterBench } from "../cluster-bench.ts";

/**
 * Lines such as `write 0 200 1796031995`: what was done, the status of curl and of HTTP, when; behind them what else than 200 said.
 */
const script = String.raw`server=$(sed -n 's/^ *server: *//p' /etc/kubernetes/kubectl.kubeconfig)
rm -rf /run/client && mkdir /run/client && cd /run/client
n=0
while [ ! -e stop ]; do
  n=$((n + 1))
  cp /etc/kubernetes/kubectl.kubeconfig config
  for pair in certificate-authority:ca client-certificate:cert client-key:key; do
    sed -n "s/^ *$\{pair%:*}-data: *//p" config | base64 -d > $\{pair#*:}
  done
  ask() {
    what=$1; shift; rm -f answer
    code=$(curl --silent --max-time 15 --cacert ca --cert cert --key key -o answer -w '%{http_code}' "$@"); status=$?
    said=
    [ "$status $code" = "0 200" ] || said=$(cut -c 1-300 answer 2>/dev/null | tr '\n' ' ')
    echo "$what $status $code $(date +%s) $said" >> log
  }
  object=$server/api/v1/namespaces/default/configmaps/told-client
  ask write -X PATCH -H 'Content-Type: application/merge-patch+json' -d "{\"data\":{\"n\":\"$n\"}}" $object
  ask read $object
  sleep 0.2
done`.replaceAll("$\\{", "${");

export interface ToldClient {
  /** Stops it. Those of its requests that were not answered by 200; it has made some. */
  readonly failures: () => Promise<readonly string[]>;
}

/** Reads and writes through the load balancer all the time, each time by what the administrator's kubeconfig holds then. */
export async function startClient(bench: ClusterBench): Promise<ToldClient> {
  await bench.kubectl("create configmap told-client");
  const begin = `cat > /run/client.sh <<'END'\n${script}\nEND\nsystemd-run --unit=told-client sh /run/client.sh`;
  await bench.sandbox.read("h1", begin);
  return {
    failures: async () => {
      const log = await bench.sandbox.read("h1", "touch /run/client/stop; cat /run/client/log");
      await bench.kubectl("delete configmap told-client");
      const lines = log.trim().split("\n");
      console.log(`${lines.length} requests`);
      return lines.length > 10 ? lines.filter((line) => !line.includes(" 0 200 ")) : ["it has hardly asked"];
    },
  };
}
