import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openController } from "../../../engine/host/controller/controller-session.ts";
import { openSession } from "../../../engine/host/open-session.ts";
import { read, script, stat, tree } from "../../../engine/host/query.ts";
import { sh } from "../../../engine/base/shell-text.ts";
import { describeSession } from "../behaviour/describe-session.ts";

const login = { kind: "login" } as const;

describeSession("the controller", async () => openController(), login);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "play-controller-"));
});
afterAll(async () => rm(folder, { recursive: true }));

test("answers as a session over a shell does", async () => {
  await writeFile(join(folder, "file"), "content");
  await symlink("file", join(folder, "link"));
  const queries = [
    stat(join(folder, "file"), { checksum: "sha256" }),
    stat(join(folder, "link")),
    stat(join(folder, "link"), { follow: true }),
    stat("/dev/null"),
    stat(join(folder, "file", "below")),
    tree(folder, "md5"),
    read(join(folder, "link"), { limit: 3 }),
    script("x", sh`echo out; exit 2`),
  ] as const;
  const [here, local] = [openController(), await openSession({ kind: "local" })];
  const [mine, theirs] = [await here.ask(queries, login), await local.ask(queries, login)];
  expect(withoutAtime(mine)).toEqual(withoutAtime(theirs));
  await Promise.all([here.close(), local.close()]);
});

/** Reading a file changes when it was last read. */
function withoutAtime(answers: unknown): unknown {
  return JSON.parse(JSON.stringify(answers, (key, value: unknown) => (key === "atime" ? undefined : value)));
}
