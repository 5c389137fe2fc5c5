import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFileServer, type FileServer } from "../module-on-hosts/file-server.ts";
import { type FaultBench, openFaultBench } from "./bench.ts";
import type { OddHost } from "./odd-hosts.ts";

/** Each plays the same tasks twice: the first run makes what it makes on a usual host, the second changes nothing. */
export function describeOddHosts(
  hosts: Readonly<Record<string, OddHost>>,
  furnish: (bench: FaultBench) => Promise<void> = async () => {},
): void {
  let bench: FaultBench;
  let server: FileServer;
  let usual: string;

  beforeAll(async () => {
    bench = await openFaultBench();
    server = await startFileServer(await bench.gateway());
    server.files.set("/file", Buffer.from("downloaded\n"));
    writeSources(bench.folder);
    await furnish(bench);
    await playTwice();
    usual = await made();
    expect(usual.split("\n").length).toBeGreaterThan(10);
  });
  afterAll(async () => {
    await server?.close();
    await bench?.close();
  });

  test.each(Object.entries(hosts))("with %s", async (_name, { make, undo, proof, modes, keywords }) => {
    await bench.read(`set -e; rm -rf /srv/odd\n${make}`);
    try {
      await playTwice(keywords);
      if (proof !== undefined) await bench.read(proof);
      const compared = modes === "other" ? withoutModes : (text: string) => text;
      expect(compared(await made())).toBe(compared(usual));
    } finally {
      await bench.read(undo);
    }
  });

  async function playTwice(keywords: object = {}): Promise<void> {
    const tasks = tasksOf(`${server.url}/file`);
    for (const kind of ["changed", "ok"]) {
      const ends = await bench.ends(tasks, keywords);
      const kinds = [...ends].map(([name, end]) => [name, end.kind, end.error?.message]);
      expect(kinds).toEqual(tasks.map(({ name }) => [name, kind, undefined]));
    }
  }

  /** Type, mode, owner, size and name of all that the tasks have made. */
  async function made(): Promise<string> {
    return bench.read(
      String.raw`cd /srv/odd && find . -printf '%y %m %u:%g %s %p\n' | sed 's/^d \(.*\) [0-9]* /d \1 /' | sort`,
    );
  }
}

function withoutModes(text: string): string {
  return text
    .replaceAll(/^(.) \d+/gm, "$1")
    .split("\n")
    .sort()
    .join("\n");
}

function writeSources(folder: string): void {
  writeFileSync(join(folder, "files/large"), "large\n".repeat(50_000));
  writeFileSync(join(folder, "files/mark.sh"), "#!/bin/sh\nset -e\necho marked >/srv/odd/script\n");
  writeFileSync(join(folder, "templates/some.hbs"), "of {{ inventory_hostname }}\n");
  mkdirSync(join(folder, "in"));
  writeFileSync(join(folder, "in/member"), "member\n");
  execFileSync("tar", ["-cf", join(folder, "files/some.tar"), "-C", join(folder, "in"), "member"]);
}

function tasksOf(url: string): readonly Readonly<Record<string, unknown>>[] {
  const at = (name: string) => `/srv/odd/${name}`;
  return [
    { name: "folder", file: { path: at("unpacked"), state: "directory" } },
    { name: "copy", copy: { content: "copied\n", dest: at("copy") } },
    { name: "large", copy: { src: "large", dest: at("large"), validate: "grep -q large %s" } },
    { name: "template", template: { src: "some.hbs", dest: at("template"), mode: "0640" } },
    { name: "line", lineinfile: { path: at("line"), line: "a line", create: true } },
    { name: "block", blockinfile: { path: at("line"), block: "a block" } },
    { name: "archive", unarchive: { src: "some.tar", dest: at("unpacked") } },
    { name: "download", get_url: { url, dest: at("download") } },
    {
      name: "touch",
      file: { path: at("touched"), state: "touch", modification_time: "preserve", access_time: "preserve" },
    },
    { name: "command", command: { argv: ["cp", at("copy"), at("command")], creates: at("command") } },
    { name: "shell", shell: { cmd: `umask >${at("shell")}`, creates: at("shell") } },
    { name: "clock", shell: { cmd: `date +%s >${at("clock")}`, creates: at("clock") } },
    { name: "script", script: { cmd: "mark.sh", creates: at("script") } },
  ];
}
