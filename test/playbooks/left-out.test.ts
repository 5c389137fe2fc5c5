import { expect, test } from "vitest";
import { failuresOf, playRun } from "../run/play-run.ts";

const playbooks = [
  ["backup.yml", "members"],
  ["encryption-rotate.yml", "masters-missing"],
] as const;

test.each(playbooks)(
  "%s does not end well where --limit leaves nobody to play it on",
  async (name, finding) => {
    const run = await playRun([`playbooks/${name}`, "-i", "test/roles/decisions/hosts", "--limit", "n2"]);
    expect(failuresOf(run)).toEqual([expect.stringContaining(`[${finding}]`)]);
    expect(run.status).toBe(2);
  },
);
