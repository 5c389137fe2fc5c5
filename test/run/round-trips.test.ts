import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import type { RunServices } from "../../engine/execute/play-context.ts";
import { Sessions } from "../../engine/execute/sessions.ts";
import { openSession } from "../../engine/host/open-session.ts";
import type { Session } from "../../engine/host/session.ts";
import { describeRun } from "./describe-run.ts";
import { playRun, type PlayRun } from "./play-run.ts";

const root = mkdtempSync(path.join(tmpdir(), "play-round-trips-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Counted {
  readonly played: PlayRun;
  readonly asked: number;
}

/** Plays with a session that counts how often it is asked anything. */
async function count(name: string, tasks: string, ...more: readonly string[]): Promise<Counted> {
  const area = path.join(root, name);
  mkdirSync(area, { recursive: true });
  const file = path.join(area, "site.yml");
  writeFileSync(file, `- hosts: all\n  gather_facts: false\n  tasks:\n${tasks}`);
  let asked = 0;
  const counting = (session: Session): Session => ({
    ask: (queries, identity) => {
      asked++;
      return session.ask(queries, identity);
    },
    apply: (actions, context) => session.apply(actions, context),
    endCommands: () => session.endCommands(),
    close: () => session.close(),
    alive: session.alive,
    left: session.left,
  });
  const played = await playRun([file, "-i", "a,", "-c", "local", "-e", `area=${area}`, ...more], {
    services: (services: RunServices) => ({
      ...services,
      sessions: new Sessions(async (connection) => counting(await openSession(connection)), {
        ...services,
        reconnectTimeout: 1,
        lockTimeout: 1,
        lock: false,
      }),
    }),
  });
  return { played, asked };
}

const seventyFiles = `
    - { name: many, copy: { content: "{{ item }}", dest: "{{ area }}/{{ item }}" }, loop: "{{ range(70) | list }}" }
`;

test("a converged loop of seventy files is asked in one round trip", async () => {
  await count("seventy", seventyFiles);
  const { played, asked } = await count("seventy", seventyFiles);
  expect(describeRun(played)).toContain("a ok=1\n");
  expect(asked).toBe(1);
});

test("a check run of it, too", async () => {
  const { played, asked } = await count("unmade", seventyFiles, "--check");
  expect(describeRun(played)).toContain("changed=1");
  expect(asked).toBe(1);
});

test("a loop that changes everything asks about as often as it has items", async () => {
  const { asked } = await count("changing", seventyFiles);
  expect(asked).toBeLessThanOrEqual(71);
});

test("a loop in which one item changes asks the others anew, ever more together", async () => {
  await count("one", seventyFiles);
  writeFileSync(path.join(root, "one", "35"), "other");
  const { played, asked } = await count("one", seventyFiles);
  expect(describeRun(played)).toContain("[35] changed");
  expect(describeRun(played).match(/changed$/gm)).toHaveLength(2);
  expect(asked).toBeLessThanOrEqual(8);
});

const dependent = `
    - { name: one file, copy: { content: "{{ item }}", dest: "{{ area }}/same" }, loop: [a, b, b, a] }
    - { name: made by the first, shell: "echo {{ item }} >>{{ area }}/log", args: { creates: "{{ area }}/log" }, loop: [a, b] }
    - { name: lines, lineinfile: { path: "{{ area }}/lines", line: "{{ item }}", create: true }, loop: [a, b, a, c, b] }
    - { name: looked at, stat: { path: "{{ area }}/{{ item }}" }, loop: [log, none, lines], register: looked }
    - { name: seen, debug: { msg: "{{ looked.results | map(attribute='stat.exists') | list }}" } }
    - { name: away, file: { path: "{{ area }}/{{ item }}", state: absent }, loop: [log, log, lines] }
    - { name: until, shell: "echo x >>{{ area }}/{{ item }}; wc -l <{{ area }}/{{ item }}", loop: [t1, t2], until: r.stdout | int > 1, retries: 3, delay: 0, register: r }
    - { name: a failing one, file: { path: "{{ item }}", state: directory }, loop: ["{{ area }}/x", "{{ area }}/same/x", "{{ area }}/y"], ignore_errors: true }
`;

for (const mode of [[], ["--check"]])
  test(`results are the same without asking ahead ${mode.join("")}`, async () => {
    const name = `dependent${mode.join("")}`;
    const runs = [];
    for (const more of [[], ["--no-look-ahead"]]) {
      rmSync(path.join(root, name), { recursive: true, force: true });
      const first = await count(name, dependent, ...mode, ...more);
      const second = await count(name, dependent, ...mode, ...more);
      runs.push([describeRun(first.played), describeRun(second.played)]);
    }
    expect(runs[0]).toEqual(runs[1]);
  });

test("hosts work side by side, also on this machine", async () => {
  const area = path.join(root, "parallel");
  mkdirSync(area);
  // each waits until all six are there
  const meet = (name: string): string =>
    `touch ${area}/${name}-{{ inventory_hostname }}; for try in $(seq 300); do set -- ${area}/${name}-?; [ $# = 6 ] && exit; sleep 0.1; done; exit 1`;
  const file = path.join(area, "site.yml");
  writeFileSync(
    file,
    `
- hosts: all
  gather_facts: false
  tasks:
    - { name: own, shell: "${meet("own")}" }
    - { name: here, shell: "${meet("here")}", delegate_to: localhost }
`,
  );
  const { status } = await playRun([file, "-i", "a,b,c,d,e,f,", "-c", "local", "--forks", "6"]);
  expect(status).toBe(0);
});
