import type { RunOptions } from "../execute/play-context.ts";
import type { Options } from "./options.ts";
import { packageVersion } from "./package-folder.ts";
import { becomePassword, findPassword, sshPassword } from "./prompt.ts";

/** Seconds to reach a host in, where the command line does not say. */
const usualTimeout = 10;

/** What the command line and the answers to `vars_prompt` mean for a run; asks for passwords where it says so. */
export async function runOptions(
  options: Options,
  prompted: RunOptions["prompted"] = new Map(),
): Promise<RunOptions> {
  const password = await findPassword({ asked: options.askPassword, ...sshPassword }, process.env);
  const sudoPassword = await findPassword(
    { asked: options.askBecomePassword, ...becomePassword },
    process.env,
  );
  return {
    check: options.check,
    diff: options.diff,
    verbosity: options.verbosity,
    forks: options.forks,
    limit: options.limit,
    tags: options.tags,
    skipTags: options.skipTags,
    version: packageVersion(),
    prompted,
    forceHandlers: options.forceHandlers,
    lookAhead: options.lookAhead,
    reach: {
      user: options.user,
      connection: options.connection,
      privateKeyFiles: options.privateKeys,
      password,
      become: options.become,
      becomeUser: options.becomeUser,
      becomeMethod: options.becomeMethod,
      becomePassword: sudoPassword,
      timeout: options.timeout ?? usualTimeout,
      isTimeoutGiven: options.timeout !== undefined,
    },
  };
}
