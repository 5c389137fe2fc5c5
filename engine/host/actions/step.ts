import { joinShell, sh, type ShellText } from "../../base/shell-text.ts";
import type { FetchAction, RunAction, WriteAction } from "../change.ts";
import { endOfStep } from "../shell/frame.ts";
import { withBytes } from "../shell/here-document.ts";
import type { Sendable } from "./content.ts";
import { runStep } from "./run-script.ts";
import { writeScript } from "./write-script.ts";

/** An action with its content at hand. */
export type Prepared = { readonly kind: "fetch"; readonly action: FetchAction } | Sent;

/** What goes to the host. */
export type Sent =
  | { readonly kind: "run"; readonly action: RunAction; readonly content?: Sendable }
  | { readonly kind: "write"; readonly action: WriteAction; readonly content: Sendable };

/** Whether it can go into a frame; otherwise its content is streamed over a channel of its own. */
export function isInline(prepared: Prepared): prepared is Sent {
  if (prepared.kind === "fetch") return false;
  const { content } = prepared;
  return content === undefined || content.kind === "inline" || content.kind === "remote";
}

/** Script of one action in a frame, skipped where an earlier one failed. */
export function stepOf(
  prepared: Sent,
  environment: Readonly<Record<string, string>>,
  mark: string,
): ShellText {
  const content = prepared.content && printing(prepared.content);
  const step =
    prepared.kind === "run"
      ? runStep(prepared.action, environment, content, mark)
      : joinShell([writeScript(prepared.action, content ?? sh`:`), sh`play_rc=$?`, endOfStep(mark)]);
  return joinShell([sh`if [ "$play_rc" = 0 ]; then`, step, sh`fi`]);
}

/** A command that prints the content; undefined where it cannot be in a frame. */
function printing(content: Sendable): ShellText | undefined {
  if (content.kind === "inline") return withBytes(content.bytes);
  return content.kind === "remote" ? sh`cat < ${content.path}` : undefined;
}
