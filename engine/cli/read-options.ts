import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import type { SourceFile } from "../base/source.ts";
import { becomeMethods, choicesOf, connectionKinds } from "../model/reaching.ts";
import type { HostKeyChecking } from "../host/transport/host-key.ts";
import type { Listing, Options, OutputFormat } from "./options.ts";

/** The flags as commander hands them over: its names, its defaults; a flag that is not given is absent. */
export interface Flags {
  readonly inventory?: readonly string[];
  readonly limit?: readonly string[];
  readonly tags?: readonly string[];
  readonly skipTags?: readonly string[];
  readonly role?: readonly string[];
  readonly extraVars?: readonly string[];
  readonly vaultId?: readonly string[];
  readonly vaultPasswordFile?: readonly string[];
  readonly askVaultPass?: true;
  readonly check?: true;
  readonly diff?: true;
  readonly forks: number;
  readonly user?: string;
  readonly become?: true;
  readonly becomeUser?: string;
  readonly becomeMethod?: string;
  readonly askBecomePass?: true;
  readonly askPass?: true;
  readonly privateKey?: readonly string[];
  readonly connection?: string;
  readonly connectionPasswordFile?: string;
  readonly hostKeyChecking?: HostKeyChecking;
  readonly sshConfig?: string;
  readonly sshCommonArgs?: string;
  readonly sshExtraArgs?: string;
  readonly timeout?: number;
  readonly lockTimeout: number;
  readonly lock: boolean;
  readonly reconnectTimeout: number;
  readonly verbose: number;
  readonly listHosts?: true;
  readonly listTasks?: true;
  readonly listTags?: true;
  readonly syntaxCheck?: true;
  readonly startAtTask?: string;
  readonly output?: OutputFormat;
  readonly exitChanged?: true;
  readonly forceHandlers?: true;
  readonly lookAhead: boolean;
  readonly resume?: string | true;
  readonly resumeChanged?: true;
  readonly version?: true;
}

/** Flags and playbooks as Options. Throws a PlayError (BAD_USAGE) where they do not go together. */
export function readOptions(playbooks: readonly string[], flags: Flags): Options {
  if (playbooks.length === 0) throw badUsage("no playbook is named", "for example: play site.yml -i hosts");
  if (flags.exitChanged && !flags.check)
    throw badUsage("--exit-changed goes with --check only", "add --check");
  if (flags.resumeChanged && flags.resume === undefined)
    throw badUsage("--resume-changed goes with --resume only", "add --resume");
  return {
    playbooks,
    ...selectionOf(flags),
    ...mannerOf(flags),
    ...reachOf(flags),
    ...sshOf(flags),
    ...(flags.resume !== undefined && { resume: flags.resume === true ? "" : flags.resume }),
    resumeChanged: flags.resumeChanged ?? false,
    lists: listsOf(flags),
    syntaxCheck: flags.syntaxCheck ?? false,
    verbosity: flags.verbose,
    output: flags.output ?? "human",
    exitChanged: flags.exitChanged ?? false,
  };
}

type Selection = Pick<
  Options,
  | "inventories"
  | "limit"
  | "tags"
  | "skipTags"
  | "roles"
  | "startAtTask"
  | "extraVariables"
  | "vaultIds"
  | "askVaultPassword"
>;

function selectionOf(flags: Flags): Selection {
  return {
    inventories: flags.inventory ?? [],
    ...(flags.limit && { limit: flags.limit.join(",") }),
    tags: flags.tags ?? [],
    skipTags: flags.skipTags ?? [],
    roles: flags.role ?? [],
    ...(flags.startAtTask !== undefined && { startAtTask: flags.startAtTask }),
    extraVariables: (flags.extraVars ?? []).map(argumentSource),
    vaultIds: [...(flags.vaultId ?? []), ...(flags.vaultPasswordFile ?? [])],
    askVaultPassword: flags.askVaultPass ?? false,
  };
}

/** What errors in an argument's text show as its place: `--extra-vars #2:1:5`. */
function argumentSource(text: string, index: number): SourceFile {
  return { path: `--extra-vars #${index + 1}`, text };
}

function mannerOf(flags: Flags): Pick<Options, "check" | "diff" | "forks" | "forceHandlers" | "lookAhead"> {
  return {
    check: flags.check ?? false,
    diff: flags.diff ?? false,
    forks: flags.forks,
    forceHandlers: flags.forceHandlers ?? false,
    lookAhead: flags.lookAhead,
  };
}

type Reach = Pick<
  Options,
  | "user"
  | "connection"
  | "privateKeys"
  | "timeout"
  | "reconnectTimeout"
  | "lockTimeout"
  | "lock"
  | "become"
  | "becomeUser"
  | "becomeMethod"
  | "askPassword"
  | "askBecomePassword"
>;

function reachOf(flags: Flags): Reach {
  return {
    ...(flags.user !== undefined && { user: flags.user }),
    ...(flags.connection !== undefined && {
      connection: oneOf("--connection", flags.connection, connectionKinds),
    }),
    privateKeys: flags.privateKey ?? [],
    ...(flags.timeout !== undefined && { timeout: flags.timeout }),
    reconnectTimeout: flags.reconnectTimeout,
    lockTimeout: flags.lockTimeout,
    lock: flags.lock,
    become: flags.become ?? false,
    ...(flags.becomeUser !== undefined && { becomeUser: flags.becomeUser }),
    ...(flags.becomeMethod !== undefined && {
      becomeMethod: oneOf("--become-method", flags.becomeMethod, becomeMethods),
    }),
    askPassword: flags.askPass ?? false,
    askBecomePassword: flags.askBecomePass ?? false,
  };
}

type Ssh = Pick<
  Options,
  "passwordFile" | "hostKeyChecking" | "sshConfigFile" | "sshCommonArguments" | "sshExtraArguments"
>;

function sshOf(flags: Flags): Ssh {
  return {
    ...(flags.connectionPasswordFile !== undefined && { passwordFile: flags.connectionPasswordFile }),
    ...(flags.hostKeyChecking !== undefined && { hostKeyChecking: flags.hostKeyChecking }),
    ...(flags.sshConfig !== undefined && { sshConfigFile: flags.sshConfig }),
    ...(flags.sshCommonArgs !== undefined && { sshCommonArguments: flags.sshCommonArgs }),
    ...(flags.sshExtraArgs !== undefined && { sshExtraArguments: flags.sshExtraArgs }),
  };
}

/** Throws BAD_USAGE for a word that the table does not have. */
function oneOf(flag: string, word: string, words: Readonly<Record<string, string>>): string {
  if (Object.hasOwn(words, word)) return word;
  const hint = didYouMean(word, Object.keys(words)) ?? `it takes ${choicesOf(words)}`;
  throw badUsage(`${flag} ${word} is not supported`, hint);
}

function listsOf({ listHosts, listTasks, listTags }: Flags): Listing[] {
  return [
    ...(listHosts ? (["hosts"] as const) : []),
    ...(listTasks ? (["tasks"] as const) : []),
    ...(listTags ? (["tags"] as const) : []),
  ];
}

function badUsage(message: string, hint: string): PlayError {
  return new PlayError("BAD_USAGE", message, { hint });
}
