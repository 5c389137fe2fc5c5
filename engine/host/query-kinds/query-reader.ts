import type { ShellText } from "../../base/shell-text.ts";
import type { QueryKind, QueryTable } from "../query.ts";
import type { RawOutput } from "../shell/frame.ts";

/**
 * How queries of one kind are asked and understood: all subjects in one script, which prints everything that `parse`
 * needs. Scripts use POSIX sh, and what coreutils and busybox have in common. LC_ALL is C.
 */
export interface QueryReader<Kind extends QueryKind> {
  /** `mark` is a fresh token, for separating content that may hold anything. */
  script(subjects: readonly QueryTable[Kind]["subject"][], mark: string): ShellText;
  /** One answer per subject, in order. Throws HOST_DATA where the output does not fit the subjects. */
  parse(
    output: RawOutput,
    subjects: readonly QueryTable[Kind]["subject"][],
    mark: string,
  ): readonly QueryTable[Kind]["answer"][];
}
