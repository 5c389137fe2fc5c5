import { joinShell, sh, ShellText } from "../../../base/shell-text.ts";
import type { Entry, Query, ScriptAnswer } from "../../../host/query.ts";
import { script, stat } from "../../../host/query.ts";

/** `creates` and `removes`: paths that tell whether a command has done its work already. */
export interface Guarded {
  readonly creates?: string | undefined;
  readonly removes?: string | undefined;
  /** Relative paths start here. */
  readonly chdir?: string | undefined;
}

type Existence = Entry | ScriptAnswer | null;
export type GuardProbe = Readonly<Record<string, Query<Existence>>>;
export type GuardFound = Readonly<Record<string, Existence>>;

export function guardProbe(want: Guarded): GuardProbe {
  const probe: Record<string, Query<Existence>> = {};
  if (want.creates !== undefined) probe["creates"] = existence(want.creates, want.chdir);
  if (want.removes !== undefined) probe["removes"] = existence(want.removes, want.chdir);
  return probe;
}

/** Why the command need not run; undefined where it must. */
export function guardReason(want: Guarded, found: GuardFound): string | undefined {
  if (want.creates !== undefined && exists(found["creates"])) return `${want.creates} exists`;
  if (want.removes !== undefined && !exists(found["removes"])) return `${want.removes} does not exist`;
  return undefined;
}

function exists(answer: Existence | undefined): boolean {
  if (!answer) return false;
  return "rc" in answer ? answer.rc === 0 : true;
}

function existence(path: string, chdir: string | undefined): Query<Existence> {
  const whole = chdir === undefined || /^[/~]/.test(path) ? path : `${chdir}/${path}`;
  return /[*?[]/.test(whole) ? anyMatch(whole) : stat(whole);
}

/** Exits 0 if the pattern matches a path, be it a link that leads nowhere. */
function anyMatch(pattern: string): Query<Existence> {
  return script(
    `paths that match ${pattern}`,
    sh`for path in ${globWord(pattern)}; do
  if [ -e "$path" ] || [ -L "$path" ]; then exit 0; fi
done
exit 1`,
  );
}

/** Quotes everything of a pattern but its wildcards. */
function globWord(pattern: string): ShellText {
  const parts = pattern.split(/(\*|\?|\[[!^]?[\w.-]+\])/).filter((part) => part !== "");
  const isWildcard = (part: string): boolean => /^[*?]$|^\[.+\]$/.test(part);
  return joinShell(
    parts.map((part) => (isWildcard(part) ? ShellText.trusted(part.replace("[^", "[!")) : sh`${part}`)),
    "",
  );
}
