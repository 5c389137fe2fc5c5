import { PlayError } from "../../../base/play-error.ts";
import { joinShell, sh, type ShellText } from "../../../base/shell-text.ts";
import type { Diff } from "../../../host/change.ts";
import { script, stat, type Entry, type Query, type ScriptAnswer } from "../../../host/query.ts";
import type { Need } from "../../contract.ts";
import { decodeText } from "../file/text.ts";
import { diffOf, differing, nameOf, readObjects } from "./compare.ts";
import { fed, kubectlCommand, target } from "./command.ts";
import { describeManifest, type Manifest } from "./manifest.ts";
import type { ObjectsWant } from "./want.ts";

export type AskedServer = {
  readonly kubeconfig?: Query<Entry | null>;
  /** Not asked where there is only something to wait for. */
  readonly answer?: Query<ScriptAnswer>;
};

/** One object in the server's answer, and what would be done to it. */
export interface Verdict {
  /** `deployment.apps/coredns` */
  readonly object: string;
  /** created, configured, unchanged; found, of an object that is to go. */
  readonly action: string;
  readonly diff?: Diff | undefined;
}

/** What a server-side dry run came to. */
export type Answer =
  | { readonly kind: "verdicts"; readonly verdicts: readonly Verdict[] }
  | { readonly kind: "needs"; readonly needs: string | Need };

const noProgram = 90;
const noAnswer = 91;

export function askServer(want: ObjectsWant, manifest: Manifest): AskedServer {
  if (manifest.kind === "names" && want.state === "present") return {};
  return {
    ...(want.kubeconfig !== undefined && { kubeconfig: stat(want.kubeconfig, { follow: true }) }),
    answer: askAnswer(want, manifest),
  };
}

/** The dry run; where it fails, whether the API server answers at all. */
export function askAnswer(want: ObjectsWant, manifest: Manifest): Query<ScriptAnswer> {
  const kubectl = kubectlCommand(want);
  return script(
    `what applying ${describeManifest(manifest)} would do`,
    joinShell([
      sh`command -v ${want.kubectl} >/dev/null || exit ${noProgram}`,
      sh`said=$(`,
      fed(question(want, manifest), manifest),
      sh`); status=$?`,
      sh`printf '%s\n' "$said"`,
      ...comparison(want, manifest),
      sh`[ $status = 0 ] || ${kubectl} get --raw /version --request-timeout=10s </dev/null >/dev/null || exit ${noAnswer}`,
      sh`exit $status`,
    ]),
  );
}

/** Prints the objects as they would be, and as they are, where some of them are to be changed. */
function comparison(want: ObjectsWant, manifest: Manifest): readonly ShellText[] {
  if (want.state === "absent" || manifest.kind === "unknown") return [];
  const kubectl = kubectlCommand(want);
  return [
    sh`case $said in *" configured"*)`,
    sh`  echo ${mergedMark}`,
    fed(sh`${kubectl} apply --dry-run=server -o json ${target(manifest)} 2>/dev/null`, manifest),
    sh`  echo ${liveMark}`,
    fed(sh`${kubectl} get --ignore-not-found -o json ${target(manifest)} 2>/dev/null`, manifest),
    sh`esac`,
  ];
}

const mergedMark = "=== merged ===";
const liveMark = "=== live ===";

function question(want: ObjectsWant, manifest: Manifest) {
  const kubectl = kubectlCommand(want);
  if (manifest.kind === "unknown") return sh`${kubectl} get --raw /version`;
  if (want.state === "present") return sh`${kubectl} apply --dry-run=server ${target(manifest)}`;
  return sh`${kubectl} get --ignore-not-found -o name ${target(manifest)}`;
}

/** Throws COMMAND_FAILED with what the server says against it. */
export function readAnswer(want: ObjectsWant, manifest: Manifest, answer: ScriptAnswer): Answer {
  const errors = errorLines(answer);
  const last = errors.at(-1);
  if (answer.rc === noProgram) return { kind: "needs", needs: `program ${want.kubectl}` };
  if (answer.rc === noAnswer) return { kind: "needs", needs: silent(last) };
  const verdicts = verdictsOf(want, answer);
  if (answer.rc === 0) return { kind: "verdicts", verdicts };
  const forgivable = errors.filter((line) => !isForgivable(line, want, manifest));
  const errorOnly = forgivable.filter((line) => !/^\s*(Warning|W\d{4}):?/.test(line));
  if (errorOnly.length === 0)
    return { kind: "verdicts", verdicts: [...verdicts, ...created(want, manifest, verdicts)] };
  const needs = neededFirst(errorOnly);
  if (needs !== undefined) return { kind: "needs", needs };
  throw new PlayError("COMMAND_FAILED", errorOnly.at(-1) ?? `kubectl ended with exit status ${answer.rc}`, {
    hint: errorOnly.length > 1 ? errorOnly.slice(0, -1).join("; ") : undefined,
  });
}

