import type { HostState } from "./host-state.ts";
import type { Layer } from "./layers.ts";

/** What surrounds a list of steps at run time. */
export interface Frame {
  /** Variables that an include's loop brought, per host. */
  readonly layers: ReadonlyMap<HostState, readonly Layer[]>;
  /** A failure is caught by the `rescue` of a block around. */
  readonly rescued: boolean;
  /** Where in the program it is, see StepEnd. */
  readonly place: string;
}

export function outerFrame(place: string): Frame {
  return { layers: new Map(), rescued: false, place };
}

/** The same further inside. */
export function within(frame: Frame, part: string | number): Frame {
  return { ...frame, place: `${frame.place}/${part}` };
}
