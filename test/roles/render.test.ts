import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureKubernetesPrograms } from "../sandbox/kubernetes-programs.ts";
import { whyNoHosts } from "../sandbox/preflight.ts";
import { etcdFlags, flagsOf, kubernetesFlags, wrongFlags } from "./flags.ts";
import { ensureHaproxy } from "./haproxy.ts";
import type { Rendered } from "./render-roles.ts";
import { renderRoles } from "./render-roles.ts";
import { variants } from "./variants.ts";
import { allVersions, versions } from "./versions.ts";

const golden = "test/roles/golden";

/** Whether programs of Debian's packages can neither be unpacked here nor be found in the cache. */
const nothingUnpacked = whyNoHosts() !== undefined;
const folder = mkdtempSync(join(tmpdir(), "play-render-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(allVersions)("the roles' files for Kubernetes %s", (version) => {
  let rendered: Rendered;
  beforeAll(async () => {
    rendered = await renderRoles(version, join(folder, version));
  }, 60_000);

  test("are those of the golden folder", () => {
    if (process.env["UPDATE_GOLDEN"] === "1") writeGolden(version, rendered);
    expect([...rendered.keys()]).toEqual(filesBelow(join(golden, version)));
    for (const [name, text] of rendered)
      expect(text, name).toBe(readFileSync(join(golden, version, name), "utf8"));
  });

  test("have no flag that the version does not know", () => {
    const { k8s_version, etcd_version } = versions[version];
    for (const [component, flags] of Object.entries(kubernetesFlags)) {
      const unit = textOf(rendered, `${component}.service`);
      expect(flagsOf(unit).length, component).toBeGreaterThan(0);
      expect(wrongFlags(flagsOf(unit), flags, k8s_version), component).toEqual([]);
    }
    expect(wrongFlags(flagsOf(textOf(rendered, "etcd.service")), etcdFlags, etcd_version)).toEqual([]);
  });

  test.skipIf(!has("systemd-analyze"))("have units that systemd understands", () => {
    expect(complaints(rendered, join(folder, `units-${version}`))).toBe("");
  });

  test.skipIf(nothingUnpacked)("have settings that haproxy accepts", { timeout: 300_000 }, async () => {
    expect(await haproxyTold(join(folder, version))).toEqual({ status: 0, stderr: "" });
  });
});

describe.each(variants)("the roles' files with $name", (variant) => {
  const { name, version, files } = variant;
  const place = join(folder, "variants", name);
  let rendered: Rendered;
  beforeAll(async () => {
    rendered = await renderRoles(version, place, variant);
  }, 60_000);

  test("are those of the golden folder", () => {
    if (process.env["UPDATE_GOLDEN"] === "1") writeGolden(join("variants", name), rendered);
    expect([...rendered.keys()]).toEqual(files.toSorted());
    for (const [file, text] of rendered)
      expect(text, file).toBe(readFileSync(join(golden, "variants", name, file), "utf8"));
  });

  if (!files.includes("loadbalancer/haproxy.cfg")) return;
  test.skipIf(nothingUnpacked)("have settings that haproxy accepts", { timeout: 300_000 }, async () => {
    expect(await haproxyTold(place)).toEqual({ status: 0, stderr: "" });
  });
});

test.skipIf(nothingUnpacked)(
  "the programs of 1.20 know every flag of their units",
  { timeout: 1_800_000 },
  async () => {
    const programs = await ensureKubernetesPrograms();
    const rendered = await renderRoles("1.20", join(folder, "known"));
    for (const component of Object.keys(kubernetesFlags)) {
      const { stdout } = spawnSync(join(programs, component), ["--help"], { encoding: "utf8" });
      const unknown = flagsOf(textOf(rendered, `${component}.service`)).filter(
        (flag) => !stdout.includes(`--${flag} `),
      );
      expect(unknown, component).toEqual([]);
    }
  },
);

test("a removed and a future flag are told", () => {
  const flags = kubernetesFlags.kubelet;
  expect(wrongFlags(["pod-infra-container-image"], flags, "1.34.0")).toEqual([]);
  expect(wrongFlags(["pod-infra-container-image"], flags, "1.35.0")).toEqual([
    "--pod-infra-container-image was removed in 1.35",
  ]);
  expect(wrongFlags(["authentication-config"], kubernetesFlags["kube-apiserver"], "1.20.2")).toEqual([
    "--authentication-config is there only from 1.29 on",
  ]);
});

function textOf(rendered: Rendered, file: string): string {
  const found = [...rendered].find(([name]) => basename(name) === file);
  if (!found) throw new Error(`no role has a template for ${file}`);
  return found[1];
}

function writeGolden(name: string, rendered: Rendered): void {
  rmSync(join(golden, name), { recursive: true, force: true });
  for (const [file, text] of rendered) {
    mkdirSync(dirname(join(golden, name, file)), { recursive: true });
    writeFileSync(join(golden, name, file), text);
  }
}

/** What haproxy of Debian's package says of the settings that were rendered at the place. */
async function haproxyTold(
  place: string,
): Promise<{ readonly status: number | null; readonly stderr: string }> {
  const { program, env } = await ensureHaproxy();
  const file = join(place, "out/loadbalancer/haproxy.cfg");
  const { status, stderr } = spawnSync(program, ["-c", "-q", "-f", file], { env, encoding: "utf8" });
  return { status, stderr };
}

function filesBelow(path: string): readonly string[] {
  const names = (role: string) => readdirSync(join(path, role)).map((name) => join(role, name));
  return readdirSync(path).flatMap(names).sort();
}

/** What systemd-analyze says of the units, with programs that are there in the place of those that are not. */
function complaints(rendered: Rendered, place: string): string {
  const units = [...rendered].filter(([name]) => name.endsWith(".service"));
  mkdirSync(place, { recursive: true });
  const paths = units.map(([name, text]) => {
    const path = join(place, basename(name));
    writeFileSync(path, text.replaceAll(/^(Exec\w+=-?)\/(opt\/k8s\/bin|usr\/sbin)\/\S+/gm, "$1/bin/true"));
    return path;
  });
  const { stdout, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...paths], {
    encoding: "utf8",
  });
  const lines = `${stdout}${stderr}`.split("\n").filter((line) => line.includes(place));
  return lines.join("\n");
}

function has(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}
