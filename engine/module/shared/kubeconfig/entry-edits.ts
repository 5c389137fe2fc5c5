import { fileFields, type EntryWant } from "./want.ts";

/** A field's new value; undefined: it goes. */
export type Edits = ReadonlyMap<string, unknown>;

/** The bytes of a file of the host, in base64. */
export type Embed = (path: string) => string;

/**
 * What `kubectl config set-cluster`, `set-credentials` and `set-context` do to an entry: fields that are not given stay,
 * but those that a given one takes the place of.
 */
export function editsOf({ fields }: EntryWant, embed: Embed | undefined): Edits {
  const gone: Edits = new Map(
    [...fields].flatMap(([field, value]) =>
      [field, ...(isSet(value) ? (replaced[field] ?? []) : [])].map((name) => [name, undefined]),
    ),
  );
  const given: Edits = new Map(
    [...fields]
      .filter(([, value]) => isSet(value))
      .map(([field, value]) => {
        const data = embed && fileFields.get(field);
        return data === undefined ? [field, stored(field, value)] : [data, embed?.(String(value))];
      }),
  );
  return new Map([...[...gone].filter(([field]) => !given.has(field)), ...given]);
}

/** Which fields give way to one that is given. */
const replaced: Readonly<Record<string, readonly string[]>> = {
  server: ["tls-server-name"],
  "insecure-skip-tls-verify": ["certificate-authority", "certificate-authority-data"],
  "certificate-authority": ["certificate-authority-data", "insecure-skip-tls-verify"],
  "certificate-authority-data": ["certificate-authority", "insecure-skip-tls-verify"],
  "client-certificate": ["client-certificate-data"],
  "client-certificate-data": ["client-certificate"],
  "client-key": ["client-key-data"],
  "client-key-data": ["client-key"],
  token: ["username", "password"],
  username: ["token"],
  password: ["token"],
};

/** Empty text and false are what a file says by leaving the field out. */
function isSet(value: unknown): boolean {
  return value !== "" && value !== false && value !== null;
}

/** PEM, which nobody likes to encode by hand, becomes base64. */
function stored(field: string, value: unknown): unknown {
  const isPem = field.endsWith("-data") && typeof value === "string" && value.includes("-----BEGIN ");
  return isPem ? Buffer.from(value).toString("base64") : value;
}
