import type { SourceFile } from "../../engine/base/source.ts";
import type { HostCounts, Outcome, PlayEvent, TaskTitle } from "../../engine/model/event.ts";

const tasksText = `- name: create the folders
  file:
    path: "{{ item }}"
    state: directory
- name: write the configuration
  template: src=etcd.conf.hbs dest=/etc/etcd/etcd.conf
- name: start etcd
  systemd:
    name: etcd
    state: started
`;

export const tasksFile: SourceFile = { path: "roles/etcd/tasks/main.yml", text: tasksText };

export const hosts = ["h1", "h2", "h3"];

/** The place of `text` in the sample task file. */
export function sourceAt(text: string) {
  const start = tasksFile.text.indexOf(text);
  return { file: tasksFile, start, end: start + text.length };
}

let lastId = 0;

export function title(name: string, module = "file", more: Partial<TaskTitle> = {}): TaskTitle {
  lastId += 1;
  const source = sourceAt(module === "systemd" ? "systemd" : "file");
  return { id: lastId, name: `etcd : ${name}`, module, role: "etcd", handler: false, source, ...more };
}

export const ok: Outcome = { kind: "ok", result: { changed: false } };

export function changed(...summaries: string[]): Outcome {
  return { kind: "changed", result: { changed: true }, changes: summaries.map((summary) => ({ summary })) };
}

export function skipped(reason = "when is false"): Outcome {
  return { kind: "skipped", reason, result: { changed: false } };
}

export function ended(task: TaskTitle, host: string, outcome: Outcome): PlayEvent {
  return { kind: "task ended", task, host, outcome, milliseconds: 40 };
}

export function item(task: TaskTitle, host: string, label: string, outcome: Outcome): PlayEvent {
  return { kind: "item ended", task, host, label, outcome };
}

/** A whole task: started, the events given, closed. */
export function whole(task: TaskTitle, ...events: PlayEvent[]): PlayEvent[] {
  const started: PlayEvent = { kind: "task started", task, hosts };
  return [started, ...events, { kind: "task closed", task }];
}

/** A whole task with one outcome for each host, in the order of the hosts. */
export function played(task: TaskTitle, ...outcomes: Outcome[]): PlayEvent[] {
  return whole(task, ...outcomes.map((outcome, index) => ended(task, hosts[index] ?? "h1", outcome)));
}

const nothing: HostCounts = {
  ok: 0,
  changed: 0,
  unknown: 0,
  skipped: 0,
  failed: 0,
  unreachable: 0,
  rescued: 0,
  ignored: 0,
  milliseconds: 0,
};

export function counts(some: Partial<HostCounts>): HostCounts {
  return { ...nothing, ...some };
}

interface RunShape {
  readonly check?: boolean;
  readonly interrupted?: boolean;
  readonly recap: Readonly<Record<string, Partial<HostCounts>>>;
}

/** A run of one play around the events of its tasks. */
export function run(
  { check = false, interrupted = false, recap }: RunShape,
  events: PlayEvent[],
): PlayEvent[] {
  const perHost = Object.entries(recap).map(([host, some]) => [host, counts(some)] as const);
  return [
    { kind: "run started", playbooks: ["playbooks/site.yml"], check, diff: false },
    { kind: "play started", name: "etcd members", hosts },
    ...events,
    { kind: "run ended", hosts: new Map(perHost), milliseconds: 5120, interrupted, owed: new Map() },
  ];
}
