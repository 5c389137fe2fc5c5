import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bootSandbox } from "./boot.ts";
import { binariesFolder } from "./cache.ts";
import { clusterProfile } from "./cluster-profile.ts";
import { copyToHost } from "./host-files.ts";
import { imageNames, ensureImageArchives } from "./images/images.ts";
import { whyNoHosts } from "./preflight.ts";
import { ensureBundle } from "./programs/bundle.ts";
import { dockerBundle, haproxyBundle, keepalivedBundle } from "./programs/bundles.ts";
import { findLeftovers } from "./leftovers.ts";
import type { Sandbox } from "./sandbox.ts";
import { readState } from "./state.ts";
import { waitFor } from "./wait.ts";

const programs = "/opt/k8s/bin";
const images = "/opt/images";

/** The settings that kubernetes-facts and kubelet want, those of the whole machine among them. */
const settings = {
  "net.bridge.bridge-nf-call-iptables": 1,
  "net.ipv4.ip_forward": 1,
  "net.ipv4.ip_local_reserved_ports": "30000-32767",
  "net.netfilter.nf_conntrack_max": 131_073,
  "vm.overcommit_memory": 1,
  "vm.swappiness": 3,
  "kernel.panic": 10,
  "kernel.panic_on_oops": 1,
  "fs.inotify.max_user_watches": 1_048_577,
} as const;

const dockerUnit = `
[Service]
Type=notify
Environment=PATH=${programs}:/usr/sbin:/usr/bin:/sbin:/bin
ExecStart=${programs}/dockerd --exec-opt native.cgroupdriver=systemd --storage-driver overlay2
Delegate=yes
KillMode=process
`;

describe.skipIf(whyNoHosts() !== undefined)("a cluster host", { timeout: 600_000 }, () => {
  let sandbox: Sandbox;
  /** Known once there is something to stop. */
  let stop: (() => Promise<void>) | undefined;
  const onHost = (script: string): Promise<string> =>
    sandbox.read("h1", `export PATH=${programs}:$PATH\n${script}`);

  beforeAll(async () => {
    sandbox = await bootSandbox({ count: 1, profile: clusterProfile });
    stop = () => sandbox.stop();
    const [host] = sandbox.hosts;
    if (host === undefined) throw new Error("no host");
    const folders: string[] = [];
    for (const bundle of [dockerBundle, haproxyBundle, keepalivedBundle])
      folders.push(join(binariesFolder(), `${bundle.name}-${await ensureBundle(bundle)}`));
    for (const folder of folders) copyToHost(host, [`${folder}/.`], programs);
    copyToHost(host, Object.values(await ensureImageArchives()), images);
  }, 600_000);

  afterAll(() => stop?.());

  test("finds the kernel's modules, loads none, and has no swap", async () => {
    expect(await onHost("modprobe --all br_netfilter overlay nf_conntrack vxlan && echo loaded")).toBe(
      "loaded\n",
    );
    expect((await onHost("cat /proc/swaps")).trim().split("\n")).toHaveLength(1);
  });

  test("sets what belongs to the whole machine for itself alone", async () => {
    const assignments = Object.entries(settings).map(([name, value]) => `${name}='${value}'`);
    await onHost(`sysctl --write ${assignments.join(" ")}`);
    const found = await onHost(`sysctl --values ${Object.keys(settings).join(" ")}`);
    expect(found.trim().split("\n")).toEqual(Object.values(settings).map(String));
  });

  test("has no docker, runc or containerd of its own", async () => {
    expect(await sandbox.read("h1", "command -v docker dockerd runc containerd ctr; true")).toBe("");
  });

  test("runs the programs of the bundles", async () => {
    expect(await onHost("haproxy -v; keepalived --version 2>&1; runc --version; ctr --version")).toMatch(
      /HAProxy version \d[^]*Keepalived v\d[^]*runc version \d[^]*ctr /,
    );
  });

  test("runs containers by docker: loaded images, exec, cgroups of systemd, a network", async () => {
    await onHost(`cat >/etc/systemd/system/docker.service <<'END'
${dockerUnit}END
systemctl daemon-reload
systemctl start docker`);
    const loaded = await onHost(`for file in ${images}/*.tar; do docker load --input $file; done`);
    for (const name of ["k8s.gcr.io/pause:3.2", "registry.k8s.io/pause:3.2", ...Object.values(imageNames)])
      expect(loaded).toContain(`Loaded image: ${name}\n`);
    // as dockershim starts a pod's pause container: what runc may not do here, its wrapper leaves out
    await onHost("docker run --detach --name pause --oom-score-adj -998 registry.k8s.io/pause:3.2");
    const web = `httpd -f -p 8080 -h /bin`;
    await onHost(`docker run --detach --name web --network container:pause ${imageNames.test} ${web}`);
    const fetched = await waitFor("the container's server to answer", 60, async () => {
      const bytes = await onHost("docker exec web wget -q -O - http://127.0.0.1:8080/busybox | head -c 4");
      return bytes === "" ? undefined : bytes;
    });
    expect(fetched).toContain("ELF");
    expect(await onHost("docker exec pause /bin/busybox cat /proc/1/cgroup")).toContain("system.slice");
    await onHost("docker stop --time 30 pause; docker rm --force web");
    expect(await onHost("docker inspect --format '{{.State.ExitCode}}' pause")).toBe("0\n");
  });

  test("survives a reboot with what it wrote, its address and docker's images", async () => {
    await onHost("echo kept >/root/kept; systemctl enable --quiet docker 2>/dev/null; true");
    const [host] = sandbox.hosts;
    const before = host?.pid;
    await sandbox.run("h1", "systemctl reboot");
    // what enters a host while it shuts down is one more process for it to end
    await waitFor("the host to boot again", 300, () => {
      try {
        return host?.pid === before ? undefined : true;
      } catch {
        return undefined; // between two boots there is no host
      }
    });
    await waitFor("its sshd", 120, async () =>
      (await sandbox.run("h1", "systemctl is-active ssh")).status === 0 ? true : undefined,
    );
    expect(await onHost("cat /root/kept; ip -4 -brief address show host0")).toContain(`${host?.address}/24`);
    await onHost("systemctl start docker");
    expect(await onHost(`docker run --rm ${imageNames.test} echo hello`)).toBe("hello\n");
  });

  test("is taken down with its disk and its containers", async () => {
    await onHost(`docker run --detach ${imageNames.test}`);
    const state = readState(sandbox.id);
    await sandbox.stop();
    expect(state === undefined ? ["no state"] : findLeftovers(state)).toEqual([]);
  });
});
