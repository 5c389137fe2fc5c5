import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import type { Keywords } from "../model/playbook.ts";
import type { YamlNode } from "../model/yaml-node.ts";
import type { CompileContext } from "./context.ts";

/** Keywords of Ansible that change what is done and that play does not have: passing over them would be a lie. */
const instead: Readonly<Record<string, string>> = {
  async: "a task runs until it is done; other hosts are not held up by it within its turn",
  debugger: "there is no debugger",
  fact_path: "write the facts as variables, or use set_fact",
  force_handlers: "play with --force-handlers",
  max_fail_percentage: "use any_errors_fatal, or serial",
  module_defaults: "set the options on the tasks, or use a YAML anchor",
  order: "hosts are played in the order of the inventory",
  poll: "a task runs until it is done",
  strategy: "hosts go through the tasks in step (linear)",
  throttle: "use serial on the play, or --forks",
};

/** Values of these that ask for nothing but what play does anyway. */
const harmless: Readonly<Record<string, readonly YamlValue[]>> = {
  async: [0],
  debugger: ["never"],
  force_handlers: [false],
  order: ["inventory"],
  strategy: ["linear"],
};

type YamlValue = string | number | boolean | null;

/** Collects UNSUPPORTED for what a play, role, block or task asks for in vain. */
export function rejectUnsupported(keywords: Keywords, { errors }: CompileContext): void {
  for (const [name, hint] of Object.entries(instead)) {
    const node = keywords.get(name);
    if (!node || isHarmless(name, node) || (name === "poll" && !keywords.has("async"))) continue;
    const source = keywordSource(name, node);
    errors.add(new PlayError("UNSUPPORTED", `the keyword ${name} is not supported`, { source, hint }));
  }
}

function isHarmless(name: string, node: YamlNode): boolean {
  return node.kind === "scalar" && (harmless[name]?.includes(node.value) ?? false);
}

/** Where a keyword itself stands, which is before its value. */
export function keywordSource(name: string, { source }: YamlNode): Source {
  const start = source.file.text.lastIndexOf(name, Math.max(source.start - 1, 0));
  return start === -1 ? source : { file: source.file, start, end: start + name.length };
}
