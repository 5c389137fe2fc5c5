import { z } from "zod";
import { PlayError } from "../../base/play-error.ts";
import type { Value } from "../../model/value.ts";
import { defineControlModule } from "../contract.ts";
import { flag } from "../option.ts";

/** Sets variables for the rest of the run. Every option but `cacheable` is a variable. */
export const set_fact = defineControlModule({
  name: "set_fact",
  summary: "Set variables of a host",
  takesUnknown: true,
  args: z.looseObject({
    cacheable: flag("Accepted; facts are not kept from one run to the next").default(false),
  }),
  run: (want) => {
    const variables = Object.entries(want).filter(([name]) => name !== "cacheable");
    const facts = variables.map(([name, value]) => [checkName(name), plainValue(value)] as const);
    if (facts.length === 0) throw new PlayError("MISSING_OPTION", "set_fact needs a variable to set");
    return { kind: "facts", facts: Object.fromEntries(facts) };
  },
});

function checkName(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return name;
  throw new PlayError("BAD_OPTION", `"${name}" cannot be the name of a variable`, {
    hint: "letters, digits and underscores, and no digit first",
  });
}

const words: ReadonlyMap<unknown, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["false", false],
  ["no", false],
]);

/** As in Ansible the words true, false, yes and no are booleans here, so that `set_fact: ready=no` is not true. */
function plainValue(value: unknown): Value {
  const word = words.get(typeof value === "string" ? value.toLowerCase() : value);
  // options come from the runner, which passes values of the language only
  return word ?? z.custom<Value>().parse(value);
}
