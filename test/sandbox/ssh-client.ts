import type { CommandResult } from "./command.ts";
import { runCommand } from "./command.ts";
import type { Sandbox } from "./sandbox.ts";

/** Options of ssh(1) that use nothing but the sandbox's own files, with strict host key checking. */
export function sshOptions(sandbox: Pick<Sandbox, "keyPath" | "knownHostsPath">): readonly string[] {
  const options = {
    IdentityFile: sandbox.keyPath,
    IdentitiesOnly: "yes",
    UserKnownHostsFile: sandbox.knownHostsPath,
    GlobalKnownHostsFile: "/dev/null",
    StrictHostKeyChecking: "yes",
    LogLevel: "ERROR",
  };
  return ["-F", "none", ...Object.entries(options).map(([name, value]) => `-o${name}=${value}`)];
}

/** Runs a command on a host by the OpenSSH client, asking nothing. */
export function sshCommand(sandbox: Sandbox, login: string, command: string): Promise<CommandResult> {
  return runCommand(["ssh", ...sshOptions(sandbox), "-oBatchMode=yes", login, command]);
}
