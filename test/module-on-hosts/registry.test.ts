import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { modules } from "../../engine/module/registry.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { Bench, Scenario } from "./bench.ts";
import { eachTime, inCaseFolder, moduleFolder, openBench, setUpScenario } from "./bench.ts";
import type { Case, Round } from "./case.ts";
import { changedIn, decisionsOf } from "./case.ts";
import { casesOf, elsewhere } from "./cases/index.ts";
import { differences, nothingIsLeft, takeSnapshot, type Snapshot } from "./snapshot.ts";

/*
 * What every module promises, proven on real hosts by the real program: a check run writes nothing, the run changes
 * what the check run foresaw, and a second run changes nothing.
 *
 * A loop over the registry. A new module brings cases: a file in cases/ and its line in cases/index.ts, or the first
 * test below fails with the module's name. A case that changes something in every run says why (`always`), and brings
 * one beside it that does not, where the module has one.
 */

/** All cases of all modules in one play, on a machine that has other things to do. */
const longEnough = 600_000;

test("every module of the registry has cases, and nothing else has", () => {
  const named = [...Object.keys(casesOf), ...Object.keys(elsewhere)].sort();
  expect(named).toEqual([...modules.keys()].sort());
  for (const [name, cases] of Object.entries(casesOf)) {
    expect(cases, name).not.toEqual([]);
    expect(new Set(cases.map(({ about }) => about)).size, `${name}: names of cases`).toBe(cases.length);
  }
});

describeOnHosts("on hosts, as root and by sudo,", () => {
  let bench: Bench<Sandbox>;
  let scenario: Scenario;
  /** Undefined: the run did not come to its end, which has a test of its own. */
  const rounds: Partial<Record<"foreseen" | "done" | "again" | "foreseenAgain", Round>> = {};
  const snapshot = async (): Promise<Snapshot> => {
    await nothingIsLeft(bench.sandbox);
    return takeSnapshot(bench.sandbox, bench.folder);
  };

  beforeAll(async () => {
    bench = await openBench();
    scenario = await setUpScenario(bench, casesOf);
  }, longEnough);
  afterAll(() => bench?.close());

  test("a check run writes nothing", { timeout: longEnough }, async () => {
    const before = await snapshot();
    rounds.foreseen = await scenario.run("--check", "--diff");
    expect(differences(before, await snapshot())).toEqual([]);
  });

  test("the run comes to its end", { timeout: longEnough }, async () => {
    rounds.done = await scenario.run();
  });

  test("a second run writes nothing, and nor does a second check run", { timeout: longEnough }, async () => {
    const before = await snapshot();
    rounds.again = await scenario.run("--skip-tags", eachTime);
    rounds.foreseenAgain = await scenario.run("--skip-tags", eachTime, "--check");
    expect(differences(before, await snapshot())).toEqual([]);
    expect(changedIn(rounds.again)).toEqual([]);
    expect(changedIn(rounds.foreseenAgain)).toEqual([]);
  });

  test("what changes each time does so again, as foreseen", { timeout: longEnough }, async () => {
    const check = await scenario.run("--tags", eachTime, "--check");
    const again = await scenario.run("--tags", eachTime);
    expect(decisionsOf(check)).toEqual(decisionsOf(again));
    expect(changedIn(again)).toHaveLength(again.size);
  });

  test("no module leaves temporary files behind", async () => {
    await nothingIsLeft(bench.sandbox);
  });

  describe.each(Object.keys(casesOf))("%s", (module) => {
    const cases = casesOf[module] ?? [];

    test("changes what the check run foresaw, and nothing the second time", ({ skip }) => {
      const { foreseen, done, again, foreseenAgain } = rounds;
      if (!foreseen || !done || !again || !foreseenAgain) return skip("a run failed");
      expect(decisionsOf(ofModule(foreseen, module))).toEqual(decisionsOf(ofModule(done, module)));
      expect(changedIn(ofModule(again, module))).toEqual([]);
      expect(changedIn(ofModule(foreseenAgain, module))).toEqual([]);
    });

    test.for(cases.map((one, index) => [one.about, one, index] as const))(
      "%s",
      async ([about, one, index], { skip }) => {
        if (!rounds.done) return skip("the run failed");
        for (const { name: host } of bench.sandbox.hosts) {
          const ended = rounds.done.get(`${module}: ${about} @ ${host}`);
          expect(ended?.kind, JSON.stringify(ended?.result)).toBe(kindOf(one));
          if (one.result) expect(ended?.result).toMatchObject(one.result);
          await one.controller?.(moduleFolder(bench, module), host);
        }
        if (!one.after) return;
        const [script, output] = one.after;
        const seen = await inCaseFolder(bench, { module, index }, script);
        expect(seen).toEqual(bench.sandbox.hosts.map(() => output));
      },
    );
  });
});

/** How the first run of a case ends. */
function kindOf({ effect, fails }: Case): string {
  if (fails) return "failed";
  return effect === "never" ? "ok" : "changed";
}

function ofModule(round: Round, module: string): Round {
  return new Map([...round].filter(([key]) => key.startsWith(`${module}: `)));
}
