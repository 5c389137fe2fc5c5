import type { Paint } from "./colour.ts";

/** How outcomes are to be rendered. */
export interface View {
  readonly verbosity: number;
  readonly diff: boolean;
  readonly check: boolean;
  readonly paint: Paint;
  /** Takes secrets and control characters out of a text: for what is read from files at the time of rendering. */
  readonly clean: (text: string) => string;
}
