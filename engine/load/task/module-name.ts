const collections = [
  "ansible.builtin.",
  "ansible.legacy.",
  "ansible.posix.",
  "community.crypto.",
  "community.general.",
];

/** A module's name without its collection: `ansible.builtin.copy` is `copy`. */
export function moduleName(key: string): string {
  const collection = collections.find((prefix) => key.startsWith(prefix));
  return collection === undefined ? key : key.slice(collection.length);
}

/** What stands where a module stands, but is followed while loading. */
export const inclusions = ["import_tasks", "import_role", "include_tasks", "include_role"] as const;

export type Inclusion = (typeof inclusions)[number];

export function asInclusion(name: string): Inclusion | undefined {
  return inclusions.find((inclusion) => inclusion === name);
}
