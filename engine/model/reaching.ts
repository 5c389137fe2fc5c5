/** Ways to become another user, by the names that playbooks have for them. */
export const becomeMethods = {
  sudo: "sudo",
  "ansible.builtin.sudo": "sudo",
  su: "su",
  "ansible.builtin.su": "su",
  doas: "doas",
  "community.general.doas": "doas",
} as const;

/** Ways to reach a host, by the names that playbooks have for them. */
export const connectionKinds = {
  ssh: "ssh",
  "ansible.builtin.ssh": "ssh",
  smart: "ssh",
  paramiko: "ssh",
  paramiko_ssh: "ssh",
  "ansible.builtin.paramiko_ssh": "ssh",
  "ansible.netcommon.libssh": "ssh",
  local: "local",
  "ansible.builtin.local": "local",
  docker: "docker",
  "community.docker.docker": "docker",
  "community.docker.docker_api": "docker",
  podman: "podman",
  "containers.podman.podman": "podman",
  chroot: "chroot",
  "community.general.chroot": "chroot",
  nspawn: "nspawn",
} as const;

export type BecomeMethod = (typeof becomeMethods)[keyof typeof becomeMethods];
export type ConnectionKind = (typeof connectionKinds)[keyof typeof connectionKinds];

/** What a word stands for in one of these tables. */
export function named<Kind extends string>(
  table: Readonly<Record<string, Kind>>,
  word: string,
): Kind | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

/** What there is, each once: `sudo, su or doas`. */
export function choicesOf(table: Readonly<Record<string, string>>): string {
  const kinds = [...new Set(Object.values(table))];
  return `${kinds.slice(0, -1).join(", ")} or ${kinds.at(-1)}`;
}
