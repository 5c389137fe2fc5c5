import { spawn } from "node:child_process";
import type { Channel, ChannelEnd } from "../shell/channel.ts";
import type { Transport } from "./transport.ts";

/** This machine. */
export function openLocal(): Transport {
  return openCommand(["/bin/sh"], "this machine");
}

/**
 * Whatever a command of this machine gives a shell of: a container, a chroot. The shells are children of this process,
 * in sessions of their own, so that a Ctrl-C meant for us does not end them.
 */
export function openCommand(
  command: readonly string[],
  host: string,
  environment: NodeJS.ProcessEnv = process.env,
): Transport {
  const open = new Set<Channel>();
  return {
    host,
    alive: true,
    async open() {
      const channel = spawnShell(command, environment);
      open.add(channel);
      void channel.ended.then(() => open.delete(channel));
      return channel;
    },
    async close() {
      for (const channel of open) channel.close();
    },
  };
}

function spawnShell(
  [program = "/bin/sh", ...words]: readonly string[],
  environment: NodeJS.ProcessEnv,
): Channel {
  const child = spawn(program, words, { stdio: "pipe", detached: true, env: environment });
  // A child that has ended makes writes fail; its end is what is reported.
  child.stdin.on("error", () => {});
  const ended = new Promise<ChannelEnd>((resolve) => {
    child.once("close", (rc) => resolve({ rc }));
    child.once("error", () => resolve({ rc: null }));
  });
  const close = (): void => {
    child.stdin.destroy();
    child.stdout.destroy();
    child.stderr.destroy();
    child.unref();
  };
  return { stdin: child.stdin, stdout: child.stdout, stderr: child.stderr, ended, close };
}
