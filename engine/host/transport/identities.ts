import type ssh2 from "ssh2";
import type { KeyFile } from "./key-file.ts";

/** A public key to offer, and who signs for it. */
export interface OfferedKey {
  readonly label: string;
  readonly key: ssh2.ParsedKey;
  readonly signer: { readonly kind: "agent" } | { readonly kind: "file"; readonly file: Signing };
}

export type Signing = Extract<KeyFile, { kind: "private" | "encrypted" }>;

/**
 * The keys in the order in which ssh offers them: those of the agent that are named as files, too; the agent's others,
 * unless only named ones are wanted; then the files that the agent does not know.
 */
export function orderIdentities(
  files: readonly KeyFile[],
  agentKeys: readonly ssh2.ParsedKey[],
  identitiesOnly: boolean,
): readonly OfferedKey[] {
  const named = files.flatMap((file) => ("key" in file ? [file] : []));
  const isSame = (left: ssh2.ParsedKey, right: ssh2.ParsedKey): boolean =>
    left.getPublicSSH().equals(right.getPublicSSH());
  const inAgent = named.flatMap(({ key }) => agentKeys.filter((agentKey) => isSame(agentKey, key)));
  const others = identitiesOnly ? [] : agentKeys.filter((key) => !inAgent.includes(key));
  const signing = named.flatMap((file) => (file.kind === "public" ? [] : [file]));
  const ownFiles = signing.filter(({ key }) => !agentKeys.some((agentKey) => isSame(agentKey, key)));
  return [
    ...unique([...inAgent, ...others]).map((key) => ({
      label: `the agent's key ${key.comment}`.trim(),
      key,
      signer: { kind: "agent" as const },
    })),
    ...ownFiles.map((file) => ({
      label: `key ${file.file}`,
      key: file.key,
      signer: { kind: "file" as const, file },
    })),
  ];
}

function unique<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Set(items)];
}
