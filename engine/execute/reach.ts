import type { LayeredScope } from "./layers.ts";

/** What the command line says about reaching hosts; it is what holds where playbook and inventory say nothing. */
export interface ReachOptions {
  readonly user: string | undefined;
  readonly connection: string | undefined;
  readonly privateKeyFiles: readonly string[];
  readonly password: string | undefined;
  readonly become: boolean;
  readonly becomeUser: string | undefined;
  readonly becomeMethod: string | undefined;
  readonly becomePassword: string | undefined;
  /** Seconds. */
  readonly timeout: number;
  /** It is more than our own guess: other waits follow it. */
  readonly isTimeoutGiven: boolean;
}

/** Where variables about reaching a host come from, and where keywords of the task are rendered. */
export interface ReachScopes {
  readonly variables: LayeredScope;
  readonly task: LayeredScope;
}
