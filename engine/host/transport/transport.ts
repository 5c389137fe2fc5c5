import type { Channel } from "../shell/channel.ts";

/** A way to a host. */
export interface Transport {
  /** For messages: `h1.example.org port 22`, `this machine`. */
  readonly host: string;
  /** A fresh POSIX sh, as the login user, that reads its commands from its input. May print noise first. */
  open(): Promise<Channel>;
  /** False once the connection has broken: nothing can be opened any more. */
  readonly alive: boolean;
  close(): Promise<void>;
  /** Absent where there are as many channels as anybody wants. */
  readonly crowding?: Crowding;
}

/** That channels are few, and somebody may have to wait for one until another is closed. */
export interface Crowding {
  /** Whether somebody waits now. */
  readonly crowded: boolean;
  /** `relieve` is called again and again while somebody waits; it should close what nobody needs now. */
  onCrowded(relieve: () => void): void;
}
