import { createHash, randomInt } from "node:crypto";

export interface CryptOptions {
  readonly scheme: "sha256" | "sha512";
  /** Up to 16 characters are used. */
  readonly salt: string;
  /** 1000 to 999999999; undefined: 5000, and then the text does not name them. */
  readonly rounds: number | undefined;
}

const alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** SHA-crypt, after Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512" (akkadia.org/drepper/SHA-crypt.txt). */
export function cryptPassword(password: string, { scheme, salt, rounds }: CryptOptions): string {
  const [key, seasoning] = [Buffer.from(password), Buffer.from(salt).subarray(0, 16)];
  const count = Math.min(999_999_999, Math.max(1000, rounds ?? 5000));
  const hash = digestOf(scheme);
  const start = startDigest(hash, key, seasoning);
  const keys = fill(hash(repeat(key, key.length)), key.length);
  const salts = fill(hash(repeat(seasoning, 16 + (start[0] ?? 0))), seasoning.length);
  const end = stretch(hash, start, { keys, salts, count });
  const prefix = `$${scheme === "sha256" ? 5 : 6}$${rounds === undefined ? "" : `rounds=${count}$`}`;
  return `${prefix}${seasoning.toString()}$${encode(end)}`;
}

export function randomSalt(): string {
  return Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]).join("");
}

type Digest = (...parts: readonly Buffer[]) => Buffer;

function digestOf(scheme: string): Digest {
  return (...parts) => createHash(scheme).update(Buffer.concat(parts)).digest();
}

/** Steps 1 to 12. */
function startDigest(hash: Digest, key: Buffer, salt: Buffer): Buffer {
  const inner = hash(key, salt, key);
  const parts = [key, salt, fill(inner, key.length)];
  for (let bits = key.length; bits > 0; bits >>= 1) parts.push(bits & 1 ? inner : key);
  return hash(...parts);
}

interface Stretching {
  readonly keys: Buffer;
  readonly salts: Buffer;
  readonly count: number;
}

/** Step 21. */
function stretch(hash: Digest, start: Buffer, { keys, salts, count }: Stretching): Buffer {
  let last = start;
  for (let round = 0; round < count; round++) {
    const odd = round % 2 === 1;
    last = hash(
      odd ? keys : last,
      ...(round % 3 === 0 ? [] : [salts]),
      ...(round % 7 === 0 ? [] : [keys]),
      odd ? last : keys,
    );
  }
  return last;
}

function repeat(part: Buffer, times: number): Buffer {
  return Buffer.concat(Array.from({ length: times }, () => part));
}

function fill(pattern: Buffer, length: number): Buffer {
  return repeat(pattern, Math.ceil(length / pattern.length)).subarray(0, length);
}

/** Step 22: groups of three bytes, a third of the digest apart and rotating, in base 64 with the low bits first. */
function encode(digest: Buffer): string {
  const third = Math.floor(digest.length / 3);
  // The order turns the one way for 32 bytes and the other way for 64.
  const turn = digest.length === 32 ? 2 : 1;
  let text = "";
  for (let group = 0; group < third; group++) {
    const shift = (group * turn) % 3;
    const bytes = [0, 1, 2].map((place) => digest[group + third * ((place + shift) % 3)] ?? 0);
    text += encodeBits(((bytes[0] ?? 0) << 16) | ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0), 4);
  }
  if (digest.length === 32) return text + encodeBits(((digest[31] ?? 0) << 8) | (digest[30] ?? 0), 3);
  return text + encodeBits(digest[63] ?? 0, 2);
}

function encodeBits(bits: number, characters: number): string {
  return Array.from({ length: characters }, (_, index) => alphabet[(bits >> (6 * index)) & 63]).join("");
}
