import os from "node:os";
import path from "node:path";
import type { Templates } from "../compile/program.ts";
import { makeConnection } from "../host/ssh-config/make-connection.ts";
import { given, readSshArguments, type SshArguments } from "../host/ssh-config/ssh-arguments.ts";
import type { SshConnection } from "../host/transport/ssh-connection.ts";
import type { ReachOptions, ReachScopes } from "./reach.ts";
import { firstSecret, firstText, textSetting } from "./settings.ts";
import { flagWord } from "./truth.ts";

type Directives = SshArguments["directives"];

/**
 * How to reach `host` by ssh. What variables, keywords and flags say goes before the arguments for ssh, and those before
 * ssh's own files, which see the address (`ansible_host`) as the name to look for. Throws SSH_CONFIG.
 */
export function sshConnectionOf(
  host: string,
  scopes: ReachScopes,
  settings: Templates,
  options: ReachOptions,
): SshConnection {
  const { variables } = scopes;
  const name = firstText(variables, ["ansible_host", "ansible_ssh_host"]) ?? host;
  const sshArguments = argumentsOf(scopes, options);
  const directives = [
    ...directivesOf(scopes, settings, options),
    ...sshArguments.flatMap((one) => one.directives),
  ];
  const configFile = sshArguments.find((one) => one.configFile !== undefined)?.configFile;
  const wanted = {
    host: name.replace(/^\[(.*)\]$/, "$1"),
    given: { directives, configFile: configFile ?? options.sshConfigFile },
    givenForHops: fromCommandLine(options),
    password:
      firstSecret(variables, ["ansible_password", "ansible_ssh_pass", "ansible_ssh_password"]) ??
      options.password,
    passphrase: firstSecret(variables, [
      "ansible_ssh_private_key_passphrase",
      "ansible_private_key_passphrase",
    ]),
  };
  return makeConnection(wanted, options.sshConfigs);
}

/** Variables and keywords as what they would be in ssh's configuration. */
function directivesOf(
  { variables, task }: ReachScopes,
  settings: Templates,
  options: ReachOptions,
): Directives {
  const port = firstText(variables, ["ansible_port", "ansible_ssh_port"]);
  const user = firstText(variables, ["ansible_user", "ansible_ssh_user"]);
  const key = firstText(variables, ["ansible_ssh_private_key_file", "ansible_private_key_file"]);
  const knownHosts = firstText(variables, ["ansible_ssh_known_hosts_file"]);
  const timeout = firstText(variables, ["ansible_ssh_timeout", "ansible_timeout"]);
  const checking = firstText(variables, ["ansible_host_key_checking", "ansible_ssh_host_key_checking"]);
  return [
    ...directive("Port", port ?? textSetting(settings, "port", task), "ansible_port"),
    ...directive(
      "User",
      user ?? textSetting(settings, "remote_user", task) ?? options.user,
      "ansible_user or --user",
    ),
    ...(key === undefined ? options.privateKeyFiles : [key]).map((file) =>
      given("IdentityFile", asFile(file), "ansible_ssh_private_key_file or --private-key"),
    ),
    ...directive("UserKnownHostsFile", knownHosts && asFile(knownHosts), "ansible_ssh_known_hosts_file"),
    ...directive("GlobalKnownHostsFile", knownHosts && "none", "ansible_ssh_known_hosts_file"),
    ...directive("ConnectTimeout", timeout, "ansible_ssh_timeout"),
    ...directive("StrictHostKeyChecking", checking && checkingOf(checking), "ansible_host_key_checking"),
    ...fromCommandLine(options),
  ];
}

/** Ansible knows yes and no only; ssh's own words are taken, too. */
function checkingOf(text: string): string {
  const flag = flagWord(text);
  if (flag === undefined) return text;
  return flag ? "yes" : "no";
}

/** What holds for hosts on the way, too. */
function fromCommandLine({ timeout, hostKeyChecking }: ReachOptions): Directives {
  return [
    ...directive("ConnectTimeout", timeout?.toString(), "--timeout"),
    ...directive("StrictHostKeyChecking", hostKeyChecking, "--host-key-checking"),
  ];
}

function directive(keyword: string, value: string | undefined, origin: string): Directives {
  return value === undefined || value === "" ? [] : [given(keyword, value, origin)];
}

/** What would be given to the program ssh, if it were called. */
function argumentsOf({ variables }: ReachScopes, options: ReachOptions): readonly SshArguments[] {
  const texts = {
    ansible_ssh_args: firstText(variables, ["ansible_ssh_args"]),
    ansible_ssh_common_args: firstText(variables, ["ansible_ssh_common_args"]) ?? options.sshCommonArguments,
    ansible_ssh_extra_args: firstText(variables, ["ansible_ssh_extra_args"]) ?? options.sshExtraArguments,
  };
  return Object.entries(texts).map(([origin, text]) => readSshArguments(text ?? "", origin));
}

/** As ssh would read it: a relative path is one of the working folder, and a percent sign begins no token. */
function asFile(file: string): string {
  const full =
    file === "~" || file.startsWith("~/") ? path.join(os.homedir(), file.slice(1)) : path.resolve(file);
  return full.replaceAll("%", "%%");
}
