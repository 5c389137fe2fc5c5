import type { Diff } from "../../../host/change.ts";

/** Bytes up to which text is read for a diff. */
export const diffLimit = 100 * 1024;

/** To ask with {@link read}: one byte more than the limit tells that there is more. */
export const readForDiff = { limit: diffLimit + 1 } as const;

/** The text in `bytes`, or undefined where it is binary. */
export function decodeText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function encodeText(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A diff where both sides are known, are text, and are small; `before` is null where there is no file. */
export function diffOf(
  path: string,
  before: Uint8Array | null,
  after: Uint8Array | undefined,
): Diff | undefined {
  const [old, next] = [smallText(before ?? new Uint8Array()), after && smallText(after)];
  return old === undefined || next === undefined ? undefined : { path, before: old, after: next };
}

function smallText(bytes: Uint8Array): string | undefined {
  return bytes.length > diffLimit ? undefined : decodeText(bytes);
}
