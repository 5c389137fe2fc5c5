import { sh } from "../../base/shell-text.ts";
import type { Claim } from "../claim.ts";
import { endOfStep, makeFrame } from "./frame.ts";
import { grace } from "./guard.ts";
import { type LockState, parseLock, takeHost, type Taking } from "./host-lock.ts";
import type { ProcessId } from "./processes.ts";
import type { Shell } from "./shell.ts";

/**
 * A session's hold on its host: the first of its shells ends what an earlier session of the run has left there, and takes
 * the host's lock for as long as it lives. Costs no round trip of its own where the host is free.
 */
export class Hold {
  readonly #claim: Claim | undefined;
  #earlier: readonly ProcessId[];
  #holder: Shell | undefined;

  /** `earlier`: shells of a session whose connection broke. */
  constructor(claim: Claim | undefined, earlier: readonly ProcessId[]) {
    this.#claim = claim;
    this.#earlier = earlier;
  }

  /** Shells of earlier sessions that may still be there. */
  get earlier(): readonly ProcessId[] {
    return this.#earlier;
  }

  /** Starts a shell, which may have to wait for the host. Throws LOCKED and what `begin` throws. */
  async start(begin: (taking: Taking) => Promise<Shell>): Promise<Shell> {
    const claim = this.#claim;
    if (!claim || this.#holder?.spent === false) return begin({ earlier: [], force: false });
    const earlier = this.#earlier;
    const holder = claim.holder === undefined ? undefined : `${claim.run} ${claim.holder}`;
    const shell = await begin({ earlier, force: false, holder });
    try {
      await this.#settle(shell, claim, { earlier, holder });
    } catch (error) {
      shell.close();
      throw error;
    }
    this.#earlier = [];
    this.#holder = shell;
    return shell;
  }

  async #settle(shell: Shell, claim: Claim, taking: Omit<Taking, "force">): Promise<void> {
    const since = performance.now();
    let state = shell.lockState;
    for (;;) {
      if (state.kind === "under way") await claim.wait(state);
      else if (state.kind === "busy" && !isOurs(state, claim)) await claim.wait(otherRun(state));
      else break;
      state = await take(shell, { ...taking, force: performance.now() - since > grace * 1000 });
    }
    if (state.kind === "none") claim.unlocked(state.reason);
    claim.free();
  }
}

type Busy = Extract<LockState, { kind: "busy" }>;

function isOurs({ holder }: Busy, { run }: Claim): boolean {
  return holder.startsWith(`${run} `);
}

function otherRun({ holder, pid }: Busy): Parameters<Claim["wait"]>[0] {
  return { kind: "another run", holder: holder.replace(/^\S+ /, ""), pid };
}

async function take(shell: Shell, taking: Taking): Promise<LockState> {
  const frame = makeFrame((mark) => [takeHost(taking), sh`printf '%s\n' "$play_lock"`, endOfStep(mark)]);
  const [output] = await shell.request(frame);
  return parseLock(output?.stdout.toString("utf8").trimEnd() ?? "");
}
