import { describe, test } from "vitest";
import { bootSandbox } from "../sandbox/boot.ts";
import { rounds, takeChance } from "./chance.ts";
import { dropPackets, killSshd } from "./cut.ts";
import { Figures } from "./figures.ts";
import { FirstRun } from "./first-run.ts";
import { cutAgainAndAgain } from "./lost-connection.ts";

const sizes = { "in a first run": 20_000_000, "mostly in an upload of 200 MB": 200_000_000 };
const cases = Object.entries(sizes).flatMap(([when, size]) =>
  [dropPackets, killSshd].map((cut) => ({ when, size, cut, name: `${cut.name} ${when}` })),
);

describe("a connection that breaks at any moment", () => {
  test.each(cases)("$name", async ({ size, cut, name }) => {
    const sandbox = await bootSandbox({ count: 1 });
    const first = new FirstRun(sandbox, "h1", size);
    const figures = new Figures(name);
    try {
      const chance = takeChance(name);
      await cutAgainAndAgain({ sandbox, host: "h1", first, cut }, { chance, rounds: rounds(25), figures });
    } finally {
      figures.tell();
      first.remove();
      await sandbox.stop();
    }
  });
});
