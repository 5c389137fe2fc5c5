/** The lists of a kubeconfig, each with the key under which an entry has its fields. */
export const sections = { clusters: "cluster", users: "user", contexts: "context" } as const;

export type Section = keyof typeof sections;

/** One entry as it is asked for: its fields by the names that the file has for them. */
export interface EntryWant {
  readonly name: string;
  readonly fields: ReadonlyMap<string, unknown>;
}

export interface KubeconfigWant {
  readonly path: readonly string[];
  readonly clusters: readonly EntryWant[];
  readonly users: readonly EntryWant[];
  readonly contexts: readonly EntryWant[];
  readonly current_context?: string | undefined;
  readonly embed_certs: boolean;
  readonly state: "present" | "absent";
  readonly content_unknown?: string | undefined;
  readonly mode?: string | undefined;
  readonly owner?: string | undefined;
  readonly group?: string | undefined;
}

/** k8s.io/client-go/tools/clientcmd/api/v1/types.go */
const fields = {
  clusters: [
    "server",
    "tls-server-name",
    "insecure-skip-tls-verify",
    "certificate-authority",
    "certificate-authority-data",
    "proxy-url",
    "disable-compression",
    "extensions",
  ],
  users: [
    "client-certificate",
    "client-certificate-data",
    "client-key",
    "client-key-data",
    "token",
    "tokenFile",
    "as",
    "as-uid",
    "as-groups",
    "as-user-extra",
    "username",
    "password",
    "auth-provider",
    "exec",
    "extensions",
  ],
  contexts: ["cluster", "user", "namespace", "extensions"],
} as const satisfies Record<Section, readonly string[]>;

/** The file's name of a field, by each way to write it in a playbook. */
export const fieldNames: Readonly<Record<Section, ReadonlyMap<string, string>>> = {
  clusters: spellings(fields.clusters),
  users: spellings(fields.users),
  contexts: spellings(fields.contexts),
};

function spellings(names: readonly string[]): ReadonlyMap<string, string> {
  const pairs = names.flatMap((name): [string, string][] => [
    [name, name],
    [name.replaceAll("-", "_"), name],
  ]);
  return new Map([
    ...pairs,
    ...(names.includes("tokenFile") ? ([["token_file", "tokenFile"]] as const) : []),
  ]);
}

/** Fields that name a file, and the field that holds such a file's content instead. */
export const fileFields = new Map([
  ["certificate-authority", "certificate-authority-data"],
  ["client-certificate", "client-certificate-data"],
  ["client-key", "client-key-data"],
]);

export const secretFields: ReadonlySet<string> = new Set(["client-key-data", "token", "password"]);
