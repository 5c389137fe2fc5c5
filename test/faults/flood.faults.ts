import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { type FaultBench, openFaultBench } from "./bench.ts";

/** Bytes of resident memory that the run had at most, in kibibytes. */
const reportPeak = `process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS + "\\n"));`;

describeOnHosts("output of a host", () => {
  let bench: FaultBench;
  beforeAll(async () => {
    bench = await openFaultBench();
  });
  afterAll(() => bench?.close());

  test("of 200 MB on both outputs is bounded in the result, in messages and in memory", async () => {
    vi.stubEnv("NODE_OPTIONS", `--import=data:text/javascript,${encodeURIComponent(reportPeak)}`);
    const peakOf = async (megabytes: number) => {
      const flood = `echo first; head -c ${megabytes}000000 /dev/zero | tr '\\0' x; echo; echo last`;
      const tasks = [{ name: "flood", shell: `{ ${flood}; } | tee /dev/stderr; exit 3`, register: "out" }];
      const { stdout, stderr } = await bench.show(tasks);
      return { stdout, peak: Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024 };
    };
    const little = await peakOf(1);
    const much = await peakOf(200);
    vi.unstubAllEnvs();
    expect(much.stdout).toContain("bytes left out of its middle");
    expect(much.stdout).toContain("last");
    expect(much.stdout.length).toBeLessThan(20_000);
    process.stdout.write(`peak of memory: ${little.peak.toFixed(0)} and ${much.peak.toFixed(0)} MiB\n`);
    expect(much.peak - little.peak).toBeLessThan(150);
  });
});
