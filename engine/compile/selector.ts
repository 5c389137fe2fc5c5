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

interface Candidate {
  readonly tags: readonly string[];
  readonly role: string | undefined;
  readonly name: string;
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

  takes({ tags, role, name }: Candidate): boolean {
    for (const tag of tags) this.seenTags.add(tag);
    if (role !== undefined) this.seenRoles.add(role);
    this.seenTasks.add(name);
    const { startAt } = this.selection;
    if (startAt !== undefined && !this.#started)
      this.#started =
        matchesName(startAt, name) || (role !== undefined && matchesName(startAt, `${role} : ${name}`));
    return this.#started && this.#takesRole(tags, role) && this.#takesTags(tags);
  }

  #takesRole(tags: readonly string[], role: string | undefined): boolean {
    const { roles } = this.selection;
    return roles.length === 0 || tags.includes("always") || (role !== undefined && roles.includes(role));
  }

  /** Ansible's rules for `always`, `never`, `all`, `tagged` and `untagged`. */
  #takesTags(tags: readonly string[]): boolean {
    const matches = (wanted: string): boolean => matchesTag(wanted, tags);
    if (this.selection.skipTags.some(matches)) return false;
    if (tags.includes("never")) return this.selection.tags.some((wanted) => tags.includes(wanted));
    return this.selection.tags.length === 0 || tags.includes("always") || this.selection.tags.some(matches);
  }
}

function matchesTag(wanted: string, tags: readonly string[]): boolean {
  if (wanted === "all") return true;
  if (wanted === "tagged") return tags.length > 0;
  if (wanted === "untagged") return tags.length === 0;
  return tags.includes(wanted);
}

function matchesName(wanted: string, name: string): boolean {
  if (!/[*?]/.test(wanted)) return wanted === name;
  const pattern = wanted
    .replaceAll(/[\\^$+.()|[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${pattern}$`, "s").test(name);
}
