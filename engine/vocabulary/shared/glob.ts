/** A shell pattern for one file name as a regular expression: `*`, `?`, `[a-z]`, `[!a]`; a leading dot must be written. */
export function globToRegex(pattern: string): RegExp {
  const body = pattern.replaceAll(/\[!?[^\]]+\]|[\s\S]/g, (piece) => {
    if (piece === "*") return "[^/]*";
    if (piece === "?") return "[^/]";
    if (piece.length > 1) return piece.replace(/^\[!/, "[^");
    return piece.replace(/[.+^${}()|[\]\\]/, String.raw`\$&`);
  });
  return new RegExp(`^${pattern.startsWith(".") ? "" : String.raw`(?!\.)`}${body}$`);
}
