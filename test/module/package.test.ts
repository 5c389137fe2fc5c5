import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { apt } from "../../engine/module/library/apt.ts";
import { packageModule } from "../../engine/module/library/package.ts";
import type { Plan } from "../../engine/module/contract.ts";
import { askPackages, readPackages } from "../../engine/module/shared/package/ask.ts";
import { encodeText } from "../../engine/module/shared/file/text.ts";
import { planOf, scriptsOf, summariesOf } from "./shared/plan-of.ts";

type Options = Readonly<Record<string, unknown>>;
const none = new Uint8Array();
const saying = (text: string) => ({ packages: { rc: 0, stdout: encodeText(text), stderr: none } });

function foreseen(plan: Plan): unknown {
  const [forecast] = plan.changes.flatMap(({ forecasts = [] }) => forecasts);
  return forecast?.kind === "answer" ? forecast.answer : undefined;
}

const lists = "apt 100\nsocat\t1.7\t1.8\nipset\t\t7.1\nmta\tprovided\t\nghost\t\t\n";

describe("apt", () => {
  const rows: [string, Options, string[]][] = [
    ["installs what is missing, and that alone", { name: "socat,ipset" }, ["install ipset"]],
    ["leaves what is there", { name: ["socat"], state: "installed" }, []],
    ["takes what another package provides as there", { name: "mta", state: "latest" }, []],
    ["upgrades to the newest", { name: "socat", state: "latest" }, ["install or upgrade socat"]],
    ["leaves a version that is asked for", { name: "socat=1.7" }, []],
    ["installs a version that is asked for", { name: "socat=1.6" }, ["install or upgrade socat=1.6"]],
    ["removes", { name: "socat, ipset", state: "absent" }, ["remove socat"]],
    ["has nothing to remove", { name: "ghost", state: "removed" }, []],
    [
      "reads lists that are too old",
      { update_cache: true, cache_valid_time: 50 },
      ["read the package lists anew"],
    ],
    ["leaves lists that are new enough", { update_cache: true, cache_valid_time: 500 }, []],
    ["reads no lists where all is there", { name: "socat", update_cache: true }, []],
  ];
  test.each(rows)("%s", (_, options, changes) => {
    const plan = planOf(apt, options, saying(lists));
    expect(summariesOf(plan)).toEqual(changes);
    const next = foreseen(plan);
    if (next !== undefined) expect(planOf(apt, options, { packages: next }).changes).toEqual([]);
  });

  test("reads lists before it installs, and asks nobody", () => {
    const options = { name: "ipset", update_cache: true, install_recommends: false };
    const [update, install] = scriptsOf(planOf(apt, options, saying(lists)));
    expect(update).toMatch(/^apt-get .*update$/);
    expect(install).toMatch(
      /DEBIAN_FRONTEND=noninteractive.*--force-confold --no-install-recommends install -- ipset$/,
    );
  });

  test("refuses a package that nobody has heard of, unless the lists are to be read", () => {
    expect(() => planOf(apt, { name: "ghost" }, saying(lists))).toThrow(
      expect.objectContaining({ code: "PRECONDITION" }),
    );
    expect(summariesOf(planOf(apt, { name: "ghost", update_cache: true }, saying(lists)))).toEqual([
      "install ghost",
    ]);
  });

  test("asks with a script that sh takes", () => {
    const want = { ...apt.args.parse({ name: ["coreutils", "no-such-package"] }), manager: "apt" } as const;
    const query = askPackages(want);
    if (query.kind !== "script") throw new Error("not a script");
    const { stdout, stderr } = spawnSync("sh", ["-c", query.subject.script]);
    expect(stderr.toString()).toBe("");
    if (stdout.toString().startsWith("none")) return;
    const { packages } = readPackages({ rc: 0, stdout, stderr });
    expect(packages.get("coreutils")?.installed).toMatch(/^\d/);
    expect(packages.get("no-such-package")).toEqual({ installed: "", candidate: "" });
  });
});

describe("package", () => {
  const rows: [string, Options, string, string[]][] = [
    ["dnf", { name: "socat" }, "dnf\nsocat\t\t\n", ["dnf -y install -- socat"]],
    ["yum", { name: "socat", state: "absent" }, "yum\nsocat\t1.7-1\t\n", ["yum -y remove -- socat"]],
    ["apk", { name: "socat", update_cache: true }, "apk 9\nsocat\t\t\n", ["apk update", "apk add -- socat"]],
    [
      "apk",
      { name: "socat", state: "latest" },
      "apk 9\nsocat\tsocat-1\tnewer\n",
      ["apk add --upgrade -- socat"],
    ],
    ["apk", { name: "socat", state: "latest" }, "apk 9\nsocat\tsocat-1\t\n", []],
  ];
  test.each(rows)("by %s: %j", (_, options, found, scripts) => {
    expect(scriptsOf(planOf(packageModule, options, saying(found)))).toEqual(scripts);
  });

  test("needs a package manager", () => {
    expect(() => planOf(packageModule, { name: "x" }, saying("none\n"))).toThrow(
      expect.objectContaining({ code: "PRECONDITION" }),
    );
  });
});
