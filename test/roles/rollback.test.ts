import { expect, test } from "vitest";
import { ErrorCollector } from "../../engine/base/play-error.ts";
import { listProgram } from "../../engine/cli/listings.ts";
import { parseArguments } from "../../engine/cli/parse-arguments.ts";
import { prepare } from "../../engine/cli/prepare.ts";
import { compile } from "../../engine/compile/compile.ts";

const back = "rollback : put back what was replaced";
const opened = "cluster : open the node again";

/** Of the last play, which is for nodes that could not be asked before, what a tag selects. */
function lastPlay(tag: string): string {
  const argv = ["playbooks/rollback.yml", "-i", "test/roles/decisions/hosts", "--tags", tag];
  const invocation = parseArguments(argv);
  if (invocation.kind !== "play") throw new Error("these arguments do not play");
  const { playbooks, context } = prepare(invocation.options, new ErrorCollector());
  return listProgram(compile(playbooks, context), ["tasks"])
    .split(/^play #/m)
    .slice(-1)
    .join("");
}

test.each(["rollback", "rollback-nodes"])("the tag %s puts nodes back where the API answers late", (tag) => {
  expect(lastPlay(tag)).toContain(back);
  expect(lastPlay(tag)).toContain(opened);
});

test.each(["rollback-masters", "rollback-etcd"])("the tag %s only opens nodes", (tag) => {
  expect(lastPlay(tag)).not.toContain(back);
  expect(lastPlay(tag)).toContain(opened);
});
