/** A way in which a module writes to a path of a host. */
export interface Writer {
  /** Distinguishes ways of one module. */
  readonly way: string;
  readonly args: (path: string) => Readonly<Record<string, unknown>>;
  /** Shell text that makes what is there beforehand, at `$1`, such that the module has something to change. */
  readonly before?: string;
  /** It writes only where nothing is. */
  readonly makes?: true;
  /** It changes what is in the path as a directory, not a file at it. */
  readonly into?: true;
}

/** Variables of the play: `url` of a file to download. */
export const url = "{{ url }}";

const text = "new\n".repeat(2000);
const copied = (options: object) => (path: string) => ({ dest: path, ...options });

/** Every module that writes to a path of the user's choice on a host, and how. */
export const writers: Readonly<Record<string, readonly Writer[]>> = {
  blockinfile: [{ way: "a block", args: (path) => ({ path, block: text }) }],
  copy: [
    { way: "a text", args: copied({ content: text }) },
    { way: "a text, links followed", args: copied({ content: text, follow: true }) },
    { way: "a text, with a backup", args: copied({ content: text, backup: true }) },
    { way: "a streamed file", args: copied({ src: "large" }) },
    { way: "a file of the host", args: copied({ src: "/bin/true", remote_src: true }) },
  ],
  file: [
    { way: "a mode", args: (path) => ({ path, mode: "0600" }) },
    { way: "touch", args: (path) => ({ path, state: "touch" }) },
    { way: "a link", args: (path) => ({ path, src: "/etc/hosts", state: "link", force: true }) },
    { way: "a hard link", args: (path) => ({ path, src: "/srv/faults/x", state: "hard", force: true }) },
    { way: "nothing there", args: (path) => ({ path, state: "absent" }) },
    { way: "a directory", args: (path) => ({ path: `${path}.d`, state: "directory" }) },
  ],
  get_url: [{ way: "a download", args: copied({ url, force: true }) }],
  kubeconfig: [
    {
      way: "a cluster",
      args: (path) => ({ path, clusters: [{ name: "one", server: `https://one.${"x".repeat(8000)}` }] }),
      before: 'printf "apiVersion: v1\\nkind: Config\\n" >"$1"',
    },
  ],
  lineinfile: [{ way: "a line", args: (path) => ({ path, line: text.trim().replaceAll("\n", " ") }) }],
  mount: [
    {
      way: "a line of a table",
      args: (fstab) => ({
        path: "/mnt",
        src: `/${"x".repeat(8000)}`,
        fstype: "ext4",
        fstab,
        state: "present",
      }),
    },
  ],
  replace: [{ way: "a replacement", args: (path) => ({ path, regexp: "old", replace: text }) }],
  sysctl: [
    {
      way: "a line of a file",
      args: (path) => ({
        name: "kernel.domainname",
        value: "x".repeat(8000),
        sysctl_file: path,
        reload: false,
      }),
    },
  ],
  template: [{ way: "a template", args: copied({ src: "large.hbs" }) }],
  unarchive: [{ way: "an archive", args: copied({ src: "some.tar" }), before: 'mkdir "$1"', into: true }],
};

/** The other modules, and why they are not in the table. */
export const notWriters: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["assert", "debug", "fail", "include_vars", "meta", "pause", "set_fact", "setup"].map((name) => [
      name,
      "it changes nothing",
    ]),
  ),
  ...Object.fromEntries(
    ["kubectl", "ping", "slurp", "stat", "uri", "wait_for", "x509_certificate_info"].map((name) => [
      name,
      "it writes no file on the host",
    ]),
  ),
  ...Object.fromEntries(
    ["command", "raw", "script", "shell"].map((name) => [name, "what it writes is the command's own affair"]),
  ),
  ...Object.fromEntries(
    ["apt", "group", "hostname", "modprobe", "package", "service", "systemd", "user"].map((name) => [
      name,
      "the path is the system's, and its own programs write it",
    ]),
  ),
  ...Object.fromEntries(
    ["certificate", "certificate_authority", "fetch", "generated"].map((name) => [
      name,
      "it writes on the controller: see controller-writers.ts",
    ]),
  ),
};
