import { readCommand } from "../sandbox/command.ts";
import { hasSshBanner } from "../sandbox/ssh-banner.ts";
import { waitFor } from "../sandbox/wait.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";

/** A way to break the connection to a host; mended, the host can be reached again. */
export interface Cut {
  readonly name: string;
  break(sandbox: Sandbox, host: string): Promise<void>;
  mend(sandbox: Sandbox, host: string): Promise<void>;
}

/** As if the cable were pulled: nothing gets through, and neither side is told. */
export const dropPackets: Cut = {
  name: "packets dropped",
  break: (sandbox, host) => setLink(sandbox, host, "down"),
  async mend(sandbox, host) {
    await setLink(sandbox, host, "up");
    const address = sandbox.hosts.find(({ name }) => name === host)?.address ?? host;
    await waitFor(`${host} to be reached again`, 120, () => hasSshBanner(address));
  },
};

/** The processes of sshd that serve a login end; the one that listens stays. */
export const killSshd: Cut = {
  name: "sshd's child killed",
  break: async (sandbox, host) => void (await sandbox.run(host, "pkill -KILL -f '^sshd: [a-z]*@'")),
  mend: async () => undefined,
};

async function setLink({ id }: Sandbox, host: string, state: "down" | "up"): Promise<void> {
  await readCommand(["ip", "link", "set", `vb-play${id}-${host}`, state]);
}
