import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { PlayEvent } from "../../engine/model/event.ts";
import { playRun } from "../run/play-run.ts";
import type { Version } from "./versions.ts";
import { versions } from "./versions.ts";

const inventory = `[etcd]
m1 node_ip=192.0.2.11
m2 node_ip=192.0.2.12
m3 node_ip=192.0.2.13
[kube_master:children]
etcd
[kube_node]
w1 node_ip=192.0.2.21
w2 node_ip=192.0.2.22
[lb]
l1 node_ip=192.0.2.31
l2 node_ip=192.0.2.32
[all:vars]
ansible_connection=local
lb_vip=192.0.2.30
`;

/** A host that has the role; for those that are not named, a master. */
const hostOf: Readonly<Record<string, string>> = {
  flanneld: "w1",
  kubernetes_work: "w1",
  loadbalancer: "l1",
};

/** What tasks would have found out or made before they render. */
const given = {
  bootstrap_token_id: "abcdef",
  bootstrap_token_secret: "0123456789abcdef",
  bootstrap_token_expiration: "2030-01-01T00:00:00Z",
  encryption_key: "bm90IGEga2V5LCBidXQgYXMgbG9uZyBhcyBvbmUgaXM=",
  lb_interface: "eth0",
  verify_pod_nodes: ["w1", "w2"],
  kubeconfig_server: "https://192.0.2.30:6443",
  kubeconfig_user: "kubernetes-admin",
  kubeconfig_pems: {
    results: [{ content: "YXV0aG9yaXR5" }, { content: "Y2VydGlmaWNhdGU=" }, { content: "a2V5" }],
  },
} as const;

/** A rendered template: `etcd/etcd.service` and its text. */
export type Rendered = ReadonlyMap<string, string>;

/** Renders every template of every role for a version, by playing the module template on this machine. */
export async function renderRoles(version: Version, folder: string): Promise<Rendered> {
  const place = join(folder, version);
  cpSync("roles", join(place, "roles"), { recursive: true });
  const roles = readdirSync("roles").map((name) => ({ name, templates: templatesOf(name) }));
  const plays = roles.flatMap(({ name, templates }) => playOf(name, templates, place));
  writeFileSync(join(place, "hosts"), inventory);
  writeFileSync(join(place, "render.yml"), JSON.stringify(plays));
  const variables = JSON.stringify({ ...versions[version], ...given });
  const words = [join(place, "render.yml"), "-i", join(place, "hosts"), "-e", variables];
  const { events, status } = await playRun(words);
  if (status !== 0) throw new Error(failuresOf(events));
  const names = roles.flatMap(({ name, templates }) =>
    templates.map((file) => join(name, basename(file, ".hbs"))),
  );
  return new Map(names.sort().map((name) => [name, readFileSync(join(place, "out", name), "utf8")]));
}

function templatesOf(role: string): readonly string[] {
  const path = join("roles", role, "templates");
  return existsSync(path) ? readdirSync(path).filter((name) => name.endsWith(".hbs")) : [];
}

/** Gives the role's copy other tasks, which render its templates and see the variables that the role's own tasks see. */
function playOf(role: string, templates: readonly string[], place: string): readonly object[] {
  if (templates.length === 0) return [];
  const out = join(place, "out", role);
  mkdirSync(out, { recursive: true });
  mkdirSync(join(place, "roles", role, "tasks"), { recursive: true });
  const tasks = templates.map((name) => ({
    name,
    template: { src: name, dest: join(out, basename(name, ".hbs")) },
  }));
  writeFileSync(join(place, "roles", role, "tasks/main.yml"), JSON.stringify(tasks));
  const hosts = hostOf[role] ?? "m1";
  return [{ hosts, gather_facts: false, roles: [role] }];
}

function failuresOf(events: readonly PlayEvent[]): string {
  const failures = events.flatMap((event) =>
    event.kind === "task ended" && event.outcome.kind === "failed"
      ? [`${event.task.name}: ${event.outcome.error.message}`]
      : [],
  );
  return failures.join("\n");
}
