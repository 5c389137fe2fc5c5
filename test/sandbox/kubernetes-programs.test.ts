import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ensureKubernetesPrograms } from "./kubernetes-programs.ts";
import { asSourceEntries } from "./programs/debian-source.ts";
import { kubernetesPrograms, linkerFlags } from "./programs/kubernetes-recipe.ts";
import { whyNoHosts } from "./preflight.ts";

const versionWords: Partial<Record<(typeof kubernetesPrograms)[number], readonly string[]>> = {
  kubectl: ["version", "--client"],
  kubeadm: ["version"],
};

describe.skipIf(whyNoHosts() !== undefined)("the programs of Kubernetes", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await ensureKubernetesPrograms();
  }, 1_800_000);

  test.each(kubernetesPrograms)("%s reports the version that it was stamped with", (name) => {
    const words = versionWords[name] ?? ["--version"];
    const { stdout } = spawnSync(join(folder, name), words, { encoding: "utf8" });
    expect(stdout).toContain("v1.20.2");
  });

  // where reflect2 is too old for the compiler, kubectl crashes on this
  test("write maps as JSON", () => {
    const work = mkdtempSync(join(tmpdir(), "play-kubeconfig-"));
    try {
      const file = join(work, "config");
      const words = ["config", "set-credentials", "someone", "--token=t", `--kubeconfig=${file}`];
      expect(spawnSync(join(folder, "kubectl"), words).status).toBe(0);
      expect(readFileSync(file, "utf8")).toContain("name: someone");
    } finally {
      rmSync(work, { recursive: true });
    }
  });
});

test("a version is stamped into the four packages that may be linked", () => {
  const flags = linkerFlags("1.20.15");
  for (const name of ["component-base/version", "client-go/pkg/version"]) {
    expect(flags).toContain(`-X k8s.io/${name}.gitVersion=v1.20.15`);
    expect(flags).toContain(`-X k8s.io/kubernetes/vendor/k8s.io/${name}.gitMinor=20`);
  }
});

test("entries for packages become entries for sources, in either format", () => {
  const paragraph = "Types: deb\nURIs: http://deb.example/debian\nSuites: bookworm\n";
  expect(asSourceEntries(paragraph, "sources")).toBe(paragraph.replace("deb\n", "deb-src\n"));
  expect(asSourceEntries("# x\ndeb [a=b] http://x y main\ndeb-src http://x y main\n", "list")).toBe(
    "deb-src [a=b] http://x y main\n",
  );
});
