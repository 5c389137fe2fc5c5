import type { Member } from "./member.ts";
import type { Format } from "./scripts.ts";
import { parseTarLine } from "./tar-line.ts";
import { parseZipLine } from "./zip-line.ts";

export interface Listing {
  readonly format: Format;
  readonly members: readonly Member[];
}

const formats = ["zip", "gzip", "bzip2", "xz", "zstd", "tar"] as const satisfies readonly Format[];

/** Reads what `listScript` prints; `strip` leading folders are taken off, as tar does with `--strip-components`. */
export function parseListing(text: string, strip: number): Listing {
  const [first = "", ...lines] = text.split("\n");
  const format = formats.find((name) => first === `format ${name}`) ?? "tar";
  const parse = format === "zip" ? parseZipLine : parseTarLine;
  const members = lines.flatMap((line) => {
    const member = parse(line);
    const path = member && strippedPath(member.path, strip);
    return member && path ? [{ ...member, path }] : [];
  });
  return { format, members };
}

/** Undefined for the archive's root, and for what has no name left. */
function strippedPath(path: string, strip: number): string | undefined {
  const parts = path.replace(/^\/+/, "").split("/").slice(strip);
  const named = parts.filter((part) => part !== "" && part !== ".");
  return named.length === 0 ? undefined : named.join("/");
}
