/** A key of the API server's provider aescbc. */
export type EncryptionKey = Readonly<Record<"name" | "secret", string>>;

/** `BASE64` of 32 bytes, or `NAME:BASE64`; the API server writes the name before each value, with a colon behind. */
const line = /^(?:([A-Za-z0-9][A-Za-z0-9_.-]{0,62}):)?([A-Za-z0-9+/]{43}=)$/;

/**
 * The keys of a file with one a line: the first writes, all of them read. A key without a name is key1, as the file of a
 * cluster that has never changed its key has it. Undefined where a line is something else, or two have the same name.
 */
export function encryptionKeys(text: string): readonly EncryptionKey[] | undefined {
  const keys: EncryptionKey[] = [];
  for (const row of text.split("\n")) {
    const [, name = "key1", secret] = line.exec(row.trim()) ?? [];
    if (secret === undefined || keys.some((key) => key.name === name || key.secret === secret)) return undefined;
    keys.push({ name, secret });
  }
  return keys;
}
