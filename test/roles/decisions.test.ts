import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { playRun } from "../run/play-run.ts";

const folder = join(import.meta.dirname, "decisions");

/** Playbooks that ask the roles' variables what they make of what was found; they touch nothing. */
test.each(readdirSync(folder).filter((name) => name.endsWith(".yml")))("%s", async (name) => {
  const { events } = await playRun([join(folder, name), "-i", join(folder, "hosts")]);
  const failed = events.flatMap((event) =>
    event.kind === "task ended" && event.outcome.kind === "failed"
      ? [`${event.task.name}: ${event.outcome.error.message}`]
      : [],
  );
  expect(failed).toEqual([]);
  expect(events.some((event) => event.kind === "task ended")).toBe(true);
});
