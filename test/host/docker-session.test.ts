import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sh } from "../../engine/base/shell-text.ts";
import { openSession } from "../../engine/host/open-session.ts";
import { script } from "../../engine/host/query.ts";
import type { Become, Enclosure, Identity } from "../../engine/host/session.ts";
import { bootSandbox } from "../sandbox/boot.ts";
import { binariesFolder } from "../sandbox/cache.ts";
import { clusterProfile } from "../sandbox/cluster-profile.ts";
import { copyToHost } from "../sandbox/host-files.ts";
import { ensureImageArchives, imageNames } from "../sandbox/images/images.ts";
import { whyNoHosts } from "../sandbox/preflight.ts";
import { ensureBundle } from "../sandbox/programs/bundle.ts";
import { dockerBundle } from "../sandbox/programs/bundles.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { changesOf, playEvents } from "../support/play.ts";
import { textOf } from "./behaviour/bench.ts";
import { describeSession } from "./behaviour/describe-session.ts";

const programs = "/opt/docker";

/** A docker daemon on a sandbox host; this machine's docker client talks to it by its socket. */
describe.skipIf(whyNoHosts() !== undefined)("containers of docker", { timeout: 600_000 }, () => {
  let sandbox: Sandbox;
  let stop: (() => Promise<void>) | undefined;
  const before = { PATH: process.env["PATH"], DOCKER_HOST: process.env["DOCKER_HOST"] };
  const onHost = (text: string): Promise<string> => sandbox.read("h1", `PATH=${programs}:$PATH\n${text}`);

  beforeAll(async () => {
    sandbox = await bootSandbox({ count: 1, profile: clusterProfile });
    stop = () => sandbox.stop();
    const [host] = sandbox.hosts;
    if (host === undefined) throw new Error("no host");
    const bundle = join(binariesFolder(), `${dockerBundle.name}-${await ensureBundle(dockerBundle)}`);
    const { test: image } = await ensureImageArchives();
    copyToHost(host, [`${bundle}/.`], programs);
    copyToHost(host, [image], "/opt/images");
    await onHost(`
      systemd-run --quiet --unit=docker --property=Type=notify --property=Delegate=yes --setenv=PATH=$PATH ${programs}/dockerd
      docker load --quiet --input /opt/images/${basename(image)}
      docker create --name stopped ${imageNames.test} sleep 1d
      docker run --detach --name root ${imageNames.test} sleep 1d
      docker run --detach --name user --user 1000 ${imageNames.test} sleep 1d
      docker exec root sh -c 'echo root:x:0:0:root:/root:/bin/sh >/etc/passwd; echo root:x:0: >/etc/group; mkdir -p /root /tmp; chmod 1777 /tmp'`);
    process.env["DOCKER_HOST"] = `unix:///proc/${host.pid}/root/run/docker.sock`;
    process.env["PATH"] = `${bundle}:${before.PATH}`;
  }, 600_000);

  afterAll(async () => {
    Object.assign(process.env, before);
    if (before.DOCKER_HOST === undefined) delete process.env["DOCKER_HOST"];
    await stop?.();
  });

  const login: Identity = { kind: "login" };
  const container = (name: string, user?: string): Enclosure => ({
    kind: "docker",
    name,
    connectTimeout: 20,
    ...(user !== undefined && { user }),
  });

  describeSession("as whoever they are made for", async () => openSession(container("root")), login);

  test("as another user", async () => {
    const session = await openSession(container("user", "0"));
    const [said] = await session.ask([script("x", sh`id -u`)], login);
    expect(textOf(said.stdout)).toBe("0\n");
    await session.close();
  });

  const root: Become = { kind: "become", method: "sudo", user: "root" };

  test("need no sudo where one is root already, and say that it is missing where not", async () => {
    const session = await openSession(container("root"));
    const [said] = await session.ask([script("x", sh`id -u`)], root);
    expect(textOf(said.stdout)).toBe("0\n");
    await session.close();
    const user = await openSession(container("user"));
    await expect(user.ask([script("x", sh`true`)], root)).rejects.toMatchObject({
      code: "BECOME",
      message: "cannot become root on docker user: there is no sudo on it",
    });
    await user.close();
  });

  const refusals: readonly (readonly [string, Enclosure, RegExp])[] = [
    ["is not there", container("nonesuch"), /docker ps -a/],
    ["does not run", container("stopped"), /docker start stopped/],
    ["has no such user", container("root", "nobody-known"), /no user nobody-known in it/],
  ];

  test.each(refusals)("one that %s is refused with what to do", async (_, enclosure, hint) => {
    await expect(openSession(enclosure)).rejects.toMatchObject({
      code: "UNREACHABLE",
      hint: expect.stringMatching(hint),
    });
  });

  test("are played on by playbooks, and a second time nothing changes", async () => {
    const folder = mkdtempSync(join(tmpdir(), "play-docker-"));
    writeFileSync(join(folder, "hosts"), "c1 ansible_host=root ansible_connection=community.docker.docker\n");
    writeFileSync(
      join(folder, "site.yml"),
      `- hosts: all
  become: true
  tasks:
    - name: write
      copy: { content: "{{ ansible_facts.distribution | default('none') }}", dest: /etc/from-play }
    - name: edit
      lineinfile: { path: /etc/lines, line: one, create: true }
    - name: run
      command: { cmd: touch /etc/ran, creates: /etc/ran }
`,
    );
    try {
      const words = [join(folder, "site.yml"), "-i", join(folder, "hosts")];
      expect(changesOf(await playEvents(words))).toEqual(["edit @ c1", "run @ c1", "write @ c1"]);
      expect(changesOf(await playEvents(words))).toEqual([]);
      expect(await onHost("docker exec root cat /etc/lines")).toBe("one\n");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
