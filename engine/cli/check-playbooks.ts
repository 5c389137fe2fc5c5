import { ErrorCollector } from "../base/play-error.ts";
import { compile } from "../compile/compile.ts";
import type { Program } from "../compile/program.ts";
import { unreadExtras } from "../compile/unread-extras.ts";
import type { Warning } from "../model/event.ts";
import { stopOnMistakes } from "./mistakes.ts";
import type { Options } from "./options.ts";
import { prepare, type Prepared, type Secrecy } from "./prepare.ts";

export interface Checked {
  readonly prepared: Prepared;
  readonly program: Program;
  /** What is no mistake but looks like one. */
  readonly warnings: readonly Warning[];
}

/** Reads and checks all that a run needs, without touching a host. Throws Mistakes with everything there is to mend. */
export function checkPlaybooks(options: Options, secrecy: Secrecy = {}): Checked {
  const errors = new ErrorCollector();
  const prepared = prepare(options, errors, secrecy);
  const program = compile(prepared.playbooks, prepared.context);
  stopOnMistakes(errors);
  return { prepared, program, warnings: unreadExtras(prepared.playbooks, program, prepared.context) };
}