function errorLines({ stderr }: ScriptAnswer): readonly string[] {
  return (decodeText(stderr) ?? "").split("\n").filter((line) => line.trim() !== "");
}

function silent(last: string | undefined): Need {
  return {
    once: "the API server answers",
    failure: "the API server does not answer",
    hint: last === undefined ? undefined : `kubectl says: ${last}`,
  };
}

/** `deployment.apps/coredns configured (server dry run)`; for deletion only names. */
function verdictsOf(want: ObjectsWant, { stdout }: ScriptAnswer): readonly Verdict[] {
  const [said = "", merged, live] = (decodeText(stdout) ?? "").split(/^=== (?:merged|live) ===$/m);
  const lines = said.split("\n").map((line) => line.trim());
  if (want.state === "absent")
    return lines.filter((line) => line !== "").map((object) => ({ object, action: "found" }));
  const verdicts = lines.flatMap((line): Verdict[] => {
    const [, object, action] = /^(\S+) (created|configured|unchanged)\b/.exec(line) ?? [];
    return object === undefined || action === undefined ? [] : [{ object, action }];
  });
  if (merged === undefined || live === undefined || live.trim() === "") return verdicts;
  const changed = differing(readObjects(live), readObjects(merged));
  return verdicts.map((verdict) => compared(verdict, changed));
}

/** kubectl calls `configured` also what it writes differently from the server: 1000m and 1 are the same. */
function compared(verdict: Verdict, changed: ReturnType<typeof differing>): Verdict {
  if (verdict.action !== "configured") return verdict;
  const found = changed.find(({ after }) => isSame(verdict.object, nameOf(after)));
  if (!found) return { ...verdict, action: "unchanged" };
  return { ...verdict, diff: diffOf(found.before, found.after) };
}

/** A dry run does not see what the manifest itself makes first; and what has no kind cannot be there. */
function isForgivable(line: string, want: ObjectsWant, manifest: Manifest): boolean {
  if (want.state === "absent")
    return /no matches for kind|the server doesn't have a resource type/.test(line);
  const namespace = missingNamespace(line);
  if (namespace === undefined || manifest.kind !== "text") return false;
  return manifest.objects.some(({ kind, name }) => kind === "Namespace" && name === namespace);
}

function missingNamespace(line: string): string | undefined {
  return /namespaces "([^"]+)" not found/.exec(line)?.[1];
}

/** The objects of the manifest that the server has said nothing about. */
function created(
  { state }: ObjectsWant,
  manifest: Manifest,
  verdicts: readonly Verdict[],
): readonly Verdict[] {
  if (state === "absent" || manifest.kind !== "text") return [];
  const said = verdicts.map(({ object }) => object.toLowerCase());
  return manifest.objects
    .map(({ kind, name }) => ({ object: `${kind.toLowerCase()}/${name}`, action: "created" }))
    .filter(({ object }) => !said.some((other) => isSame(other, object)));
}

/** `deployment.apps/x` is `deployment/x`. */
function isSame(said: string, object: string): boolean {
  return said.replace(/^([^./]+)\.[^/]*/, "$1") === object;
}

function neededFirst(errors: readonly string[]): string | Need | undefined {
  for (const line of errors) {
    const namespace = missingNamespace(line);
    if (namespace !== undefined) return `namespace ${namespace}`;
    const [, kind, version] = /no matches for kind "([^"]+)" in version "([^"]+)"/.exec(line) ?? [];
    if (kind !== undefined)
      return {
        once: `the API server knows ${kind} of ${version ?? ""}`,
        failure: `the API server does not know ${kind} of ${version ?? ""}`,
        hint: "apply its CustomResourceDefinition first, or use a version that this server has",
      };
  }
  return undefined;
}
