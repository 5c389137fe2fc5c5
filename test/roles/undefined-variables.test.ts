import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { mistakesIn } from "../mistakes/told.ts";

const folder = mkdtempSync(join(tmpdir(), "play-undefined-"));
afterAll(() => rmSync(folder, { recursive: true }));
const mistaken = join(folder, "mistaken.yml");
writeFileSync(
  mistaken,
  `- hosts: all\n  gather_facts: false\n  tasks: [{ debug: { var: no_such_thing } }]\n`,
);

// one include that may bring anything, in one role, keeps the check from all that is played with it
test.each(readdirSync("playbooks"))(
  "%s does not keep a variable that nothing defines from being told of",
  (playbook) => {
    const mistakes = mistakesIn(".", [playbook, mistaken, "-i", "inventory/hosts"]);
    expect(mistakes.map(({ message }) => message)).toEqual([`nothing defines the variable "no_such_thing"`]);
  },
);
