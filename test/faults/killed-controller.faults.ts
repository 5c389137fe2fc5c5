import { describe, test } from "vitest";
import { bootSandbox } from "../sandbox/boot.ts";
import { rounds, takeChance } from "./chance.ts";
import { Figures } from "./figures.ts";
import { FirstRun } from "./first-run.ts";
import { killAgainAndAgain } from "./killed-controller.ts";

describe("a controller that is killed at any moment", () => {
  // side by side: most of the time is waiting
  test.concurrent.each(["one half", "other half"])("%s", async (half) => {
    const name = `controller killed, ${half}`;
    const sandbox = await bootSandbox({ count: 1 });
    const first = new FirstRun(sandbox, "h1");
    const figures = new Figures(name);
    try {
      await killAgainAndAgain(first, { chance: takeChance(name), rounds: rounds(50), figures });
    } finally {
      figures.tell();
      first.remove();
      await sandbox.stop();
    }
  });
});
