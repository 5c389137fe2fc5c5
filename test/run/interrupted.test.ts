import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeRun } from "./describe-run.ts";
import { playRun } from "./play-run.ts";

const root = mkdtempSync(path.join(tmpdir(), "play-interrupted-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What the run is doing when the signal comes, and what it says of it. */
const cases = {
  "between two tries": [
    `command: "false"\n      until: false\n      delay: 60\n      retries: 9`,
    "failed: the run was interrupted",
  ],
  "between two items": [
    `debug: { msg: "{{ item }}" }\n      loop: [1, 2]\n      loop_control: { pause: 60 }`,
    "failed: the run was interrupted",
  ],
  "during a pause": ["pause: { seconds: 60 }", "failed: the run was interrupted"],
  "while waiting for a port": ["wait_for: { port: 1, timeout: 60 }", "failed: the run was interrupted"],
  "during a command, which ends": ["command: sleep 0.5", "changed"],
} as const;

for (const [when, [task, told]] of Object.entries(cases))
  test(`Ctrl-C ${when}`, async () => {
    const file = path.join(root, "site.yml");
    writeFileSync(
      file,
      `
- hosts: all
  gather_facts: false
  tasks:
    - name: before
      command: "true"
      notify: handler
    - name: long
      ${task}
      ignore_errors: false
    - name: after
      debug: { msg: after }
  handlers:
    - name: handler
      debug: { msg: handled }
- hosts: all
  gather_facts: false
  tasks: [{ name: the next play, debug: { msg: next } }]
`,
    );
    const controller = new AbortController();
    const started = performance.now();
    const ended = await playRun([file, "-i", "a,", "-c", "local"], {
      interrupted: controller.signal,
      onEvent: (event) => {
        if (event.kind === "task started" && event.task.name === "long")
          setTimeout(() => controller.abort(), 200);
      },
    });
    const text = describeRun(ended);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(ended.status).toBe(130);
    expect(text).toContain(`task long\n`);
    expect(text).toContain(told);
    expect(text).not.toMatch(/task after|handled|the next play/);
    expect(ended.events.at(-1)).toMatchObject({ kind: "run ended", interrupted: true });
  });
