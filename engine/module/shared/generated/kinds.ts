import { createPublicKey, generateKeyPairSync, randomBytes, randomInt } from "node:crypto";
import type { ResultFields } from "../../contract.ts";
import { parsePrivateKey } from "../certificate/parse.ts";
import { encryptionKeys } from "./encryption-keys.ts";

export type Kind = "encryption_key" | "bootstrap_token" | "key_pair" | "password" | "token";

/** How a secret of one kind is made, recognised and told. */
interface KindRules {
  /** For messages: `an encryption key (32 bytes in base64)`. */
  readonly noun: string;
  readonly make: (length: number) => string;
  /** Whether a file's text, trimmed, is such a secret. */
  readonly accepts: (text: string) => boolean;
  readonly fields: (text: string) => ResultFields;
  /** What of it must never be shown. */
  readonly secrets: (text: string) => readonly string[];
}

const lower = "abcdefghijklmnopqrstuvwxyz0123456789";
const letters = `${lower}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

/** The bootstrap token's form: kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens. */
const bootstrapToken = /^([a-z0-9]{6})\.([a-z0-9]{16})$/;

const plain = {
  accepts: (text: string) => text !== "",
  fields: (text: string) => ({ value: text }),
  secrets: (text: string) => [text],
};

export const kinds = {
  encryption_key: {
    noun: "an encryption key (32 bytes in base64, or NAME:BASE64; the first line writes, all of them read)",
    make: () => randomBytes(32).toString("base64"),
    accepts: (text) => encryptionKeys(text) !== undefined,
    fields: (text) => {
      const keys = encryptionKeys(text) ?? [];
      return { value: keys[0]?.secret ?? text, all: keys };
    },
    secrets: (text) => (encryptionKeys(text) ?? []).map(({ secret }) => secret),
  },
  bootstrap_token: {
    noun: "a bootstrap token (6 characters, a dot, 16 characters)",
    make: () => `${pick(lower, 6)}.${pick(lower, 16)}`,
    accepts: (text) => bootstrapToken.test(text),
    fields: (text) => {
      const [value, id = "", secret = ""] = bootstrapToken.exec(text) ?? [text];
      return { value, id, secret };
    },
    secrets: (text) => [text, bootstrapToken.exec(text)?.[2] ?? text],
  },
  key_pair: {
    noun: "an RSA private key (PEM)",
    make: () => makeRsaKey(),
    accepts: (text) => parsePrivateKey(Buffer.from(text))?.asymmetricKeyType === "rsa",
    fields: (text) => ({ value: `${text}\n`, public_key: publicKeyOf(text) }),
    secrets: (text) => [text],
  },
  password: { ...plain, noun: "a password", make: (length) => pick(letters, length) },
  token: { ...plain, noun: "a token", make: (length) => pick(lower, length) },
} as const satisfies Record<Kind, KindRules>;

function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}

/** PKCS #1, as kubeadm writes it; every version reads it. */
function makeRsaKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return String(privateKey.export({ type: "pkcs1", format: "pem" })).trim();
}

/** The public half of a private key in PEM: SubjectPublicKeyInfo, `PUBLIC KEY`. */
export function publicKeyOf(privateKey: string): string {
  return String(createPublicKey(privateKey).export({ type: "spki", format: "pem" }));
}
