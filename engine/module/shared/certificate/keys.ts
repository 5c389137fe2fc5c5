import { createPublicKey, KeyObject, webcrypto } from "node:crypto";
import type { KeyType } from "./want.ts";

type KeyPair = webcrypto.CryptoKeyPair;

const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;
const curves: Readonly<Record<string, string>> = {
  prime256v1: "P-256",
  secp384r1: "P-384",
  secp521r1: "P-521",
};

export function generateKeys(type: KeyType): Promise<KeyPair> {
  const uses = ["sign", "verify"] as const;
  return type === "rsa"
    ? webcrypto.subtle.generateKey(
        { ...rsa, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
        true,
        uses,
      )
    : webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, uses);
}

/** A private key of a file, whatever form it had there, with its public half. */
export async function importKeys(key: KeyObject): Promise<KeyPair> {
  const algorithm =
    key.asymmetricKeyType === "ec"
      ? { name: "ECDSA", namedCurve: curves[key.asymmetricKeyDetails?.namedCurve ?? ""] ?? "P-256" }
      : rsa;
  const secret = key.export({ type: "pkcs8", format: "der" });
  const open = createPublicKey(key).export({ type: "spki", format: "der" });
  return {
    privateKey: await webcrypto.subtle.importKey("pkcs8", secret, algorithm, true, ["sign"]),
    publicKey: await webcrypto.subtle.importKey("spki", open, algorithm, true, ["verify"]),
  };
}

/** PKCS #8 PEM (RFC 5958). */
export function privateKeyPem(key: webcrypto.CryptoKey): string {
  return String(KeyObject.from(key).export({ type: "pkcs8", format: "pem" }));
}

/** 128 random bits but the sign, hexadecimal (RFC 5280, 4.1.2.2: positive, at most 20 bytes). */
export function serialNumber(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  bytes[0] = (Number(bytes[0]) & 0x3f) | 0x40;
  return Buffer.from(bytes).toString("hex");
}
