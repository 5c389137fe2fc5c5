import { rmSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { hosts, type Logs, root } from "../run/resume-area.ts";
import { rounds, takeChance } from "./chance.ts";
import { Figures } from "./figures.ts";
import { KilledPlay } from "./killed-play.ts";

afterAll(() => rmSync(root, { recursive: true, force: true }));

test("a run that is killed at any moment and goes on with --resume leaves nothing out, and repeats only what was under way", async () => {
  const chance = takeChance("killed");
  const figures = new Figures("killed and resumed");
  const whole = new KilledPlay("whole");
  const length = await whole.undisturbed();
  for (let done = 0, tried = 0; done < rounds(10); tried++) {
    expect(tried, "runs that were over before they were killed").toBeLessThan(3 * rounds(10) + 5);
    const killed = new KilledPlay(`killed ${tried}`);
    const moment = chance.between(0, length);
    if (!(await killed.killAfter(moment))) continue;
    done++;
    const before = await killed.resume();
    const twice = repeatsOf(killed.area.logs, whole.area.logs);
    const told = `killed after ${moment.toFixed(0)} ms, ${before} steps finished; then played twice: ${twice.join(", ") || "none"}`;
    process.stderr.write(`${told}\n`);
    figures.add(twice.length === 0 ? "every step once" : "a step under way twice");
  }
  figures.tell();
});

/**
 * What was under way on a host may have been done and not been written down: one step, done twice, one behind the other.
 * All else must be as it is in a run that nobody stops.
 */
function repeatsOf(logs: Logs, whole: Logs): readonly string[] {
  return hosts.flatMap((host) => {
    const log = logs[host] ?? [];
    const repeats = log.flatMap((step, index) => (step === log[index - 1] ? [index] : []));
    expect(repeats.length, `${host}: ${log.join(" ")}`).toBeLessThanOrEqual(1);
    expect(log.filter((_, index) => !repeats.includes(index))).toEqual(whole[host]);
    return repeats.map((index) => `${log[index]} on ${host}`);
  });
}
