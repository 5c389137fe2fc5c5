/** What `--tags`, `--skip-tags`, `--role` and `--start-at-task` ask for. */
export interface Selection {
  /** Empty: everything but `never`. */
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
  /** Only tasks of these roles; empty: all. */
  readonly roles: readonly string[];
  /** Name of the first task to play, with or without its role; globs allowed. */
  readonly startAt?: string;
}

export const everything: Selection = { tags: [], skipTags: [], roles: [] };

/** Words that stand for kinds of tasks, whatever their tags are called. */
export const specialTags: ReadonlySet<string> = new Set(["all", "tagged", "untagged", "always", "never"]);

interface Named {
  readonly name: string;
  /** Its role, then the roles whose tasks brought that one in. */
  readonly roles: readonly string[];
}

interface Candidate extends Named {
  readonly tags: readonly string[];
  /** An include: whether it brings something that is asked for, or may do so. */
  readonly brings?: boolean;
}

/** Chooses tasks, in the order of the playbook, and remembers what there was to choose from. */
export class Selector {
  readonly selection: Selection;
  readonly seenTags = new Set<string>();
  readonly seenRoles = new Set<string>();
  readonly seenTasks = new Set<string>();
  #started: boolean;

  constructor(selection: Selection) {
    this.selection = selection;
    this.#started = selection.startAt === undefined;
  }

  /** Whether the task that `--start-at-task` names has come, or none was named. */
  get started(): boolean {
    return this.#started;
  }

  /** The task's turn has come; for an include, before that of what it brings. */
  reach({ name, roles }: Named): void {
    this.seenTasks.add(name);
    const { startAt } = this.selection;
    if (startAt === undefined || this.#started) return;
    const full = roles[0] === undefined ? name : `${roles[0]} : ${name}`;
    this.#started = matchesName(startAt, name) || matchesName(startAt, full);
  }

  takes(candidate: Candidate): boolean {
    for (const tag of candidate.tags) this.seenTags.add(tag);
    for (const role of candidate.roles) this.seenRoles.add(role);
    this.reach(candidate);
    return this.#started && this.#takesRole(candidate) && this.#takesTags(candidate.tags);
  }

  #takesRole({ tags, roles, brings }: Candidate): boolean {
    const { roles: wanted } = this.selection;
    return (
      wanted.length === 0 ||
      tags.includes("always") ||
      brings === true ||
      wanted.some((role) => roles.includes(role))
    );
  }

  #takesTags(tags: readonly string[]): boolean {
    return this.#isAskedFor(tags) && !this.#isSkipped(tags);
  }

  /** `always` comes first, even before `never`. */
  #isAskedFor(tags: readonly string[]): boolean {
    const wanted = this.selection.tags.length === 0 ? ["all"] : this.selection.tags;
    if (tags.includes("always") || wanted.some((tag) => tags.includes(tag))) return true;
    if (tags.includes("never")) return false;
    return wanted.some((tag) => matchesKind(tag, tags));
  }

  #isSkipped(tags: readonly string[]): boolean {
    const { skipTags } = this.selection;
    if (skipTags.includes("all") && (!tags.includes("always") || skipTags.includes("always"))) return true;
    return skipTags.some((tag) => tag !== "all" && (tags.includes(tag) || matchesKind(tag, tags)));
  }
}

function matchesKind(wanted: string, tags: readonly string[]): boolean {
  if (wanted === "all") return true;
  if (wanted === "tagged") return tags.length > 0;
  return wanted === "untagged" && tags.length === 0;
}

function matchesName(wanted: string, name: string): boolean {
  if (!/[*?]/.test(wanted)) return wanted === name;
  const pattern = wanted
    .replaceAll(/[\\^$+.()|[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${pattern}$`, "s").test(name);
}
