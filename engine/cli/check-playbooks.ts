import { ErrorCollector } from "../base/play-error.ts";
import { compile } from "../compile/compile.ts";
import type { Program } from "../compile/program.ts";
import { stopOnMistakes } from "./mistakes.ts";
import type { Options } from "./options.ts";
import { prepare, type Prepared, type Secrecy } from "./prepare.ts";

export interface Checked {
  readonly prepared: Prepared;
  readonly program: Program;
}

/** Reads and checks all that a run needs, without touching a host. Throws Mistakes with everything there is to mend. */
export function checkPlaybooks(options: Options, secrecy: Secrecy = {}): Checked {
  const errors = new ErrorCollector();
  const prepared = prepare(options, errors, secrecy);
  const program = compile(prepared.playbooks, prepared.context);
  stopOnMistakes(errors);
  return { prepared, program };
}
