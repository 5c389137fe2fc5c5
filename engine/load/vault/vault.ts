import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";
import { PlayError } from "../../base/play-error.ts";
import { type Envelope, readEnvelope } from "./envelope.ts";

export interface VaultPassword {
  /** The vault id: `default` where the user names none. */
  readonly label: string;
  readonly password: string;
}

const iterations = 10_000;

/** Opens what ansible-vault has encrypted, with any of the passwords; the one with its label is tried first. */
export class Vault {
  readonly #passwords: readonly VaultPassword[];

  constructor(passwords: readonly VaultPassword[]) {
    this.#passwords = passwords;
  }

  /** The plain text. Throws VAULT without a source: no password, none that fits, or a damaged text. */
  open(text: string): string {
    const envelope = readEnvelope(text);
    if (this.#passwords.length === 0)
      throw new PlayError("VAULT", "this is encrypted, and there is no password for it", {
        hint: "give --vault-password-file, or -J to be asked",
      });
    const fitting = this.#passwords.toSorted(
      (left, right) => Number(right.label === envelope.label) - Number(left.label === envelope.label),
    );
    for (const { password } of fitting) {
      const plain = decrypt(envelope, password);
      if (plain !== undefined) return plain;
    }
    const label = envelope.label === undefined ? "" : ` (it is for the vault id "${envelope.label}")`;
    throw new PlayError("VAULT", `no password that was given opens this${label}`, {
      hint: "see that the password is the one that it was encrypted with",
    });
  }
}

/** undefined where the password is another one. */
function decrypt({ salt, hmac, ciphertext }: Envelope, password: string): string | undefined {
  const derived = pbkdf2Sync(password, salt, iterations, 80, "sha256");
  const [key, authenticating, start] = [
    derived.subarray(0, 32),
    derived.subarray(32, 64),
    derived.subarray(64),
  ];
  const computed = createHmac("sha256", authenticating).update(ciphertext).digest();
  if (computed.length !== hmac.length || !timingSafeEqual(computed, hmac)) return undefined;
  const cipher = createDecipheriv("aes-256-ctr", key, start);
  return unpadded(Buffer.concat([cipher.update(ciphertext), cipher.final()])).toString("utf8");
}

/** PKCS#7. */
function unpadded(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length - (bytes.at(-1) ?? 0));
}
