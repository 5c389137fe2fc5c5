import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startFileServer, type FileServer } from "../module-on-hosts/file-server.ts";
import { changesOf, play, playEvents, type JsonEvent, type PlayRun } from "../support/play.ts";

/** A release as its project packs it: the address below the mirror, and the members of the archive. */
interface Release {
  readonly path: string;
  readonly members: readonly string[];
  /** How tar is told what to pack: with folders as members, and with a leading `./` or without. */
  readonly pack: readonly string[];
  /** Where the checksum is published; with the file's name beside the digits, or the digits alone. */
  readonly sums?: { readonly path: string; readonly named: boolean };
}

const kubernetes = (version: string): Release => ({
  path: `/k8s/v${version}/kubernetes-server-linux-amd64.tar.gz`,
  members: [
    "kubernetes/LICENSES",
    ...["kubectl", "kube-apiserver", "kube-apiserver.tar", "kube-controller-manager", "kube-scheduler"]
      .concat("kubelet", "kube-proxy", "kubeadm")
      .map((name) => `kubernetes/server/bin/${name}`),
  ],
  pack: ["kubernetes"],
  sums: { path: `/k8s/v${version}/kubernetes-server-linux-amd64.tar.gz.sha256`, named: false },
});

const etcd = (version: string, programs: readonly string[]): Release => {
  const folder = `etcd-v${version}-linux-amd64`;
  return {
    path: `/gh/etcd-io/etcd/releases/download/v${version}/${folder}.tar.gz`,
    members: ["README.md", "Documentation/demo.md", ...programs].map((name) => `${folder}/${name}`),
    pack: [folder],
    sums: { path: `/gh/etcd-io/etcd/releases/download/v${version}/SHA256SUMS`, named: true },
  };
};

const flannel = (version: string): Release => ({
  path: `/gh/flannel-io/flannel/releases/download/v${version}/flannel-v${version}-linux-amd64.tar.gz`,
  members: ["flanneld", "mk-docker-opts.sh", "README.md"],
  pack: ["flanneld", "mk-docker-opts.sh", "README.md"],
});

const github = (path: string, sums: string, release: Pick<Release, "members" | "pack">): Release => {
  const address = `/gh/${path}`;
  return { ...release, path: address, sums: { path: join(dirname(address), sums), named: true } };
};

const current: readonly Release[] = [
  kubernetes("1.36.0"),
  etcd("3.6.8", ["etcd", "etcdctl", "etcdutl"]),
  flannel("0.28.0"),
  github(
    "containerd/containerd/releases/download/v2.2.0/containerd-2.2.0-linux-amd64.tar.gz",
    "containerd-2.2.0-linux-amd64.tar.gz.sha256sum",
    {
      members: ["containerd", "containerd-shim-runc-v2", "containerd-stress", "ctr"].map(
        (name) => `bin/${name}`,
      ),
      pack: ["bin"],
    },
  ),
  // not an archive
  github("opencontainers/runc/releases/download/v1.3.3/runc.amd64", "runc.sha256sum", {
    members: [],
    pack: [],
  }),
  github(
    "kubernetes-sigs/cri-tools/releases/download/v1.36.0/crictl-v1.36.0-linux-amd64.tar.gz",
    "crictl-v1.36.0-linux-amd64.tar.gz.sha256",
    { members: ["crictl"], pack: ["crictl"] },
  ),
  github(
    "containernetworking/plugins/releases/download/v1.9.0/cni-plugins-linux-amd64-v1.9.0.tgz",
    "cni-plugins-linux-amd64-v1.9.0.tgz.sha256",
    {
      members: ["LICENSE", "README.md", "bandwidth", "bridge", "dhcp", "firewall"].concat(
        "host-local",
        "loopback",
        "portmap",
      ),
      pack: ["."],
    },
  ),
  github(
    "flannel-io/cni-plugin/releases/download/v1.8.0-flannel1/cni-plugin-flannel-linux-amd64-v1.8.0-flannel1.tgz",
    "cni-plugin-flannel-linux-amd64-v1.8.0-flannel1.tgz.sha256",
    { members: ["README.md", "flannel-amd64"], pack: ["."] },
  ),
];

const dockerPrograms = ["containerd", "containerd-shim", "containerd-shim-runc-v2", "ctr", "docker"].concat(
  "docker-init",
  "docker-proxy",
  "dockerd",
  "runc",
);

const legacy: readonly Release[] = [
  kubernetes("1.20.2"),
  etcd("3.4.23", ["etcd", "etcdctl"]),
  flannel("0.11.0"),
  {
    path: "/docker/x86_64/docker-20.10.24.tgz",
    members: dockerPrograms.map((name) => `docker/${name}`),
    pack: ["docker"],
  },
];

const kubernetesPrograms = ["kube-apiserver", "kube-controller-manager", "kube-proxy"].concat(
  "kube-scheduler",
  "kubectl",
  "kubelet",
);

