import path from "node:path";
import type { Enclosure } from "../session.ts";
import { findMachine } from "./machine.ts";

/** A command of this machine that gives a shell of another one, which reads what to do from its input. */
export interface Entrance {
  readonly command: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

type Enter = (enclosure: Enclosure) => Promise<Entrance>;

const container: Enter = async ({ kind, name, user }) => ({
  command: [kind, "exec", "-i", ...(user === undefined ? [] : ["-u", user]), name, "/bin/sh"],
  environment: process.env,
});

/**
 * A machine that shuts down stops its processes before it ends them. An nsenter that waits for one of them stops
 * itself, for good, and the machine, which waits for it, never reboots. A shell that waits in its place goes on; the
 * status keeps it from becoming what it runs.
 */
function waitingOutside(command: readonly string[]): readonly string[] {
  return ["/bin/sh", "-c", '"$@"; exit $?', "sh", ...command];
}

/** How to enter each kind. The way to a machine throws UNREACHABLE where there is none of that name. */
export const entrances: Readonly<Record<Enclosure["kind"], Enter>> = {
  docker: container,
  podman: container,
  chroot: async ({ name, user }) => ({
    command: ["chroot", path.resolve(name), ...shellOf(user)],
    environment: bare,
  }),
  nspawn: async ({ name, user }) => {
    const target = `--target=${await findMachine(name)}`;
    const shell = waitingOutside(shellOf(user));
    return {
      command: ["nsenter", target, "--all", "--root", "--wd", "--no-fork", ...shell],
      environment: bare,
    };
  },
};

/** What is ours in the environment means nothing in there. */
const bare: NodeJS.ProcessEnv = {
  HOME: "/root",
  LOGNAME: "root",
  USER: "root",
  SHELL: "/bin/sh",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
};

/** We are root, so that su(1) asks nothing; what it knows of users is what the other machine knows. */
function shellOf(user = "root"): readonly string[] {
  return user === "root" ? ["/bin/sh"] : ["su", "-s", "/bin/sh", "-c", "exec /bin/sh", user];
}
