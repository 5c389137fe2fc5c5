import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { sh, ShellText } from "../../engine/base/shell-text.ts";
import { openSession } from "../../engine/host/open-session.ts";

const folder = mkdtempSync(join(tmpdir(), "play-leftover-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("never runs what a command left of its input", async () => {
  const trace = join(folder, "ran");
  const line = Buffer.from(`\ntouch ${trace}\n`);
  const bytes = Buffer.concat(Array.from({ length: 200_000 }, () => line));
  const session = await openSession({ kind: "local" });
  const context = { identity: { kind: "login" }, environment: {} } as const;
  for (const script of [sh`true`, sh`exit 3`, sh`kill -9 $$`, ShellText.trusted("exec head -c 10")])
    await session.apply([{ kind: "run", script, stdin: { kind: "bytes", bytes }, accept: "any" }], context);
  const target = join(folder, "not-there", "file");
  const write = { kind: "write", path: target, content: { kind: "bytes", bytes } } as const;
  await expect(session.apply([write], context)).rejects.toThrow("not-there");
  await session.close();
  expect(existsSync(trace)).toBe(false);
});
