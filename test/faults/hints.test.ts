import { afterAll, beforeAll, expect, test } from "vitest";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { type Ended, type FaultBench, openFaultBench } from "./bench.ts";
import { hintSamples } from "./hint-samples.ts";

describeOnHosts("a failure on a host", () => {
  let bench: FaultBench;
  let ends: ReadonlyMap<string, Ended>;
  const samples = hintSamples.filter(({ how }) => how !== undefined);

  beforeAll(async () => {
    bench = await openFaultBench();
    const tasks = samples.map(({ cause, how }) => ({ name: cause, shell: how, timeout: 30 }));
    ends = await bench.ends(tasks, { environment: { LC_ALL: "C" } });
  });
  afterAll(() => bench?.close());

  test.each(samples)("by $cause says what to do", ({ cause, rc, said, hint }) => {
    const { result, error } = ends.get(cause) ?? {};
    expect(stable(String(result?.["stderr"]))).toContain(stable(said));
    expect(result?.["rc"]).toBe(rc);
    expect(error?.hint).toContain(hint);
  });
});

/** What differs from run to run: process ids, times, the kernel's name, and that our shell evaluates the command. */
function stable(text: string): string {
  return text
    .replaceAll(/process \d+|\d+ milliseconds|after \d+ ms|\/lib\/modules\/\S+/g, "…")
    .replaceAll(": eval: ", ": ");
}
