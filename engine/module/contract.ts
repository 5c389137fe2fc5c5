import type { z } from "zod";
import type { Change, Output } from "../host/change.ts";
import type { AnswerOf, Query, Where } from "../host/query.ts";
import type { ShellText } from "../base/shell-text.ts";
import type { Value } from "../model/value.ts";
import { carryNotes } from "./option.ts";

/** What a module asks, by a name of its own choosing. */
export type Probe = Readonly<Record<string, Query>>;

/** The answers, under the same names. */
export type Found<Asked extends Probe> = { readonly [Name in keyof Asked]: AnswerOf<Asked[Name]> };

export type ResultFields = Readonly<Record<string, Value>>;

/** A module's decision. No changes: the host is as wanted. */
export interface Plan {
  readonly changes: readonly Change[];
  /** Result fields known without changing anything: `stat`, `content`, `ansible_facts`, `dest`, `mode`, … */
  readonly result?: ResultFields;
  /** Result fields and judgement from what the changes printed: one Output per action, in order. */
  readonly outcome?: (outputs: readonly Output[]) => Judgement;
  /** What must come first. A failure in a run; in a check run "once … exists". */
  readonly needs?: string | Need;
  /** For a check run: why it cannot be said yet whether anything changes. In a run it must not be, or `needs` is given. */
  readonly unknown?: string;
  /** Never to be shown, whatever it turns up in. */
  readonly secrets?: readonly string[];
  /**
   * For changes that must not be made again where the connection breaks meanwhile: what is then not known, as a clause
   * (`whether the command ran`). Without it the host is probed and planned again, which tells what is left to be done.
   */
  readonly atMostOnce?: string;
  /** A condition on the host to wait for, after the changes. Reads only; a check run does not wait. */
  readonly wait?: Wait;
}

/** Something the host lacks: a noun alone (`unit etcd.service`) says that it must exist. */
export interface Need {
  /** For a check run: `the API server answers`. */
  readonly once: string;
  /** For a run: `the API server does not answer`. */
  readonly failure: string;
  /** What to do about it, or what was seen. */
  readonly hint?: string | undefined;
}

export interface Judgement {
  readonly result: ResultFields;
  /** As in a plan: of what the changes have made. */
  readonly secrets?: readonly string[];
  /** Why the task failed, if it did. */
  readonly failed?: string;
}

/** Runs `script` until it exits 0. Its last standard error is shown when the time is over. */
export interface Wait {
  /** `port 2379 open on 127.0.0.1` */
  readonly summary: string;
  readonly script: ShellText;
  /** Seconds. */
  readonly timeout: number;
  /** Seconds before the first and between two tries. */
  readonly delay: number;
  readonly pause: number;
}

/** A module that acts on a host (or, with `where: "controller"`, on files of the controller). Pure: it only decides. */
export interface Module<
  Options extends z.ZodObject = z.ZodObject,
  Asked extends Probe = Probe,
  Local extends Probe = Probe,
> {
  readonly kind: "module";
  readonly name: string;
  /** One line, for `play doc`. */
  readonly summary: string;
  readonly args: Options;
  /** The option that takes the free form (`command: ls -l`), for modules that have one. */
  readonly freeForm?: string;
  readonly where: Where;
  /**
   * The options that name a file of the controller, and the role folder it is looked for in. The runner puts the path it
   * found in their place, with a trailing slash kept; not where the option `remote_src` is true.
   */
  readonly localFiles: LocalFiles;
  /** The option (one of `localFiles`) whose file the runner renders; the text arrives in the option `content`. */
  readonly renders?: string;
  /**
   * Options that hold content. Where some of it is not known yet, in a check run, the runner leaves the option out and
   * tells why in the option `content_unknown` ({@link unknownContentOption}); `plan` then says what is certain.
   */
  readonly contentOptions: readonly string[];
  /** What to read on the controller before the host is asked: queries made with `onController`. */
  local?(want: z.output<Options>): Local;
  /** What to read on the host; `local` holds the controller's answers. */
  probe(want: z.output<Options>, local: Found<Local>): Asked;
  /** Throws PlayError where the host or the wish makes it impossible. `found` has the answers of both. */
  plan(want: z.output<Options>, found: Found<Asked> & Found<Local>): Plan | readonly Change[];
}

/** `command`: not the whole option but its first word names the file, looked for in `files`. */
export type LocalFiles = Readonly<Record<string, "files" | "templates" | "command">>;

/** What a module without `local` has asked of the controller. */
// oxlint-disable-next-line typescript/no-generated-empty-object-type -- an empty set of questions is what is meant
export type NothingAsked = Record<never, never>;

/** A module as it is written: what it leaves out gets the usual value. */
type ModuleDefinition<Options extends z.ZodObject, Asked extends Probe, Local extends Probe> = Omit<
  Module<Options, Asked, Local>,
  "kind" | "where" | "localFiles" | "contentOptions"
> & {
  readonly where?: Where;
  readonly localFiles?: LocalFiles;
  readonly contentOptions?: readonly string[];
};

export function defineModule<
  Options extends z.ZodObject,
  Asked extends Probe,
  Local extends Probe = NothingAsked,
>(definition: ModuleDefinition<Options, Asked, Local>): Module<Options, Asked, Local> {
  carryNotes(definition.args);
  return { kind: "module", where: "host", localFiles: {}, contentOptions: [], ...definition };
}

/** A module of the controller that decides about variables and the flow of a play; touches no host. */
export interface ControlModule<Options extends z.ZodObject = z.ZodObject> {
  readonly kind: "control";
  readonly name: string;
  readonly summary: string;
  readonly args: Options;
  readonly freeForm?: string;
  /** Options that are not known yet do not keep it from running: a check run's `set_fact` sets an unknown fact. */
  readonly takesUnknown?: boolean;
  readonly run: (want: z.output<Options>, context: ControlContext) => ControlResult;
}

export interface ControlContext {
  /** A variable as the task sees it, rendered; undefined where there is none. */
  readonly lookup: (name: string) => Value | undefined;
}

/** What the runner does with it; one thing per kind. */
export type ControlResult =
  | { readonly kind: "done"; readonly result: ResultFields }
  | { readonly kind: "failed"; readonly message: string; readonly result?: ResultFields }
  /** Variables for the rest of the run on this host. */
  | { readonly kind: "facts"; readonly facts: ResultFields }
  /**
   * The same from a YAML file, found as Ansible finds `vars/` files, in a map of the name `below` where that is given. A
   * folder stands for its .yml, .yaml and .json files, read in the order of their names, later ones win.
   */
  | { readonly kind: "variables"; readonly file: string; readonly below?: string }
  | { readonly kind: "flow"; readonly flow: Flow };

export type Flow =
  | "noop"
  | "flush_handlers"
  | "end_play"
  | "end_host"
  | "clear_host_errors"
  | "reset_connection"
  | "refresh_inventory";

export function defineControlModule<Options extends z.ZodObject>(
  definition: Omit<ControlModule<Options>, "kind">,
): ControlModule<Options> {
  carryNotes(definition.args);
  return { kind: "control", ...definition };
}

/** What the registry holds. */
export type AnyModule = Module | ControlModule;
