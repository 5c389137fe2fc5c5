import type { RunOptions } from "../execute/play-context.ts";
import { thisMachine } from "../host/ssh-config/machine.ts";
import { SshConfigs } from "../host/ssh-config/ssh-configs.ts";
import type { Options } from "./options.ts";
import { packageVersion } from "./package-folder.ts";
import { Secret } from "../base/secret.ts";
import { becomePassword, findPassword, sshPassword } from "./prompt.ts";
import { readSecretFile } from "./secret-file.ts";

/** What the command line and the answers to `vars_prompt` mean for a run; asks for passwords where it says so. */
export async function runOptions(
  options: Options,
  prompted: RunOptions["prompted"] = new Map(),
): Promise<RunOptions> {
  const { passwordFile } = options;
  const password =
    passwordFile === undefined
      ? await findPassword({ asked: options.askPassword, ...sshPassword }, process.env)
      : readSecretFile(passwordFile, "--connection-password-file");
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
      password: secretOf(password),
      become: options.become,
      becomeUser: options.becomeUser,
      becomeMethod: options.becomeMethod,
      becomePassword: secretOf(sudoPassword),
      timeout: options.timeout,
      hostKeyChecking: options.hostKeyChecking,
      sshConfigFile: options.sshConfigFile,
      sshCommonArguments: options.sshCommonArguments,
      sshExtraArguments: options.sshExtraArguments,
      sshConfigs: new SshConfigs(thisMachine()),
    },
  };
}

function secretOf(text: string | undefined): Secret | undefined {
  return text === undefined ? undefined : new Secret(text);
}
