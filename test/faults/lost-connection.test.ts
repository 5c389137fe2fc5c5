import { afterAll, describe, test } from "vitest";
import { bootSandbox } from "../sandbox/boot.ts";
import { whyNoHosts } from "../sandbox/preflight.ts";
import { takeChance } from "./chance.ts";
import { dropPackets, killSshd } from "./cut.ts";
import { Figures } from "./figures.ts";
import { FirstRun } from "./first-run.ts";
import { killAgainAndAgain } from "./killed-controller.ts";
import { cutAgainAndAgain } from "./lost-connection.ts";

/** A few rounds of what the `.faults.ts` beside it try again and again. */
describe.skipIf(whyNoHosts() !== undefined)("a first run comes to its end", () => {
  // taking one down holds up the clocks of the tests beside it
  const sandboxes: Awaited<ReturnType<typeof bootSandbox>>[] = [];
  afterAll(() => Promise.all(sandboxes.map((sandbox) => sandbox.stop())));

  const onHost = async (
    body: (first: FirstRun, sandbox: Awaited<ReturnType<typeof bootSandbox>>) => Promise<void>,
  ) => {
    const sandbox = await bootSandbox({ count: 1 });
    sandboxes.push(sandbox);
    const first = new FirstRun(sandbox, "h1");
    try {
      await body(first, sandbox);
    } finally {
      first.remove();
    }
  };

  test.concurrent.each([dropPackets, killSshd])("with $name", async (cut) => {
    await onHost(async (first, sandbox) => {
      const tries = { chance: takeChance(cut.name), rounds: 1, figures: new Figures(cut.name) };
      await cutAgainAndAgain({ sandbox, host: "h1", first, cut }, tries);
    });
  });

  test.concurrent("when it is played again after the controller was killed", async () => {
    await onHost(async (first) => {
      const chance = takeChance("controller killed");
      await killAgainAndAgain(first, { chance, rounds: 2, figures: new Figures("controller killed") });
    });
  });
});
