import type { Secret } from "../base/secret.ts";
import type { SshConfigs } from "../host/ssh-config/ssh-configs.ts";
import type { HostKeyChecking } from "../host/transport/host-key.ts";
import type { LayeredScope } from "./layers.ts";

/** What the command line says about reaching hosts; it is what holds where playbook and inventory say nothing. */
export interface ReachOptions {
  readonly user: string | undefined;
  readonly connection: string | undefined;
  readonly privateKeyFiles: readonly string[];
  readonly password: Secret | undefined;
  readonly hostKeyChecking: HostKeyChecking | undefined;
  /** Arguments as the program ssh takes them: those of `--ssh-common-args`, then of `--ssh-extra-args`. */
  readonly sshCommonArguments: string | undefined;
  readonly sshExtraArguments: string | undefined;
  /** Instead of the user's and the system's; "none" for no file at all. */
  readonly sshConfigFile: string | undefined;
  readonly sshConfigs: SshConfigs;
  readonly become: boolean;
  readonly becomeUser: string | undefined;
  readonly becomeMethod: string | undefined;
  readonly becomePassword: Secret | undefined;
  /** Seconds. */
  readonly timeout: number | undefined;
}

/** Where variables about reaching a host come from, and where keywords of the task are rendered. */
export interface ReachScopes {
  readonly variables: LayeredScope;
  readonly task: LayeredScope;
}