const filled = {
  current: {
    "cni-plugins-1.9.0": ["bandwidth", "bridge", "dhcp", "firewall", "host-local", "loopback", "portmap"],
    "containerd-2.2.0": ["containerd", "containerd-shim-runc-v2", "containerd-stress", "ctr"],
    "crictl-1.36.0": ["crictl"],
    "etcd-3.6.8": ["etcd", "etcdctl", "etcdutl"],
    "flannel-0.28.0": ["flanneld", "mk-docker-opts.sh"],
    "flannel-cni-plugin-1.8.0": ["flannel"],
    "kubernetes-1.36.0": kubernetesPrograms,
    "runc-1.3.3": ["runc"],
  },
  legacy: {
    "docker-20.10.24": dockerPrograms,
    "etcd-3.4.23": ["etcd", "etcdctl"],
    "flannel-0.11.0": ["flanneld", "mk-docker-opts.sh"],
    "kubernetes-1.20.2": kubernetesPrograms,
  },
} as const;

const textOf = (member: string) => `#!/bin/sh\n# ${member}\n`;

/** The release's file; members have modes of all kinds, as in the releases. */
function build(release: Release): Buffer {
  if (release.members.length === 0) return Buffer.from(textOf("runc"));
  const folder = mkdtempSync(join(tmpdir(), "play-release-"));
  try {
    for (const [index, member] of release.members.entries()) {
      mkdirSync(join(folder, dirname(member)), { recursive: true });
      writeFileSync(join(folder, member), textOf(member), { mode: index % 2 === 0 ? 0o755 : 0o640 });
    }
    return execFileSync("tar", ["-czf", "-", ...release.pack], { cwd: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const digitsOf = (content: Buffer) => createHash("sha256").update(content).digest("hex");

/** Programs by folder, without the folder of the archives; each folder has the checksums of its programs beside them. */
function programsIn(folder: string): Record<string, readonly string[]> {
  const folders = existsSync(folder) ? readdirSync(folder).filter((name) => name !== "downloads") : [];
  for (const name of folders)
    execFileSync("sha256sum", ["--check", "--quiet", ".sha256sums"], { cwd: join(folder, name) });
  const programs = (name: string) => readdirSync(join(folder, name)).filter((file) => file !== ".sha256sums");
  return Object.fromEntries(folders.map((name) => [name, programs(name).sort()]));
}

/** What a check run foresees: changes, and the unpacking of archives that are not there yet, of which it knows nothing. */
function foreseenBy(events: readonly JsonEvent[]): readonly string[] {
  const unpacked = events.flatMap((event) => {
    const { name } = (event["task"] ?? {}) as { readonly name?: string };
    const { kind } = (event["outcome"] ?? {}) as { readonly kind?: string };
    return event["kind"] === "task ended" && kind === "unknown" ? [`${name} @ ${String(event["host"])}`] : [];
  });
  expect(unpacked.filter((name) => !name.startsWith("download : unpack "))).toEqual([]);
  return [...changesOf(events), ...unpacked].sort();
}

describe("download.yml", () => {
  let server: FileServer;
  let folder: string;
  let binaries: string;
  const given: Record<string, string> = {};

  beforeAll(async () => {
    server = await startFileServer("127.0.0.1");
    for (const release of [...current, ...legacy]) {
      const content = build(release);
      server.files.set(release.path, content);
      const name = release.path.split("/").at(-1) ?? "";
      if (!release.sums) given[release.path] = `sha256:${digitsOf(content)}`;
      else
        server.files.set(
          release.sums.path,
          Buffer.from(
            release.sums.named
              ? `${"0".repeat(64)}  another\n${digitsOf(content)}  ${name}\n`
              : digitsOf(content),
          ),
        );
    }
  });

  afterAll(() => server?.close());

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "play-download-"));
    binaries = join(folder, "binaries");
    server.requests.length = 0;
    return () => rmSync(folder, { recursive: true });
  });

  const checksums = (line: "current" | "legacy") => {
    const sumOf = (part: string) =>
      Object.entries(given).find(([path]) => path.includes(part))?.[1] ?? "sha256:none";
    return line === "current"
      ? { flannel: sumOf("/flannel-v0.28.0") }
      : { flannel: sumOf("/flannel-v0.11.0"), docker: sumOf("/docker-") };
  };

  const words = (more: Readonly<Record<string, unknown>>) => [
    "download.yml",
    ...(existsSync(join(folder, "hosts")) ? ["-i", join(folder, "hosts")] : ["-i", "localhost,"]),
    "-e",
    JSON.stringify({
      binaries_dir: binaries,
      github_mirror: `${server.url}/gh`,
      kubernetes_mirror: `${server.url}/k8s`,
      docker_mirror: `${server.url}/docker`,
      ...more,
    }),
  ];

  /** Plays it to a failure. */
  const failing = async (more: Readonly<Record<string, unknown>>): Promise<PlayRun> => {
    const run = await play(words(more));
    expect(run.status).toBe(2);
    return run;
  };

  describe.each(["current", "legacy"] as const)("for the line %s", (line) => {
    const all = () => words({ k8s_line: line, download_checksums: checksums(line) });

    test("fills the folders that the roles read, and then has nothing more to do or to fetch", async () => {
      const foreseen = foreseenBy(await playEvents([...all(), "--check"]));
      expect(existsSync(binaries)).toBe(false);
      const done = changesOf(await playEvents(all()));
      expect(foreseen).toEqual(done);
      expect(programsIn(binaries)).toEqual(filled[line]);
      for (const [name, programs] of Object.entries(programsIn(binaries)))
        for (const program of programs)
          expect([program, statSync(join(binaries, name, program)).mode & 0o7777]).toEqual([program, 0o755]);
      const fetched = server.requests.filter((request) => !/sha256|SHA256/.test(request));
      const releases = { current, legacy }[line].map(({ path }) => `GET ${path}`);
      expect(fetched.sort()).toEqual(releases.sort());

      server.requests.length = 0;
      expect(changesOf(await playEvents([...all(), "--check"]))).toEqual([]);
      expect(changesOf(await playEvents(all()))).toEqual([]);
      expect(server.requests).toEqual([]);
    });
  });

  test("takes line, versions and folder of the inventory's hosts", async () => {
    const hosts = "[etcd]\nm1\n[legacy:children]\netcd\n[legacy:vars]\nk8s_line=legacy\nk8s_version=1.20.2\n";
    writeFileSync(join(folder, "hosts"), hosts);
    await playEvents(words({ download_checksums: checksums("legacy") }));
    expect(programsIn(binaries)).toEqual(filled.legacy);
    const run = await failing({ k8s_line: "current" });
    expect(run.stdout + run.stderr).toContain("k8s_line current does not go with Kubernetes 1.20.2");
  });

  test("fetches only what is missing, and keeps what else is in the folder", async () => {
    const etcdFolder = join(binaries, "etcd-3.6.8");
    mkdirSync(etcdFolder, { recursive: true });
    writeFileSync(join(etcdFolder, "etcd"), "old\n");
    writeFileSync(join(etcdFolder, "note"), "mine\n");
    const skipped = ["kubernetes", "flannel", "containerd", "runc", "crictl", "cni-plugins"];
    await playEvents(words({ download_skip: [...skipped, "flannel-cni-plugin"] }));
    expect(programsIn(binaries)).toEqual({ "etcd-3.6.8": ["etcd", "etcdctl", "etcdutl", "note"] });
    expect(readFileSync(join(etcdFolder, "etcd"), "utf8")).toBe(textOf("etcd-v3.6.8-linux-amd64/etcd"));
    expect(readFileSync(join(etcdFolder, "note"), "utf8")).toBe("mine\n");
    expect(readdirSync(join(binaries, "downloads"))).toHaveLength(1);
  });

  test.each(["kubernetes", "runc"])(
    "refuses %s where its checksum is another, and leaves none of it",
    async (name) => {
      const wrong = `sha256:${"1".repeat(64)}`;
      const run = await failing({ download_checksums: { ...checksums("current"), [name]: wrong } });
      expect(run.stdout + run.stderr).toContain(`not ${"1".repeat(64)}`);
      expect(Object.keys(programsIn(binaries)).filter((one) => one.startsWith(`${name}-`))).toEqual([]);
      expect(readdirSync(join(binaries, "downloads")).filter((one) => one.startsWith(`${name}-`))).toEqual(
        [],
      );
    },
  );

  test("refuses a release that another published checksum goes with", async () => {
    const path = "/k8s/v1.36.0/kubernetes-server-linux-amd64.tar.gz.sha256";
    const published = server.files.get(path) ?? Buffer.from("");
    server.files.set(path, Buffer.from("2".repeat(64)));
    try {
      await failing({ download_checksums: checksums("current") });
    } finally {
      server.files.set(path, published);
    }
    expect(programsIn(binaries)).toEqual({});
    expect(readdirSync(join(binaries, "downloads"))).toEqual([]);
  });

  test("refuses a release in which a program is not", async () => {
    const path = current.find((release) => release.members.includes("crictl"))?.path ?? "";
    const crictl = server.files.get(path) ?? Buffer.from("");
    const other = build({ path, members: ["critest"], pack: ["critest"] });
    server.files.set(path, other);
    const sums = { ...checksums("current"), crictl: `sha256:${digitsOf(other)}` };
    try {
      const run = await failing({ download_checksums: sums });
      expect(run.stdout + run.stderr).toContain("the release has no crictl");
    } finally {
      server.files.set(path, crictl);
    }
    expect(Object.keys(programsIn(binaries))).not.toContain("crictl-1.36.0");
    await playEvents(words({ download_checksums: checksums("current") }));
    expect(programsIn(binaries)).toEqual(filled.current);
  });

  test("fetches nothing while a checksum is known nowhere, unless told so", async () => {
    const run = await failing({ k8s_line: "legacy" });
    expect(run.stdout + run.stderr).toContain(
      "no checksum is published with the releases of flannel and docker",
    );
    expect(server.requests).toEqual([]);
    expect(existsSync(binaries)).toBe(false);
    await playEvents(words({ k8s_line: "legacy", download_unverified: ["flannel", "docker"] }));
    expect(programsIn(binaries)).toEqual(filled.legacy);
  });
});
