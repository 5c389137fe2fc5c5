import type { ProcessIdentity } from "./process-identity.ts";
import { identifyProcess, isSameProcess, ownIdentity } from "./process-identity.ts";
import { listStates } from "./state.ts";
import { takeDown } from "./take-down.ts";

/** Names the process at the head of a test run to the worker processes below it. */
const ownerVariable = "PLAY_SANDBOX_OWNER";

let isRegistered = false;

/** The process whose end is the end of the sandboxes booted here: the head of the test run, or else this process. */
export function currentOwner(): ProcessIdentity {
  const head = Number(process.env[ownerVariable]);
  return (head > 0 ? identifyProcess(head) : undefined) ?? ownIdentity();
}

/** Makes this process the owner of all that its child processes boot, too. */
export function ownForChildren(): void {
  process.env[ownerVariable] = String(process.pid);
}

/** Takes down, blocking, whatever this process owns. */
export function takeDownOwned(): void {
  const own = ownIdentity();
  for (const state of listStates()) {
    if (state.owner !== undefined && isSameProcess(state.owner, own)) takeDown(state);
  }
}

/** Has {@link takeDownOwned} called when this process exits; a process killed outright is found dead by the next boot. */
export function takeDownAtExit(): void {
  if (isRegistered) return;
  isRegistered = true;
  process.once("exit", takeDownOwned);
}
