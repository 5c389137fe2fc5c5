import { describe, expect, test } from "vitest";
import { foreseeAnswer } from "../../engine/host/change.ts";
import { kubectl } from "../../engine/module/library/kubectl.ts";
import { encodeText } from "../../engine/module/shared/file/text.ts";
import type { Plan } from "../../engine/module/contract.ts";
import { fileEntry, scriptsOf, summariesOf } from "./shared/plan-of.ts";

const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { key: "s3cret" } };
const inNew = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "new" } },
  { ...configMap, metadata: { name: "a", namespace: "new" } },
];

type Options = Readonly<Record<string, unknown>>;

const answer = (rc: number, stdout: string, stderr = "") => ({
  answer: { rc, stdout: encodeText(stdout), stderr: encodeText(stderr) },
});
const refused = answer(91, "", "error: x\nThe connection to the server 10.0.0.1:6443 was refused\n");

function planOf(options: Options, found: Partial<Parameters<typeof kubectl.plan>[1]>): Plan {
  const want = kubectl.args.parse({ definition: configMap, ...options });
  const plan = kubectl.plan(want, found);
  return "changes" in plan ? plan : { changes: plan };
}

function question(options: Options): string {
  const { answer: query } = kubectl.probe(kubectl.args.parse(options), {});
  return query?.kind === "script" ? query.subject.script : "";
}

