import { writeFileSync } from "node:fs";
import { changesOf } from "../support/play.ts";
import type { PlayRun } from "../support/play.ts";
import type { ClusterBench } from "./cluster-bench.ts";

const task = "objects";

type Options = Readonly<Record<string, unknown>>;

/** Whether a task of the module kubectl on the first master changes something, or would with `--check`. */
export async function kubectlChanges(
  bench: ClusterBench,
  options: Options,
  ...words: readonly string[]
): Promise<boolean> {
  const changes = changesOf(await bench.events(playbookOf(bench, options), ...words));
  return changes.includes(`${task} @ h1`);
}

/** The same as a user reads it, with any outcome. */
export function kubectlTold(bench: ClusterBench, options: Options): Promise<PlayRun> {
  return bench.told(playbookOf(bench, options));
}

function playbookOf(bench: ClusterBench, options: Options): string {
  const path = `${bench.inventory}-kubectl.yml`;
  const program = { kubectl: "/opt/k8s/bin/kubectl", kubeconfig: "/etc/kubernetes/kubectl.kubeconfig" };
  const tasks = [{ name: task, kubectl: { ...program, ...options } }];
  writeFileSync(path, JSON.stringify([{ hosts: "h1", gather_facts: false, tasks }]));
  return path;
}
