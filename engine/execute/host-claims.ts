import { hostname } from "node:os";
import { PlayError } from "../base/play-error.ts";
import type { Claim, Obstacle } from "../host/claim.ts";
import { freshToken } from "../host/shell/token.ts";
import type { PlayEvent } from "../model/event.ts";
import { ownUser } from "./own-user.ts";
import { pause } from "./pause.ts";

export interface ClaimOptions {
  /** Whether other runs are kept away from a host. */
  readonly lock: boolean;
  /** Seconds to wait for a host that another run has. */
  readonly lockTimeout: number;
  readonly emit: (event: PlayEvent) => void;
  readonly interrupted: AbortSignal;
}

/** Seconds between two questions whether a host is free. */
const interval = 1;

const run = freshToken();

/** How a session comes to have its host alone; what is waited for is told once, and when the host is free. */
export function claimOn(host: string, options: ClaimOptions): Claim {
  const { lock, lockTimeout, emit, interrupted } = options;
  let since: number | undefined;
  return {
    run,
    holder: lock ? ourselves() : undefined,
    async wait(obstacle) {
      if (since === undefined)
        emit({ kind: "host awaited", host, reason: described(obstacle), limit: lockTimeout });
      since ??= performance.now();
      const isLate = performance.now() - since >= lockTimeout * 1000;
      if (isLate && obstacle.kind === "another run") throw locked(host, obstacle, lockTimeout);
      await pause(interval, interrupted);
    },
    free() {
      if (since !== undefined) emit({ kind: "host back", host, milliseconds: performance.now() - since });
      since = undefined;
    },
    unlocked(reason) {
      emit({
        kind: "warning",
        message: `${host} cannot be locked: ${reason}`,
        hint: "see that no other run plays there; --no-lock says so",
      });
    },
  };
}

function ourselves(): string {
  const since = new Date().toISOString().slice(0, 19).replace("T", " ");
  return `${ownUser()}@${hostname()}, process ${process.pid}, since ${since} UTC`;
}

function described(obstacle: Obstacle): string {
  const on = obstacle.pid === "" ? "" : ` (process ${obstacle.pid} on the host)`;
  if (obstacle.kind === "under way") return `what was begun before the connection broke goes on${on}`;
  return `another run has it: ${obstacle.holder === "" ? "it does not say whose" : obstacle.holder}${on}`;
}

function locked(host: string, obstacle: Obstacle, seconds: number): PlayError {
  return new PlayError("LOCKED", `${host}: ${described(obstacle)}; waited ${seconds} seconds`, {
    hint: "let it end, wait longer with --lock-timeout, or play at the same time with --no-lock",
  });
}
