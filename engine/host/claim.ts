/** How a session comes to have its host alone. */
export interface Claim {
  /** Who asks, for other runs to read; not given where they are not kept away. */
  readonly holder?: string | undefined;
  /** Of the run: what it holds by another session of its own does not keep it out. */
  readonly run: string;
  /** Comes back when the host is to be asked again. Throws LOCKED. */
  readonly wait: (obstacle: Obstacle) => Promise<void>;
  /** The host can be used, after it was waited for. */
  readonly free: () => void;
  /** The host has no lock, so other runs are not kept away. */
  readonly unlocked: (reason: string) => void;
}

/** `pid`: number of the shell on the host; empty where it cannot be told. */
export type Obstacle =
  | { readonly kind: "another run"; readonly holder: string; readonly pid: string }
  /** What was begun before the connection broke. */
  | { readonly kind: "under way"; readonly pid: string };
