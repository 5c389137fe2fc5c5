import { type CompileContext, compileNow } from "../compile/context.ts";
import type { Scope } from "../model/scope.ts";
import type { Value } from "../model/value.ts";

/** Renders a text that came from a file of the controller (`lookup('template')`), never one that came from a host. */
export function renderText(text: string, scope: Scope, context: CompileContext): Value {
  const file = { path: "<template>", text };
  const source = { file, start: 0, end: text.length };
  const segments = [{ inner: 0, outer: 0, length: text.length }];
  const template = compileNow(context, ({ templates }) =>
    templates.value({ kind: "scalar", value: text, source, segments }),
  );
  return template.render(scope);
}