describe("kubectl", () => {
  const rows: [string, options: Options, found: object, changes: string[]][] = [
    ["leaves what the server finds unchanged", {}, answer(0, "configmap/a unchanged (server dry run)\n"), []],
    ["creates", {}, answer(0, "configmap/a created (server dry run)\n"), ["create configmap/a"]],
    [
      "changes what the server would change",
      {},
      answer(
        0,
        "configmap/a configured (server dry run)\nservice/b unchanged (server dry run)\n",
        "Warning: old\n",
      ),
      ["change configmap/a"],
    ],
    ["deletes what is there", { state: "absent" }, answer(0, "configmap/a\n"), ["delete configmap/a"]],
    ["has nothing to delete", { state: "absent" }, answer(0, ""), []],
    [
      "has nothing to delete of a kind that the server does not know",
      { state: "absent" },
      answer(1, "", 'error: unable to recognize "STDIN": no matches for kind "X" in version "x/v1"\n'),
      [],
    ],
    [
      "goes on where the manifest makes the namespace itself",
      { definition: inNew },
      answer(
        1,
        "namespace/new created (server dry run)\n",
        'Error from server (NotFound): error when creating "STDIN": namespaces "new" not found\n',
      ),
      ["create namespace/new", "create configmap/a"],
    ],
  ];
  test.each(rows)("%s", (_, options, found, changes) => {
    const plan = planOf(options, found);
    expect(summariesOf(plan)).toEqual(changes);
    expect(plan.needs).toBeUndefined();
  });

  test("takes as unchanged what the server would store as it is, and shows the difference in the rest", () => {
    const object = (kind: string, key: string, applied: string) => ({
      kind,
      metadata: {
        name: "a",
        generation: key.length,
        annotations: { "kubectl.kubernetes.io/last-applied-configuration": applied },
      },
      data: { key },
    });
    const said = (mergedKey: string, applied = "x") =>
      answer(
        0,
        `configmap/a configured (server dry run)
secret/a configured (server dry run)
=== merged ===
${JSON.stringify({ kind: "List", items: [object("ConfigMap", mergedKey, applied), object("Secret", mergedKey, "x")] })}
=== live ===
${JSON.stringify({ kind: "List", items: [object("ConfigMap", "old", "x"), object("Secret", "old", "x")] })}
`,
      );
    expect(planOf({}, said("old")).changes).toEqual([]);
    expect(summariesOf(planOf({}, said("old", "y")))).toEqual(["change configmap/a"]);
    const { changes } = planOf({}, said("s3cret"));
    expect(changes.map(({ summary, diff, actions }) => [summary, diff?.after, actions.length])).toEqual([
      ["change configmap/a", "kind: ConfigMap\nmetadata:\n  name: a\ndata:\n  key: s3cret\n", 1],
      ["change secret/a", undefined, 0],
    ]);
  });

  const needs: [string, options: Options, found: object, needs: unknown][] = [
    [
      "an API server",
      {},
      refused,
      { once: "the API server answers", hint: expect.stringContaining("was refused") },
    ],
    ["the program", {}, answer(90, ""), "program kubectl"],
    ["the kubeconfig", { kubeconfig: "/k" }, { ...answer(0, ""), kubeconfig: null }, "file /k"],
    [
      "the namespace",
      {},
      answer(1, "", 'Error from server (NotFound): namespaces "n" not found\n'),
      "namespace n",
    ],
    [
      "a server that knows the kind",
      {},
      answer(1, "", 'error: unable to recognize "STDIN": no matches for kind "Cup" in version "x/v1"\n'),
      { once: "the API server knows Cup of x/v1" },
    ],
  ];
  test.each(needs)("needs %s", (_, options, found, wanted) => {
    const plan = planOf(options, found);
    expect(plan).toMatchObject({ needs: wanted, changes: [{ summary: "apply ConfigMap a" }] });
  });

  test("cannot tell what is to be deleted where nobody answers", () => {
    expect(planOf({ state: "absent" }, refused)).toMatchObject({
      changes: [],
      unknown: "whether ConfigMap a is in the cluster",
      needs: { once: "the API server answers" },
    });
  });

  test("fails with what the server says", () => {
    const found = answer(1, "", 'W1120 x\nThe ConfigMap "a" is invalid: data: Forbidden\n');
    expect(() => planOf({}, found)).toThrow('The ConfigMap "a" is invalid: data: Forbidden');
  });

  test("knows of content that is not known yet that it is applied, not whether it changes anything", () => {
    for (const template of [undefined, "token.yaml.hbs"]) {
      const options = { definition: undefined, template, content_unknown: "a token" };
      expect(planOf(options, refused)).toMatchObject({
        changes: [{ summary: "apply a manifest (content not yet known)" }],
        needs: { once: "the API server answers" },
      });
      expect(planOf(options, answer(0, "{}"))).toMatchObject({
        changes: [],
        unknown: expect.stringContaining("a token"),
      });
    }
  });

  test("foresees that the next answer is: unchanged", () => {
    const plan = planOf({}, answer(0, "configmap/a created (server dry run)\n"));
    const { answer: query } = kubectl.probe(kubectl.args.parse({ definition: configMap }), {});
    expect(plan.changes[0]?.forecasts).toEqual([
      query && foreseeAnswer(query, answer(0, "configmap/a unchanged\n").answer),
    ]);
    expect(planOf({}, { answer: answer(0, "configmap/a unchanged\n").answer }).changes).toEqual([]);
  });

  test("gives the manifest as input, never as an argument", () => {
    const options = {
      definition: configMap,
      kubeconfig: "/k",
      context: "c",
      namespace: "n",
      kubectl: "/opt/kubectl",
    };
    const plan = planOf(options, {
      ...answer(0, "configmap/a created (server dry run)\n"),
      kubeconfig: fileEntry(),
    });
    expect(scriptsOf(plan)).toEqual([
      "/opt/kubectl --cache-dir=/dev/null/none --kubeconfig=/k --context=c --namespace=n apply -f -",
    ]);
    const [action] = plan.changes[0]?.actions ?? [];
    expect(action).toMatchObject({ stdin: { kind: "bytes" } });
    expect(question(options)).toContain("apply --dry-run=server -f - <<'END_OF_MANIFEST'\n---\n{");
    expect(question({ definition: "a: |\n  x\nEND_OF_MANIFEST:\nEND_OF_MANIFEST_:\n" })).toContain(
      "<<'END_OF_MANIFEST'",
    );
  });

  test("takes a file of the host, and names", () => {
    expect(question({ src: "/m.yml", remote_src: true })).toContain(
      "apply --dry-run=server -f /m.yml </dev/null",
    );
    expect(question({ objects: "pod/a, pod/b", state: "absent" })).toContain(
      "-o name pod/a pod/b </dev/null",
    );
  });

  test("waits, and tells the last state", () => {
    const { wait } = planOf(
      { definition: undefined, objects: "nodes", wait: { for: "condition=Ready", timeout: "9" } },
      {},
    );
    expect(wait).toMatchObject({ summary: "condition=Ready of nodes", timeout: 9 });
    expect(wait?.script.text).toContain("wait --for=condition=Ready --timeout=5s nodes --all 2>&1");
    expect(wait?.script.text).toContain("get nodes --no-headers");
    expect(planOf({ wait: "condition=Ready" }, answer(0, "")).wait?.timeout).toBe(120);
  });

  test.each([
    {},
    { definition: {}, src: "x" },
    { objects: "pod/a" },
    { definition: {}, wait: { for: "Ready" } },
    { definition: {}, wait: { for: "delete", timout: 3 } },
  ])("refuses %j", (options) => {
    expect(kubectl.args.safeParse(options).success).toBe(false);
  });
});
