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

/** How to enter each kind. The way to a machine throws UNREACHABLE where there is none of that name. */
export const entrances: Readonly<Record<Enclosure["kind"], Enter>> = {
  docker: container,
  podman: container,
  chroot: async ({ name, user }) => ({
    command: ["chroot", path.resolve(name), ...shellOf(user)],
    environment: bare,
  }),
  nspawn: async ({ name, user }) => ({
    command: ["nsenter", `--target=${await findMachine(name)}`, "--all", "--root", "--wd", ...shellOf(user)],
    environment: bare,
  }),
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
