import { createPrivateKey, X509Certificate } from "node:crypto";
import type { KeyObject } from "node:crypto";

/** PEM or DER; undefined where it is neither. */
export function parseCertificate(bytes: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes);
  } catch {
    return undefined;
  }
}

/** PEM without a pass phrase; undefined where it is not. */
export function parsePrivateKey(bytes: Uint8Array): KeyObject | undefined {
  try {
    return createPrivateKey(Buffer.from(bytes));
  } catch {
    return undefined;
  }
}
