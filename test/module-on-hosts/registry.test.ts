import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { modules } from "../../engine/module/registry.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import type { Bench, Scenario } from "./bench.ts";
import { eachTime, everywhere, openBench, setUpScenario } from "./bench.ts";
import type { Case, Round } from "./case.ts";
import { changedIn, decisionsOf } from "./case.ts";
import { casesOf } from "./cases/index.ts";
import { differences, leftovers, takeSnapshot, type Snapshot } from "./snapshot.ts";

/*
 * What every module promises, proven on real hosts by the real program: a check run writes nothing, the run changes
 * what the check run foresaw, and a second run changes nothing.
 *
 * A loop over the registry. A new module brings cases: a file in cases/ and its line in cases/index.ts, or the first
 * test below fails with the module's name. A case that changes something in every run says why (`always`), and brings
 * one beside it that does not, where the module has one.
 */

test("every module of the registry has cases, and nothing else has", () => {
  const named = Object.keys(casesOf).sort();
  expect(named).toEqual([...modules.keys()].sort());
  for (const [name, cases] of Object.entries(casesOf)) {
    expect(cases, name).not.toEqual([]);
    expect(new Set(cases.map(({ about }) => about)).size, `${name}: names of cases`).toBe(cases.length);
  }
});

describeOnHosts("on hosts, as root and by sudo,", () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench?.close());

  for (const name of modules.keys()) {
    const cases = casesOf[name] ?? [];
    describe(name, () => describeModule(name, cases, () => bench));
  }

  test("no module leaves temporary files behind", async () => {
    expect(await everywhere(bench.sandbox, leftovers)).toEqual(["", ""]);
  });
});

function describeModule(name: string, cases: readonly Case[], bench: () => Bench): void {
  let scenario: Scenario;
  let foreseen: Round | undefined;
  let done: Round | undefined;
  const snapshot = (): Promise<Snapshot> => takeSnapshot(bench().sandbox, bench().folder);
  const others = () => (always.length > 0 ? ["--skip-tags", eachTime] : []);
  const always = cases.filter(({ effect }) => typeof effect === "object");

  beforeAll(async () => {
    scenario = await setUpScenario(bench(), name, cases);
  });

  test("a check run writes nothing", async () => {
    const before = await snapshot();
    foreseen = await scenario.run("--check", "--diff");
    expect(differences(before, await snapshot())).toEqual([]);
  });

  test("the run changes what the check run foresaw", async () => {
    done = await scenario.run();
    expect(decisionsOf(foreseen ?? new Map())).toEqual(decisionsOf(done));
    const wanted = cases.filter(({ effect }) => effect !== "never");
    expect(new Set(changedIn(done).map(taskOf))).toEqual(new Set(wanted.map(({ about }) => about)));
  });

  test.for(cases.map((one) => [one.about, one] as const))("%s", async ([, one], { skip }) => {
    if (!done) return skip("the run failed");
    for (const { name: host } of bench().sandbox.hosts) {
      await one.controller?.(scenario.folder, host);
      const ended = done.get(`${one.about} @ ${host}`);
      if (one.result) expect(ended?.result).toMatchObject(one.result);
    }
    if (!one.after) return;
    const [script, output] = one.after;
    expect(await scenario.inFolder(one, script)).toEqual(bench().sandbox.hosts.map(() => output));
  });

  test.runIf(always.length < cases.length)("a second run changes nothing", async () => {
    const before = await snapshot();
    expect(changedIn(await scenario.run(...others()))).toEqual([]);
    expect(changedIn(await scenario.run(...others(), "--check"))).toEqual([]);
    expect(differences(before, await snapshot())).toEqual([]);
  });

  test.runIf(always.length > 0)("what changes each time does so again, foreseen", async () => {
    const check = await scenario.run("--tags", eachTime, "--check");
    const again = await scenario.run("--tags", eachTime);
    expect(decisionsOf(check)).toEqual(decisionsOf(again));
    expect(new Set(changedIn(again).map(taskOf))).toEqual(new Set(always.map(({ about }) => about)));
  });
}

function taskOf(key: string): string {
  return key.replace(/ @ [^@]*$/, "");
}
