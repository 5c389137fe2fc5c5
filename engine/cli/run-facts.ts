import { existsSync } from "node:fs";
import path from "node:path";
import { fingerprint } from "../base/fingerprint.ts";
import { sourcesOf } from "../compile/sources.ts";
import type { RunFacts } from "../journal/line.ts";
import type { Checked } from "./check-playbooks.ts";
import type { Options } from "./options.ts";

/** What a journal tells of a run before it begins. */
export function runFacts(options: Options, { prepared, program }: Checked): RunFacts {
  const { inventory } = prepared.context;
  const sources = sourcesOf(program, inventory);
  return {
    playbooks: prepared.playbooks.map((playbook) => path.resolve(playbook.path)),
    inventories: options.inventories.map((source) => (existsSync(source) ? path.resolve(source) : source)),
    check: options.check,
    options: choosing(options),
    files: Object.fromEntries([...sources].map(([file, text]) => [file, fingerprint(text)])),
  };
}

/** The options that choose what is played. Extra variables may be secret: only a print of them is kept. */
function choosing(options: Options): Readonly<Record<string, string>> {
  const { limit, tags, skipTags, roles, startAtTask, extraVariables } = options;
  const extra = extraVariables.map(({ text }) => text).join("\n");
  const all = {
    "--limit": limit ?? "",
    "--tags": tags.join(","),
    "--skip-tags": skipTags.join(","),
    "--role": roles.join(","),
    "--start-at-task": startAtTask ?? "",
    "--extra-vars": extra === "" ? "" : fingerprint(extra),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}
