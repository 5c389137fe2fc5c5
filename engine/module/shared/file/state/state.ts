import type { ForecastEntry } from "../../../../host/change.ts";
import type { TreeEntry } from "../../../../host/query.ts";
import type { Plan } from "../../../contract.ts";
import type { Attributes } from "../attributes.ts";
import type { FoundParents } from "../parents.ts";

/** What the module `file` is asked for, whatever the state. */
export interface WantPath extends Attributes {
  readonly path: string;
  readonly src?: string | undefined;
  readonly force: boolean;
  readonly follow: boolean;
  readonly recurse: boolean;
  readonly modification_time?: "preserve" | "now" | undefined;
  readonly access_time?: "preserve" | "now" | undefined;
}

export interface FoundPath extends FoundParents {
  /** The path itself. */
  readonly entry: ForecastEntry | null;
  /** What it leads to, where it is a link. */
  readonly target: ForecastEntry | null;
  /** What `src` leads to. */
  readonly source: ForecastEntry | null;
  /** All below it; asked only for `recurse`. */
  readonly below: readonly TreeEntry[] | ForecastEntry | null;
}

export type PlanState = (want: WantPath, found: FoundPath) => Plan;
