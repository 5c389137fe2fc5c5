import type { SourceFile } from "../base/source.ts";
import type { HostKeyChecking } from "../host/transport/host-key.ts";

/** What the command line asks for. */
export type Invocation =
  | { readonly kind: "play"; readonly options: Options }
  /** `play doc`: one module's options, or a list of all modules. */
  | { readonly kind: "doc"; readonly module?: string }
  /** `play explain`: what an error code means, or a list of all codes. */
  | { readonly kind: "explain"; readonly code?: string }
  /** `play history`: one run, or a list of all. */
  | { readonly kind: "history"; readonly run?: string; readonly output: OutputFormat }
  | { readonly kind: "help"; readonly text: string }
  | { readonly kind: "version" };

/** The options of a run, as typed: nothing is read, looked up or evaluated yet. */
export interface Options {
  readonly playbooks: readonly string[];
  /** Files, folders, or lists of hosts with a comma (`h1,h2,`), in order. */
  readonly inventories: readonly string[];
  /** A host pattern; several `--limit` are joined with commas. */
  readonly limit?: string;
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
  /** Play only the tasks of these roles. */
  readonly roles: readonly string[];
  /** The raw texts: `k=v` words, YAML, JSON, or `@file`; `path` names the argument for errors. */
  readonly extraVariables: readonly SourceFile[];
  /** Where vault passwords come from: `label@source` or a source, which is a file, a program or `prompt`. */
  readonly vaultIds: readonly string[];
  readonly askVaultPassword: boolean;
  readonly check: boolean;
  readonly diff: boolean;
  /** Hosts at once. */
  readonly forks: number;
  readonly user?: string;
  readonly become: boolean;
  readonly becomeUser?: string;
  readonly becomeMethod?: string;
  readonly askBecomePassword: boolean;
  readonly askPassword: boolean;
  /** Holds the login password. */
  readonly passwordFile?: string;
  readonly hostKeyChecking?: HostKeyChecking;
  /** A file, or "none". */
  readonly sshConfigFile?: string;
  /** As the program ssh takes them. */
  readonly sshCommonArguments?: string;
  readonly sshExtraArguments?: string;
  readonly privateKeys: readonly string[];
  readonly connection?: string;
  /** Seconds to wait for a connection. */
  readonly timeout?: number;
  /** Seconds to wait for a host that another run has. */
  readonly lockTimeout: number;
  /** Other runs are kept away from the hosts. */
  readonly lock: boolean;
  /** Seconds to wait for a host whose connection broke. */
  readonly reconnectTimeout: number;
  readonly verbosity: number;
  /** What to list instead of playing. */
  readonly lists: readonly Listing[];
  readonly syntaxCheck: boolean;
  readonly startAtTask?: string;
  readonly output: OutputFormat;
  /** With `check`: exit 3 where changes are pending. */
  readonly exitChanged: boolean;
  readonly forceHandlers: boolean;
  readonly lookAhead: boolean;
  /** The run to go on with; empty: the last one of the same playbook and inventory. */
  readonly resume?: string;
  /** Also where playbook, inventory or options are not as they were. */
  readonly resumeChanged: boolean;
}

export type Listing = "hosts" | "tasks" | "tags";

export const outputFormats = ["human", "json"] as const;
export type OutputFormat = (typeof outputFormats)[number];
