import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { PlayEvent } from "../../engine/model/event.ts";
import { playRun } from "../run/play-run.ts";
import type { Version } from "./versions.ts";
import { versions } from "./versions.ts";

const usualGroups = {
  etcd: ["m1", "m2", "m3"],
  kube_master: ["m1", "m2", "m3"],
  kube_node: ["w1", "w2"],
  lb: ["l1", "l2"],
} as const;

const addresses: Readonly<Record<string, string>> = {
  m1: "192.0.2.11",
  m2: "192.0.2.12",
  m3: "192.0.2.13",
  w1: "192.0.2.21",
  w2: "192.0.2.22",
  l1: "192.0.2.31",
  l2: "192.0.2.32",
};

/** A host that has the role, of those in its group; for roles that are not named, a master. */
const groupOf: Readonly<Record<string, keyof typeof usualGroups>> = {
  flanneld: "kube_node",
  kubernetes_work: "kube_node",
  loadbalancer: "lb",
};

/** What differs from the usual cluster: three masters, two nodes, two load balancers with a virtual address. */
export interface Otherwise {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly groups?: Readonly<Partial<Record<keyof typeof usualGroups, readonly string[]>>>;
  /** Only these, as they are called in `Rendered`. */
  readonly files?: readonly string[];
}

/** What tasks would have found out or made before they render. */
const given = {
  bootstrap_token_id: "abcdef",
  bootstrap_token_secret: "0123456789abcdef",
  bootstrap_token_expiration: "2030-01-01T00:00:00Z",
  etcd_first_start: "found",
  encryption_keys: [{ name: "key1", secret: "bm90IGEga2V5LCBidXQgYXMgbG9uZyBhcyBvbmUgaXM=" }],
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
export async function renderRoles(
  version: Version,
  place: string,
  { variables, groups, files }: Otherwise = {},
): Promise<Rendered> {
  const members = { ...usualGroups, ...groups };
  cpSync("roles", join(place, "roles"), { recursive: true });
  const isWanted = (role: string, template: string) =>
    files === undefined || files.includes(join(role, basename(template, ".hbs")));
  const roles = readdirSync("roles").map((name) => ({
    name,
    templates: templatesOf(name).filter((template) => isWanted(name, template)),
  }));
  const plays = roles.flatMap(({ name, templates }) => {
    const hosts = members[groupOf[name] ?? "kube_master"][0] ?? members.kube_master[0];
    return playOf({ hosts: String(hosts), role: name }, templates, place);
  });
  writeFileSync(join(place, "hosts"), inventoryOf(members));
  writeFileSync(join(place, "render.yml"), JSON.stringify(plays));
  const all = JSON.stringify({ ...versions[version], ...given, ...variables });
  const words = [join(place, "render.yml"), "-i", join(place, "hosts"), "-e", all];
  const { events, status } = await playRun(words);
  if (status !== 0) throw new Error(failuresOf(events));
  const names = roles.flatMap(({ name, templates }) =>
    templates.map((file) => join(name, basename(file, ".hbs"))),
  );
  return new Map(names.sort().map((name) => [name, readFileSync(join(place, "out", name), "utf8")]));
}

function inventoryOf(groups: Readonly<Record<string, readonly string[]>>): string {
  const hosts = Object.entries(addresses).map(([name, address]) => `${name} node_ip=${address}\n`);
  const sections = Object.entries(groups).map(([name, names]) => `[${name}]\n${names.join("\n")}\n`);
  const variables = "[all:vars]\nansible_connection=local\nlb_vip=192.0.2.30\n";
  return [...hosts, ...sections, variables].join("");
}

function templatesOf(role: string): readonly string[] {
  const path = join("roles", role, "templates");
  return existsSync(path) ? readdirSync(path).filter((name) => name.endsWith(".hbs")) : [];
}

/** Gives the role's copy other tasks, which render its templates and see the variables that the role's own tasks see. */
function playOf(
  { hosts, role }: { readonly hosts: string; readonly role: string },
  templates: readonly string[],
  place: string,
): readonly object[] {
  if (templates.length === 0) return [];
  const out = join(place, "out", role);
  mkdirSync(out, { recursive: true });
  mkdirSync(join(place, "roles", role, "tasks"), { recursive: true });
  const tasks = templates.map((name) => ({
    name,
    template: { src: name, dest: join(out, basename(name, ".hbs")) },
  }));
  writeFileSync(join(place, "roles", role, "tasks/main.yml"), JSON.stringify(tasks));
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
