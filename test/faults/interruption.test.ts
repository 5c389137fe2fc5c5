import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { play, playProgram } from "../support/play.ts";

/** The program as a user starts it, given signals: what it says, how it ends, and what goes on afterwards. */
const root = mkdtempSync(path.join(tmpdir(), "play-signals-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let area: string;
beforeEach(() => {
  area = mkdtempSync(path.join(root, "run-"));
  writeFileSync(path.join(area, "hosts"), "a\nb\n[all:vars]\nansible_connection=local\n");
  writeFileSync(
    path.join(area, "site.yml"),
    `
- hosts: all
  gather_facts: false
  tasks:
    - { name: before, shell: "echo before >> {{ log }}", notify: restart }
    - { name: long, shell: "echo $$ > {{ log }}.pid; [ -e {{ playbook_dir }}/go ] || sleep 600; echo long >> {{ log }}" }
    - { name: after, shell: "echo after >> {{ log }}" }
  handlers:
    - { name: restart, shell: "echo handler >> {{ log }}" }
  vars: { log: "{{ playbook_dir }}/{{ inventory_hostname }}.log" }
`,
  );
});

const words = ["site.yml", "-i", "hosts"];
const environment = (): Record<string, string> => ({ XDG_STATE_HOME: path.join(area, "state") });

interface Running {
  readonly child: ChildProcess;
  readonly said: () => string;
}

/** A run whose long task has begun on both hosts. */
async function underWay(): Promise<Running> {
  const child = spawn(process.execPath, [playProgram, ...words], {
    cwd: area,
    env: { ...process.env, NO_COLOR: "1", ...environment() },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await until(() => longPids().length === 2);
  return { child, said: () => said };
}

function longPids(): readonly number[] {
  return ["a", "b"].flatMap((host) => {
    const file = path.join(area, `${host}.log.pid`);
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    return text.endsWith("\n") ? [Number(text)] : [];
  });
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function statusOf(child: ChildProcess): Promise<unknown> {
  const [status] = child.exitCode === null ? await once(child, "close") : [child.exitCode];
  return status;
}

/** The second signal comes once the first is heard; it does not wait for the grace. */
async function stopTwice({ child, said }: Running, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  await until(() => said().includes(`STOPPING ${signal}`));
  const second = performance.now();
  child.kill(signal);
  expect(await statusOf(child)).toBe(130);
  expect(performance.now() - second).toBeLessThan(8000);
}

function logOf(host: string): readonly string[] {
  return readFileSync(path.join(area, `${host}.log`), "utf8")
    .trim()
    .split("\n");
}

async function resume(): Promise<void> {
  writeFileSync(path.join(area, "go"), "");
  const resumed = await play([...words, "--resume"], { cwd: area, environment: environment() });
  expect(resumed.stdout).toContain("[a b]  interrupted in long");
  expect(resumed.status).toBe(0);
  for (const host of ["a", "b"]) expect(logOf(host)).toEqual(["before", "long", "after", "handler"]);
}

test("a signal tells what is under way, gives it up after a grace, lists what is owed, and the run can be resumed", async () => {
  const { child, said } = await underWay();
  child.kill("SIGTERM");
  expect(await statusOf(child)).toBe(130);
  expect(said()).toMatch(
    new RegExp(`STOPPING SIGTERM: nothing new is begun[^\\n]*\\n  long  \\[a b\\]  for `),
  );
  expect(said()).toMatch(
    /RECAP[^]*handlers that have not run[^]*a {2}restart\n {2}b {2}restart\n[^]*interrupted/,
  );
  await until(() => longPids().every((pid) => !existsSync(`/proc/${pid}`)));
  await resume();
});

test.each(["SIGINT", "SIGHUP"] as const)(
  "%s twice ends at once, and what is under way on hosts",
  async (signal) => {
    const running = await underWay();
    await stopTwice(running, signal);
    await until(() => longPids().every((pid) => !existsSync(`/proc/${pid}`)));
    await resume();
  },
);

test("an output that nobody reads any more stops the run", async () => {
  const { child } = await underWay();
  child.stdout?.destroy();
  child.kill("SIGINT");
  expect(await statusOf(child)).toBe(130);
  await resume();
});

test("a run that was killed can be resumed, and its task under way is played again", async () => {
  const { child } = await underWay();
  child.kill("SIGKILL");
  await statusOf(child);
  for (const pid of longPids()) process.kill(-pid, "SIGKILL");
  await resume();
});

describe("play history", () => {
  test("lists runs and shows one, for people and for programs", async () => {
    await stopTwice(await underWay(), "SIGINT");
    const list = await play(["history"], { cwd: area, environment: environment() });
    expect(list.stdout).toMatch(
      /^\w{4} {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}died +2 hosts +.*site\.yml -i hosts\n$/,
    );
    const id = list.stdout.slice(0, 4);
    const shown = await play(["history", id], { cwd: area, environment: environment() });
    expect(shown.stdout).toContain("a  interrupted in long\n");
    expect(shown.stdout).toContain(`play site.yml -i hosts --resume=${id}`);
    const json = await play(["history", id, "--output", "json"], { cwd: area, environment: environment() });
    expect(JSON.parse(json.stdout)).toMatchObject({
      run: id,
      stops: { a: { task: "long", reason: "interrupted" } },
    });
  });

  test("a run that cannot be resumed says why", async () => {
    writeFileSync(path.join(area, "go"), "");
    const first = await play([...words, "--resume"], { cwd: area, environment: environment() });
    expect(first.stderr).toContain("there is no earlier run of this playbook with this inventory");
    await play(words, { cwd: area, environment: environment() });
    const again = await play([...words, "--resume"], { cwd: area, environment: environment() });
    expect(again.stderr).toMatch(/BAD_RUN\]: run \w{4} came to its end/);
    expect(again.status).toBe(1);
  });
});

test("a run that stopped and has changed since is refused, or goes on where it has changed", async () => {
  await stopTwice(await underWay(), "SIGINT");
  const file = path.join(area, "site.yml");
  writeFileSync(file, readFileSync(file, "utf8").replace("sleep 600", "true"));
  const refused = await play([...words, "--resume"], { cwd: area, environment: environment() });
  expect(refused.stderr).toContain(`${file}: has changed`);
  const resumed = await play([...words, "--resume", "--resume-changed"], {
    cwd: area,
    environment: environment(),
  });
  expect(resumed.status).toBe(0);
  expect(logOf("a")).toEqual(["before", "long", "after", "handler"]);
});

test("a journal that cannot be written is a warning, once, and the run goes on", async () => {
  writeFileSync(path.join(area, "go"), "");
  writeFileSync(path.join(area, "state"), "not a folder");
  const { stdout, status } = await play(words, { cwd: area, environment: environment() });
  expect(status).toBe(0);
  expect(stdout.match(/journal cannot be written/g)).toHaveLength(1);
});
