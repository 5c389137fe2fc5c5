import { posix } from "node:path";
import { z } from "zod";
import type { ForecastEntry } from "../../host/change.ts";
import { stat, type Entry, type Query, type ScriptAnswer } from "../../host/query.ts";
import { defineModule } from "../contract.ts";
import { flag, integer, pathOrFolder, text, textMap } from "../option.ts";
import { hideUser, planDownload, requireFile } from "../shared/download/plan.ts";
import {
  algorithmOf,
  askContent,
  askSum,
  expectedContent,
  readSum,
  type AskedContent,
} from "../shared/download/probe.ts";
import { attributeOptions } from "../shared/file/options.ts";
import { askParents, folderOf, neededFolder } from "../shared/file/parents.ts";
import { describeEntry } from "../shared/file/result.ts";

type Asked = AskedContent &
  Record<`parent ${string}` | `there ${string}`, Query<Entry | null>> &
  Record<`sum ${string}`, Query<Entry | null> | Query<ScriptAnswer>>;

export const get_url = defineModule({
  name: "get_url",
  summary: "Downloads a file from the host, by its curl or wget",
  args: z.object({
    url: z.url("must be a URL").meta({ description: "What to download: http, https or ftp" }),
    dest: pathOrFolder("File on the host; in a folder it gets the name at the end of the URL"),
    checksum: text("sha256:digits, or sha256:url of a list of checksums").optional(),
    force: flag("Look whether the URL holds something else than the file, and replace it").default(false),
    timeout: integer("Seconds to wait for the server").default(10),
    headers: textMap("HTTP headers", { secret: true }).optional(),
    validate_certs: flag("Check the server's certificate").default(true),
    url_username: text("User to log in as", { aliases: ["username"] }).optional(),
    url_password: text("Password to log in with", { aliases: ["password"], secret: true }).optional(),
    ...attributeOptions,
  }),
  probe: (want): Asked => {
    const inFolder = posix.join(want.dest, nameOf(want.url));
    const asked: Asked = { ...askContent(download(want)), ...askParents(inFolder) };
    for (const path of [want.dest, inFolder]) {
      asked[`there ${path}`] = stat(path, { follow: true });
      asked[`sum ${path}`] = askSum(path, algorithmOf(want));
    }
    return asked;
  },
  plan: (want, found) => {
    const isFolder = want.dest.endsWith("/") || found[`there ${want.dest}`]?.type === "directory";
    const path = isFolder ? posix.join(want.dest, nameOf(want.url)) : want.dest;
    const current: ForecastEntry | null = found[`there ${path}`] ?? null;
    requireFile(path, current);
    const expected = expectedContent(download(want), found);
    const sum = readSum(found[`sum ${path}`] ?? null);
    const changes = planDownload({ ...download(want), path }, expected, { current, sum });
    const needs = current === null ? neededFolder(path, folderOf(path, found)) : undefined;
    const known = { dest: path, url: hideUser(want.url), ...(expected && { checksum_src: expected.digits }) };
    return { changes, result: { ...(current && describeEntry(current)), ...known }, ...(needs && { needs }) };
  },
});

function nameOf(url: string): string {
  return decodeURIComponent(posix.basename(new URL(url).pathname)) || "index.html";
}

function download<Want extends { url_username?: string | undefined; url_password?: string | undefined }>(
  want: Want,
) {
  return { ...want, username: want.url_username, password: want.url_password };
}
