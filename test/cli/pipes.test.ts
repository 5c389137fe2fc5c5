import { expect, test } from "vitest";
import { play } from "../support/play.ts";

test("an inventory and a playbook may come from pipes", async () => {
  const script = `printf 'a ansible_connection=local\\n' | "$@" -i /dev/stdin <(printf -- '- {hosts: a, gather_facts: false, tasks: [{ping: }]}')`;
  const { status, stdout, stderr } = await play([], { within: ["bash", "-c", script, "bash"] });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^TASK ping \.\.\. ok=1$/m);
  expect(status).toBe(0);
});
