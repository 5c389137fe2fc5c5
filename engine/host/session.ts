import type { Secret } from "../base/secret.ts";
import type { ShellText } from "../base/shell-text.ts";
import type { Action, Content, Output } from "./change.ts";
import type { ProcessId } from "./shell/processes.ts";
import type { AnswerOf, Query } from "./query.ts";
import type { SshConnection } from "./transport/ssh-connection.ts";

/** Who commands run as. */
export type Identity = { readonly kind: "login" } | Become;

export interface Become {
  readonly kind: "become";
  readonly user: string;
  readonly method: "sudo" | "su" | "doas";
  readonly password?: Secret;
  /** The program, where it is not on the PATH under the method's name. */
  readonly exe?: string;
  /** More options for the program, as shell text. */
  readonly flags?: string;
  /** Seconds for the program to ask for the password, and again to take it. */
  readonly patience?: number;
}

/** How to reach a host; what a task's connection variables and the command line come to. */
export type Connection = { readonly kind: "local" } | Enclosure | SshConnection;

/** A machine within this one, which a command of this machine gives a shell of. */
export interface Enclosure {
  readonly kind: "docker" | "podman" | "chroot" | "nspawn";
  /** Of the container or machine; the folder of a chroot. */
  readonly name: string;
  /** Whoever the container is made for where it is not said; root in a chroot or machine. */
  readonly user?: string;
  /** Seconds for a shell to be there. */
  readonly connectTimeout: number;
}

/** An open host. Methods queue: one identity does one thing at a time, identities and uploads run side by side. */
export interface Session {
  /** Answers in the order of the questions; all in one round trip where the host allows. */
  ask<const Queries extends readonly Query[]>(
    queries: Queries,
    identity: Identity,
  ): Promise<{ [Index in keyof Queries]: AnswerOf<Queries[Index]> }>;
  /** Carries out actions in order; outputs of run actions (and an empty one for a write), in order. */
  apply(actions: readonly Action[], context: ApplyContext): Promise<readonly Output[]>;
  /** False once the connection has broken; whatever is asked then throws CONNECTION_LOST. */
  readonly alive: boolean;
  /** Ends the commands that are still under way; whoever waits for them is told. Never rejects. */
  endCommands(): Promise<void>;
  /** Its shells on the host: where the connection breaks they may go on with what was under way. */
  readonly left: readonly ProcessId[];
  close(): Promise<void>;
}

export interface ApplyContext {
  readonly identity: Identity;
  /** The task's `environment:`; given to commands through the shell's input, never as arguments. */
  readonly environment: Readonly<Record<string, string>>;
}

export type { Action, Content, Output, ShellText };
