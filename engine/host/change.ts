import type { ShellText } from "../base/shell-text.ts";
import type { Entry, Query, Unit, Where } from "./query.ts";

/** One step of a plan, as data. Nothing happens until a session applies it. */
export interface Change {
  /** One line in the infinitive, without the subject: `create directory /etc/etcd, mode 0755`. */
  readonly summary: string;
  readonly diff?: Diff;
  /** Carried out in order; the first that fails ends the task. */
  readonly actions: readonly Action[];
  /** What the next query will find once this is done; lets a check run look past it. */
  readonly forecasts?: readonly Forecast[];
  /** What it changes, and what its forecasts are about; the host where not given. */
  readonly where?: Where;
}

/** Text before and after; "" where there is nothing. Never given for secret content. */
export interface Diff {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export type Action = RunAction | WriteAction | FetchAction;

export interface RunAction {
  readonly kind: "run";
  readonly script: ShellText;
  readonly stdin?: Content;
  /** Working directory; the login folder where not given. */
  readonly directory?: string;
  /** Seconds; none by default. */
  readonly timeout?: number;
  /** Exit statuses that count as success; anything else fails the action. `"any"` leaves the judgement to `outcome`. */
  readonly accept?: readonly number[] | "any";
}

/** Replaces a file as a whole or not at all: temporary file beside it, 0600 until owner and mode are set, fsync, rename. */
export interface WriteAction {
  readonly kind: "write";
  readonly path: string;
  readonly content: Content;
  /**
   * Octal; where not given an existing file's mode is kept, a new one gets 0666 less the host's umask. An existing
   * file's owner and group are kept in the same way, as far as the user may.
   */
  readonly mode?: string;
  readonly owner?: string;
  readonly group?: string;
  /** A command with one `%s` for the temporary file; must exit 0, or the old file stays. */
  readonly validate?: string;
  /** Keeps the old file beside the new one as `path.<pid>.<date>~`; the action's output then is that path. */
  readonly backup?: boolean;
  /** Replaces the file that a link at `path` leads to. Otherwise the link itself is replaced. */
  readonly follow?: boolean;
  /** Writes into the existing file instead of renaming over it: for bind-mounted single files. */
  readonly unsafe?: boolean;
}

/**
 * Copies a file of the host, links followed, to the controller, where the user of play writes it: as a whole or not at
 * all, over an existing file's mode and owner, else with 0600 in folders of 0700. Its output is the content's SHA-1.
 */
export interface FetchAction {
  readonly kind: "fetch";
  readonly from: string;
  /** On the controller. */
  readonly path: string;
  /** The SHA-1 that the content must have, or the old file stays. */
  readonly checksum?: string;
}

/** Bytes for a file or a command's input. Never put into a command's arguments. */
export type Content =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** A file on the controller, streamed: never held in memory as a whole. */
  | { readonly kind: "local"; readonly path: string }
  /** A file on the host itself, read by the identity that writes: no byte passes the controller. */
  | { readonly kind: "remote"; readonly remotePath: string }
  /** Made when it is needed, and only then: keys and certificates. */
  | { readonly kind: "made"; readonly make: () => Promise<Uint8Array> };

/** `null` entry: will be absent. Content where it is known (small text), so that `read` can be answered too. */
export type Forecast =
  | {
      readonly kind: "entry";
      readonly path: string;
      readonly entry: ForecastEntry | null;
      readonly content?: Uint8Array;
    }
  | { readonly kind: "unit"; readonly name: string; readonly unit: Partial<Unit> }
  /** systemd has read all unit files. */
  | { readonly kind: "reload" }
  | AnswerForecast;

/** What exactly this question of kind `user`, `group` or `script` will be answered. Made by {@link foreseeAnswer}. */
export interface AnswerForecast {
  readonly kind: "answer";
  readonly query: Query;
  readonly answer: unknown;
}

export function foreseeAnswer<Answer>(query: Query<Answer>, answer: Answer): AnswerForecast {
  return { kind: "answer", query, answer };
}

/**
 * What is known of a path after a change; the rest is not known. The length of a checksum tells how it was made
 * (64 digits: SHA-256); to a question for another kind it is not known.
 */
export type ForecastEntry = Pick<Entry, "type"> &
  Partial<Omit<Entry, "type">> & {
    /** Of a file whose content only the run makes: the same symbol is the same content, and so are its copies'. */
    readonly contentToCome?: symbol;
  };

/** What a run action gave back. */
export interface Output {
  readonly rc: number;
  /** Of a long output the beginning and the end, and between them a line that tells how much is left out. */
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** Bytes left out; none where not given. */
  readonly dropped?: { readonly stdout: number; readonly stderr: number };
  /** Milliseconds since the epoch, controller's clock. */
  readonly started: number;
  readonly ended: number;
}
