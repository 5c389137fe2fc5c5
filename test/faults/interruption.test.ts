import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { StoppedSite, until } from "./stopped-site.ts";

/** The program as a user starts it, given signals: what it says, how it ends, and what goes on afterwards. */
let site: StoppedSite;
beforeEach(() => {
  site = new StoppedSite();
});

test("a signal tells what is under way, gives it up after a grace, lists what is owed, and the run can be resumed", async () => {
  const running = await site.underWay();
  running.child.kill("SIGTERM");
  expect(await running.status()).toBe(130);
  expect(running.said).toMatch(/STOPPING SIGTERM: nothing new is begun[^\n]*\n {2}long {2}\[a b\] {2}for /);
  expect(running.said).toMatch(
    /RECAP[^]*handlers that have not run[^]*a {2}restart\n {2}b {2}restart\n[^]*interrupted/,
  );
  await site.longIsGone();
  expect((await site.resume()).stdout).toContain("[a b]  interrupted in long");
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s twice ends without the grace, and what is under way on hosts",
  async (signal) => {
    const running = await site.underWay();
    expect(await running.stopTwice(signal)).toBeLessThan(10_000);
    expect(site.journal.forced).toBe(true);
    await site.longIsGone();
    expect((await site.resume()).stdout).toContain("[a b]  interrupted in long");
  },
);

test("SIGHUP again and again lets end what is under way, as SIGHUP once does", async () => {
  const running = await site.underWay();
  running.child.kill("SIGHUP");
  await running.hasSaid("STOPPING SIGHUP");
  running.child.kill("SIGHUP");
  site.letGo();
  expect(await running.status()).toBe(130);
  expect(site.journal.finished?.outcome).toBe("interrupted");
  expect(site.done).toEqual(["before", "long"]);
  await site.resume();
});

test("an output that nobody reads any more stops the run, without any signal", async () => {
  const pipe = '{ "$@"; echo $? > status; } | { head -n 1; echo > unread; }';
  await site.underWay("sh", "-c", pipe, "sh");
  await until(() => site.read("unread") !== "");
  site.letGo();
  await until(() => site.read("status") !== "");
  expect(site.read("status")).toBe("130\n");
  expect(site.done).not.toContain("handler");
  expect(site.journal.finished?.outcome).toBe("interrupted");
  await site.resume();
});

test("a run that was killed can be resumed, and its task under way is played again", async () => {
  const running = await site.underWay();
  running.child.kill("SIGKILL");
  await running.status();
  for (const pid of site.longPids) process.kill(-pid, "SIGKILL");
  expect((await site.play("history")).stdout).toMatch(/ {2}died /);
  await site.resume();
});

describe("play history", () => {
  test("lists runs and shows one, for people and for programs", async () => {
    await (await site.underWay()).stopTwice("SIGINT");
    const list = await site.play("history");
    expect(list.stdout).toMatch(
      /^\w{4} {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}interrupted +2 hosts +.*site\.yml -i hosts\n$/,
    );
    const id = list.stdout.slice(0, 4);
    const shown = await site.play("history", id);
    expect(shown.stdout).toContain("a  interrupted in long\n");
    expect(shown.stdout).toContain(`play site.yml -i hosts --resume=${id}`);
    const json = await site.play("history", id, "--output", "json");
    expect(JSON.parse(json.stdout)).toMatchObject({
      run: id,
      outcome: "interrupted",
      stops: { a: { task: "long", reason: "interrupted" } },
    });
  });

  test("a run that cannot be resumed says why", async () => {
    site.letGo();
    const first = await site.play(...site.words, "--resume");
    expect(first.stderr).toContain("there is no earlier run of this playbook with this inventory");
    await site.play(...site.words);
    const again = await site.play(...site.words, "--resume");
    expect(again.stderr).toMatch(/BAD_RUN\]: run \w{4} came to its end/);
    expect(again.status).toBe(1);
  });
});

test("a run that stopped and has changed since is refused, or goes on where it has changed", async () => {
  await (await site.underWay()).stopTwice("SIGINT");
  const file = path.join(site.folder, "site.yml");
  writeFileSync(file, readFileSync(file, "utf8").replace("sleep 0.05", "sleep 0.04"));
  const refused = await site.play(...site.words, "--resume");
  expect(refused.stderr).toContain(`${file}: has changed`);
  await site.resume("--resume-changed");
});

test("a journal that cannot be written is a warning, once, and the run goes on", async () => {
  site.letGo();
  writeFileSync(path.join(site.folder, "state"), "not a folder");
  const { stdout, status } = await site.play(...site.words);
  expect(status).toBe(0);
  expect(stdout.match(/journal cannot be written/g)).toHaveLength(1);
});
