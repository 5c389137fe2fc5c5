/** Extended key usages by name (RFC 5280, 4.2.1.12). */
export const usageIds = {
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
  codeSigning: "1.3.6.1.5.5.7.3.3",
  emailProtection: "1.3.6.1.5.5.7.3.4",
} as const;

export type Usage = keyof typeof usageIds;

/** Names where there are, else the identifiers as they are. */
export function usageNames(ids: readonly string[] | undefined): readonly string[] {
  const names = new Map<string, string>(Object.entries(usageIds).map(([name, id]) => [id, name]));
  return (ids ?? []).map((id) => names.get(id) ?? id);
}
