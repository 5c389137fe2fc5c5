import { posix } from "node:path";
import { z } from "zod";
import { PlayError } from "../../base/play-error.ts";
import type { ForecastEntry } from "../../host/change.ts";
import { onController, script, stat, type Entry, type Query, type ScriptAnswer } from "../../host/query.ts";
import { defineModule } from "../contract.ts";
import { flag, list, path } from "../option.ts";
import { parseListing, type Listing } from "../shared/archive/listing.ts";
import { planUnpacked } from "../shared/archive/plan.ts";
import { compareScript, listScript } from "../shared/archive/scripts.ts";
import { parseThere } from "../shared/archive/there.ts";
import { strippedComponents } from "../shared/archive/want.ts";
import { attributeOptions } from "../shared/file/options.ts";
import { describeType } from "../shared/file/parents.ts";
import { describeEntry } from "../shared/file/result.ts";

/** The archive and what is in it; for one of the host also what of it is at the destination. */
type AskedArchive = { readonly source: Query<Entry | null>; readonly listing: Query<ScriptAnswer> };

type Asked = Partial<AskedArchive> &
  Record<"dest" | "creates", Query<Entry | null>> &
  Record<`entry ${string}`, Query<Entry | null>>;

const args = z.object({
  src: path("Archive: tar, also packed by gzip, bzip2, xz or zstd, or zip; looked for in files/").refine(
    (src) => !src.includes("://"),
    "is a URL: download it with get_url first",
  ),
  dest: path("Folder on the host to unpack into"),
  remote_src: flag("src is on the host already", { aliases: ["remote"] }).default(false),
  creates: path("Do nothing where this path exists").optional(),
  include: list("Only these members").default([]),
  exclude: list("Not the members of these patterns").default([]),
  extra_opts: list("More options for tar or unzip").default([]),
  list_files: flag("Return the names of the members").default(false),
  ...attributeOptions,
});

type Want = z.output<typeof args>;

export const unarchive = defineModule({
  name: "unarchive",
  summary: "Unpacks an archive of the controller or the host",
  args,
  localFiles: { src: "files" },
  local: (want): Partial<AskedArchive> =>
    want.remote_src
      ? {}
      : {
          source: onController(stat(want.src, { follow: true })),
          listing: onController(script(`members of ${want.src}`, listScript(want))),
        },
  probe: (want, local): Asked => {
    const asked: Asked = {
      dest: stat(want.dest, { follow: true }),
      creates: stat(want.creates ?? want.dest, { follow: true }),
      ...(want.remote_src && {
        source: stat(want.src, { follow: true }),
        listing: script(`members of ${want.src}`, compareScript(want)),
      }),
    };
    for (const member of membersOf(want, local.listing))
      asked[`entry ${member}`] = stat(posix.join(want.dest, member));
    return asked;
  },
  plan: (want, found) => {
    const result = { dest: want.dest, src: want.src };
    const isDone = want.creates !== undefined && found.creates !== null;
    if (isDone) return { changes: [], result: { ...result, msg: `skipped, since ${want.creates} exists` } };
    const dest: ForecastEntry | null = found.dest;
    if (dest !== null && dest.type !== "directory")
      throw new PlayError(
        "PRECONDITION",
        `${want.dest} is ${describeType(dest)}, a directory is needed there`,
      );
    if (!found.source)
      return { changes: [], needs: `file ${want.src}${want.remote_src ? "" : " on the controller"}`, result };
    const listing = readListing(want, found.listing);
    const there = want.remote_src && found.listing ? parseThere(textOf(found.listing.stdout)) : undefined;
    const entryAt = (member: string) => (there ? there.get(member) : found[`entry ${member}`]) ?? null;
    const archive = want.remote_src ? undefined : ({ kind: "local", path: want.src } as const);
    const files = want.list_files ? { files: listing.members.map((member) => member.path) } : {};
    return {
      changes: planUnpacked(want, listing, entryAt, archive),
      result: { ...describeEntry(dest), ...result, ...files },
      ...(dest === null && { needs: `directory ${want.dest}` }),
    };
  },
});

/** Names to ask after; none where the archive cannot be read, which `plan` reports. */
function membersOf(want: Want, listing: ScriptAnswer | undefined): string[] {
  return listing?.rc === 0 ? readListing(want, listing).members.map((member) => member.path) : [];
}

function readListing(want: Want, answer: ScriptAnswer | undefined): Listing {
  if (answer?.rc === 0)
    return parseListing(textOf(answer.stdout).split("\nthere\n", 1)[0] ?? "", strippedComponents(want));
  const reason = answer && textOf(answer.stderr).trim().split("\n")[0];
  throw new PlayError("COMMAND_FAILED", `the members of ${want.src} cannot be read: ${reason}`, {
    hint: "is it a tar or zip archive, and are tar, unzip and what it is packed with installed?",
  });
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
