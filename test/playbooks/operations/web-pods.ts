import { vi } from "vitest";
import { imageNames } from "../../sandbox/images/images.ts";
import type { ClusterBench } from "../cluster-bench.ts";

const minutes = 60_000;

/** What it takes for a service to be there all the while: two pods on two nodes, of which one must always be there. */
const manifest = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web } }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      terminationGracePeriodSeconds: 40
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - labelSelector: { matchLabels: { app: web } }
              topologyKey: kubernetes.io/hostname
      containers:
        - name: web
          image: ${imageNames.test}
          imagePullPolicy: IfNotPresent
          command: [sh, -c, "mkdir -p /tmp/www; echo well > /tmp/www/index.html; exec httpd -f -p 8080 -h /tmp/www"]
          # longer than the others' kube-proxies take to leave it out
          lifecycle: { preStop: { exec: { command: [sleep, "20"] } } }
          readinessProbe: { httpGet: { path: /, port: 8080 }, periodSeconds: 1, timeoutSeconds: 10 }
---
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: 1, selector: { matchLabels: { app: web } } }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
`;

/** How often the service was asked, and the lines of what went wrong: when, curl's exit status, the HTTP status. */
export interface Asked {
  readonly requests: number;
  readonly failures: readonly string[];
}

/** Runs two pods that serve HTTP, and waits until both are ready. */
export async function startWebPods(bench: ClusterBench): Promise<void> {
  await bench.kubectl(`apply -f - <<'END'\n${manifest}\nEND\n`);
  await bench.kubectl("rollout status deployment/web --timeout=600s");
}

export async function removeWebPods(bench: ClusterBench): Promise<void> {
  await bench.kubectl("delete deployment,service,pdb web --ignore-not-found --wait=true");
}

/** The nodes that the ready pods are on. */
export async function webNodes(bench: ClusterBench): Promise<readonly string[]> {
  const said = await bench.kubectl("get pods -l app=web -o jsonpath='{.items[*].spec.nodeName}'");
  return said.split(" ");
}

/**
 * Asks the service at its cluster address from a host, ten times a second, each time by a connection of its own, until the
 * function that is answered is called.
 */
export async function askWebPods(bench: ClusterBench, host: string): Promise<() => Promise<Asked>> {
  const address = await bench.kubectl("get service web -o jsonpath={.spec.clusterIP}");
  const loop = `while :; do said=$(curl --silent --max-time 10 --output /dev/null --write-out %{http_code} http://${address}/)
    echo "$(date +%H:%M:%S) $? $said" >> /run/asked; sleep 0.1; done`;
  await bench.sandbox.read(
    host,
    `rm -f /run/asked; systemd-run --quiet --unit=asking sh -c '${loop.replaceAll("$", "$$$$")}'`,
  );
  await vi.waitFor(() => bench.sandbox.read(host, "grep -q ' 200$' /run/asked"), {
    timeout: 2 * minutes,
    interval: 500,
  });
  return async () => {
    await bench.sandbox.read(host, "systemctl stop asking");
    const lines = (await bench.sandbox.read(host, "cat /run/asked")).trim().split("\n");
    return { requests: lines.length, failures: lines.filter((line) => !line.endsWith(" 200")) };
  };
}
