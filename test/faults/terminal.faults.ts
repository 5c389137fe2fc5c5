import { expect, test } from "vitest";
import { StoppedSite } from "./stopped-site.ts";
import { closeTerminal } from "./terminal.ts";

test("a terminal that is closed ends what does not end by itself, after the grace", async () => {
  const site = new StoppedSite();
  await closeTerminal(site, () => undefined);
  expect(site.done).toEqual(["before"]);
  await site.resume();
});
