import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineModule } from "../../engine/module/contract.ts";
import { describeModule } from "../../engine/module/describe.ts";
import { choice, flag, integer, list, path, text } from "../../engine/module/option.ts";
import { modules } from "../../engine/module/registry.ts";

const example = defineModule({
  name: "example",
  summary: "Show what there is",
  args: z.object({
    dest: path("Where", { aliases: ["path", "name"] }),
    state: choice(["on", "off"], "How").default("on"),
    deep: flag("Also below").default(false),
    times: integer("How often").optional(),
    words: list("Which").default([]),
    hidden: text("The runner's own", { internal: true }).optional(),
  }),
  freeForm: "dest",
  probe: () => ({}),
  plan: () => [],
});

test("describes a module's options", () => {
  expect(describeModule(example)).toBe(`example: Show what there is

Text right after "example:" is the option dest.

  dest (path, required; also path, name)
      Where

  state (on | off, default on)
      How

  deep (yes or no, default no)
      Also below

  times (number)
      How often

  words (list, default none)
      Which
`);
});

describe("every module", () => {
  test.each([...modules.values()].map((module) => [module.name, module] as const))(
    "%s is described",
    (name, module) => {
      expect(modules.get(name)).toBe(module);
      expect(module.summary).toMatch(/^[A-Z].*[^.]$/);
      if (module.freeForm !== undefined) expect(Object.keys(module.args.shape)).toContain(module.freeForm);
      for (const [option, schema] of Object.entries(module.args.shape))
        expect(z.globalRegistry.get(schema)?.description, option).toMatch(/\S/);
      expect(describeModule(module)).not.toContain("undefined");
    },
  );
});
