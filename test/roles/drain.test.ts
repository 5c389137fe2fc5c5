import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { changesOf, failuresOf, playRun } from "../run/play-run.ts";

const folder = join(import.meta.dirname, "drain");

/** Plays a playbook of the folder, on hosts that are this machine, with a kubectl that the playbook makes up. */
function drain(playbook: string, ...words: readonly string[]) {
  return playRun([join(folder, playbook), "-i", join(folder, "hosts"), ...words]);
}

describe("the nodes of a batch", () => {
  test("are opened again where one is not emptied, which is the one that is named", async () => {
    const run = await drain("batch.yml");
    expect(changesOf(run).filter((change) => change.startsWith("cluster : open the node again"))).toEqual([
      "cluster : open the node again on n1",
      "cluster : open the node again on n2",
    ]);
    const told = failuresOf(run).filter((failure) => failure.startsWith("cluster : the node is not empty"));
    expect(told.toSorted()).toEqual([
      expect.stringMatching(/on n1: n1 is not emptied: another host failed, and any_errors_fatal holds\n$/),
      expect.stringMatching(/on n2: Pods do not leave n2 within 300 s: Cannot evict pod web\n +do: see/),
    ]);
    expect(run.events.some((event) => event.kind === "task ended" && event.host === "n3")).toBe(false);
  });
});

describe("a node while the API is silent", () => {
  test("is emptied and opened by what a check run foresees", async () => {
    expect(changesOf(await drain("silent.yml", "--check"))).toEqual([
      "cluster : remember that a play closed the node on n1",
      "cluster : close the node on n1",
      "cluster : pods go elsewhere on n1",
      "cluster : open the node again on n1",
      "cluster : forget that a play closed the node on n1",
    ]);
  });

  test("is left alone in a run", async () => {
    const run = await drain("silent.yml");
    expect(failuresOf(run)).toEqual([
      expect.stringMatching(/^cluster : the node, before it is emptied on n1: /),
    ]);
  });
});
