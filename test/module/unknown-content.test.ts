import { describe, expect, it } from "vitest";
import { copy } from "../../engine/module/library/copy.ts";
import { template } from "../../engine/module/library/template.ts";
import { directoryEntry, fileEntry, forecastOf, planOf, summariesOf } from "./shared/plan-of.ts";

const reason = "the value is made by the run";
const folder = { "parent /etc": directoryEntry() };
const there = { ...folder, "entry /etc/x": fileEntry(), "target /etc/x": fileEntry() };

describe.each([
  ["template", template, { src: "x.hbs" }],
  ["copy", copy, {}],
] as const)("%s of content that is not known yet", (_, module, options) => {
  const args = { ...options, dest: "/etc/x", mode: "0600", content_unknown: reason };

  it("creates a missing file", () => {
    const plan = planOf(module as typeof template, args, folder);
    expect(summariesOf(plan)).toEqual(["create /etc/x (content not yet known), mode 0600"]);
    expect(plan.changes[0]?.diff).toBeUndefined();
    expect(forecastOf(plan, "/etc/x")).toEqual({
      kind: "entry",
      path: "/etc/x",
      entry: { type: "file", mode: "0600" },
    });
  });

  it("cannot tell whether a file that is there changes", () => {
    const plan = planOf(module as typeof template, args, there);
    expect(plan).toMatchObject({ changes: [], unknown: `the content of /etc/x: ${reason}` });
  });

  it("leaves a file that is there without force", () => {
    const plan = planOf(module as typeof template, { ...args, force: false }, there);
    expect([plan.changes, plan.unknown]).toEqual([[], undefined]);
  });
});
