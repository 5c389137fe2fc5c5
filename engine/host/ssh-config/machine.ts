import { spawnSync } from "node:child_process";
import os from "node:os";

/** What resolving an ssh configuration wants to know of this machine. */
export interface Machine {
  readonly user: string;
  readonly uid: number;
  readonly home: string;
  readonly hostName: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether a command of `Match exec` succeeds. */
  readonly succeeds: (command: string) => boolean;
}

let known: Machine | undefined;

/** Asked once, since every task wants to know how its host is reached. */
export function thisMachine(): Machine {
  known ??= ask();
  return known;
}

function ask(): Machine {
  const { username, uid, homedir } = os.userInfo();
  const outcomes = new Map<string, boolean>();
  return {
    user: username,
    uid,
    // as ssh: the password database's, whatever HOME says
    home: homedir,
    hostName: os.hostname(),
    environment: process.env,
    succeeds: (command) => {
      const outcome =
        outcomes.get(command) ?? spawnSync("/bin/sh", ["-c", command], { stdio: "ignore" }).status === 0;
      outcomes.set(command, outcome);
      return outcome;
    },
  };
}
