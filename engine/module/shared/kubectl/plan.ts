import { joinShell, sh } from "../../../base/shell-text.ts";
import { foreseeAnswer, type Change, type ForecastEntry, type RunAction } from "../../../host/change.ts";
import type { ScriptAnswer } from "../../../host/query.ts";
import type { Plan } from "../../contract.ts";
import { encodeText } from "../file/text.ts";
import { kubectlCommand, target } from "./command.ts";
import { describeManifest, type Manifest } from "./manifest.ts";
import { askAnswer, readAnswer, type Answer, type Verdict } from "./server.ts";
import { waitFor } from "./wait.ts";
import type { ObjectsWant } from "./want.ts";

interface FoundServer {
  readonly kubeconfig?: ForecastEntry | null;
  readonly answer?: ScriptAnswer;
}

export function planObjects(want: ObjectsWant, manifest: Manifest, found: FoundServer): Plan {
  const plan = planChanges(want, manifest, answerOf(want, manifest, found));
  return want.wait === undefined ? plan : { ...plan, wait: waitFor(want, want.wait, manifest) };
}

function answerOf(want: ObjectsWant, manifest: Manifest, found: FoundServer): Answer {
  if (found.kubeconfig === null) return { kind: "needs", needs: `file ${want.kubeconfig ?? ""}` };
  return found.answer ? readAnswer(want, manifest, found.answer) : { kind: "verdicts", verdicts: [] };
}

function planChanges(want: ObjectsWant, manifest: Manifest, answer: Answer): Plan {
  if (answer.kind === "needs") return { ...planBlind(want, manifest), needs: answer.needs };
  if (manifest.kind === "unknown")
    return { changes: [], unknown: `what is to be applied: ${manifest.reason}` };
  const { verdicts } = answer;
  const objects = verdicts.map(({ object, action }) => ({ object, action }));
  const due = verdicts.filter(({ action }) => action !== "unchanged");
  if (due.length === 0) return { changes: [], result: { objects } };
  return { changes: changesOf(want, manifest, verdicts), result: { objects } };
}

/** What is done where the server cannot be asked: applied in any case; deleted, nobody knows. */
function planBlind(want: ObjectsWant, manifest: Manifest): Plan {
  const what = describeManifest(manifest);
  if (want.state === "absent") return { changes: [], unknown: `whether ${what} is in the cluster` };
  return { changes: [{ summary: `apply ${what}`, actions: [action(want, manifest)] }] };
}

const verbs: Readonly<Record<string, string>> = { created: "create", configured: "change", found: "delete" };

/** One change per object, all made by the first one's command. */
function changesOf(want: ObjectsWant, manifest: Manifest, verdicts: readonly Verdict[]): readonly Change[] {
  const due = verdicts.filter((verdict) => verdict.action !== "unchanged");
  return due.map((verdict, index) => ({
    summary: `${verbs[verdict.action] ?? verdict.action} ${verdict.object}`,
    ...(verdict.diff && { diff: verdict.diff }),
    actions: index === 0 ? [action(want, manifest)] : [],
    forecasts: [foreseeAnswer(askAnswer(want, manifest), answerAfter(want, verdicts))],
  }));
}

function action(want: ObjectsWant, manifest: Manifest): RunAction {
  const kubectl = kubectlCommand(want);
  const script =
    want.state === "present"
      ? sh`${kubectl} apply ${target(manifest)}`
      : sh`${kubectl} delete --ignore-not-found ${`--timeout=${want.wait?.timeout ?? 120}s`} ${target(manifest)}`;
  const stdin = manifest.kind === "text" && ({ kind: "bytes", bytes: encodeText(manifest.text) } as const);
  return { kind: "run", script: joinShell([script]), ...(stdin && { stdin }) };
}

function answerAfter({ state }: ObjectsWant, verdicts: readonly Verdict[]): ScriptAnswer {
  const lines = state === "absent" ? [] : verdicts.map(({ object }) => `${object} unchanged\n`);
  return { rc: 0, stdout: encodeText(lines.join("")), stderr: new Uint8Array() };
}
