/** One pattern of ssh_config(5), PATTERNS: `*` any characters, `?` any one. */
export function matchesPattern(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}

/** Whether some pattern matches and no negated one (`!pattern`) does. */
export function matchesPatterns(patterns: readonly string[], text: string): boolean {
  const isNegated = (pattern: string): boolean => pattern.startsWith("!");
  if (patterns.some((pattern) => isNegated(pattern) && matchesPattern(pattern.slice(1), text))) return false;
  return patterns.some((pattern) => !isNegated(pattern) && matchesPattern(pattern, text));
}
