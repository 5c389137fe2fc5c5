import type { Play, Task } from "../model/playbook.ts";
import type { YamlMapping } from "../model/yaml-node.ts";
import type { Around } from "./around.ts";
import type { CompileContext } from "./context.ts";
import { scalarAt } from "./literal.ts";
import type { CompiledTask } from "./program.ts";
import { flagTemplate } from "./settings.ts";
import { compileTask } from "./task.ts";

/** The task that gathers facts before all others; always played, unless the play says no or `always` is skipped. */
export function compileFactsTask(
  play: Play,
  around: Around,
  context: CompileContext,
): CompiledTask | undefined {
  const wanted = play.keywords.get("gather_facts");
  const wish = wanted && flagTemplate("gather_facts", wanted, context);
  if (wanted?.kind === "scalar" && wanted.value === false) return undefined;
  if (context.selector.selection.skipTags.includes("always")) return undefined;
  const args: YamlMapping = { kind: "mapping", entries: [], source: play.source };
  const task: Task = {
    kind: "task",
    source: play.source,
    module: "setup",
    moduleSource: play.source,
    args,
    variables: new Map(),
    keywords: new Map([
      ["name", scalarAt(play, "gather facts")],
      ["tags", scalarAt(play, "always")],
    ]),
  };
  const compiled = compileTask(task, around, context, false);
  if (!compiled || !wanted || wish?.constant) return compiled;
  return { ...compiled, when: [...compiled.when, context.templates.condition(wanted)] };
}
