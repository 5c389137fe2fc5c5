import { z } from "zod";
import { script } from "../../host/query.ts";
import { defineModule } from "../contract.ts";
import { integer, list } from "../option.ts";
import { factsScript } from "../shared/facts/facts-script.ts";
import { filterFacts } from "../shared/facts/filter-facts.ts";
import { parseFacts } from "../shared/facts/parse-facts.ts";

/** Facts of a host, by one script in one round trip; so that a subset of them would save nothing. */
export const setup = defineModule({
  name: "setup",
  summary: "Gather facts",
  args: z.object({
    filter: list("Only facts whose names fit these patterns").default([]),
    gather_subset: list("Accepted; all facts come at once").default(["all"]),
    gather_timeout: integer("Accepted; nothing here takes long").optional(),
  }),
  probe: () => ({ facts: script("facts", factsScript) }),
  plan: (want, found) => {
    const facts = parseFacts(new TextDecoder().decode(found.facts.stdout));
    return { changes: [], result: { ansible_facts: filterFacts(facts, want.filter) } };
  },
});
