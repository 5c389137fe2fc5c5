import { afterAll, beforeAll, expect, test } from "vitest";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { type FaultBench, openFaultBench } from "./bench.ts";

/** Whatever a terminal obeys: C0 but tab and newline, DEL, C1, and what reorders text. */
const obeyed = /(?![\t\n])\p{Control}|\p{Bidi_Control}/u;

/** Clears the screen, names the window, asks the terminal to answer, rings, goes back, and reorders what follows. */
const hostile = String.raw`printf '\033[2J\033]0;x\007\033[6n\a\rRECAP\b\0\177\302\233K\342\200\256end\n'`;

describeOnHosts("output of a host", () => {
  let bench: FaultBench;
  beforeAll(async () => {
    bench = await openFaultBench();
  });
  afterAll(() => bench?.close());

  test("never disturbs the terminal: messages, diffs, debug, JSON", async () => {
    const tasks = [
      { name: "said", shell: `${hostile}; ${hostile} >&2`, register: "said" },
      { name: "debugged", debug: { msg: "{{ said.stdout }}" } },
      { name: "named {{ said.stdout }}", debug: { var: "said" } },
      { name: "diffed", copy: { content: "{{ said.stdout }}", dest: "/srv/hostile" } },
      { name: "looped", command: "false", loop: ["{{ said.stdout }}"], ignore_errors: true },
      { name: "failed", shell: `${hostile} >&2; exit 3` },
    ];
    for (const words of [[], ["-vvv", "--diff"], ["--output", "json"]]) {
      const { stdout, stderr, status } = await bench.show(tasks, words);
      expect(status).toBe(2);
      expect(stdout + stderr).not.toMatch(obeyed);
      expect(stdout).toContain("failed");
    }
  });

  test("that is registered says what is missing", async () => {
    const tasks = [
      { name: "flood", shell: "head -c 10000000 /dev/zero | tr '\\0' x", register: "out" },
      { name: "count", debug: { msg: "{{ out.stdout_dropped }} {{ out.stderr_dropped }}" } },
      { name: "still usable", command: "echo usable", register: "next" },
      { name: "say", debug: { msg: "{{ next.stdout }}" } },
    ];
    const { stdout, stderr, status } = await bench.show(tasks);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/5805696 0[^]*usable/)]);
    expect(stdout + stderr).toContain("out on h1 holds only the ends of the output: 5805696 bytes");
  });
});
