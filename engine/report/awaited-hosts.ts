import type { PlayEvent } from "../model/event.ts";
import type { Paint } from "./colour.ts";
import { duration } from "./duration.ts";

export type HostAwaited = Extract<PlayEvent, { readonly kind: "host awaited" | "host back" }>;

/** `waiting for [h1], up to 5 min 00 s: the connection broke`, and `[h1] is back after 12.3 s`. */
export function awaitedLine(event: HostAwaited, paint: Paint): string {
  if (event.kind === "host back")
    return paint.quiet(`[${event.host}] is back after ${duration(event.milliseconds)}`);
  const limit = duration(event.limit * 1000).replace(".0 s", " s");
  return `${paint.unknown("waiting")} for [${event.host}], up to ${limit}: ${event.reason}`;
}
