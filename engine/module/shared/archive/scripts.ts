import { joinShell, sh, ShellText } from "../../../base/shell-text.ts";
import { strippedComponents, type WantUnpacked } from "./want.ts";
import { temporaryFile } from "../temporary-file.ts";

/** How an archive is packed. */
export type Format = "zip" | "gzip" | "bzip2" | "xz" | "zstd" | "tar";

const tarOption = {
  gzip: "-z",
  bzip2: "-j",
  xz: "-J",
  zstd: "--zstd",
  tar: "",
  zip: "",
} as const satisfies Record<Format, string>;

/**
 * Prints `format <format>` and then a line for each member, times in UTC: as `tar -tv` does, or for zip `unzip -ZT`.
 * tar is told how the archive is packed, since busybox's does not find out.
 */
export function listScript(want: WantUnpacked): ShellText {
  return joinShell([
    sh`LC_ALL=C.UTF-8 TZ=UTC0; export LC_ALL TZ`,
    sh`play_gnu=; ! tar --version 2>/dev/null | grep -q GNU || play_gnu='--full-time --quoting-style=literal'`,
    sh`case $(head -c 4 ${want.src} | od -An -tx1 | tr -d ' \n') in`,
    sh`504b*) echo format zip; unzip -ZT ${want.src} ${zipSelection(want)} ;;`,
    listTar("1f8b*", "gzip", want),
    listTar("425a68*", "bzip2", want),
    listTar("fd377a58*", "xz", want),
    listTar("28b52ffd*", "zstd", want),
    listTar("*", "tar", want),
    sh`esac`,
  ]);
}

function listTar(magic: string, format: Format, want: WantUnpacked): ShellText {
  const pattern = ShellText.trusted(magic);
  return sh`${pattern}) echo ${`format ${format}`}; tar $play_gnu ${tarWords(format, want)} -tvf ${want.src} ${want.include} ;;`;
}

/** Prints the names alone, as they will be below `dest`. */
function namesScript(want: WantUnpacked): ShellText {
  const strip = strippedComponents(want);
  const names = sh`case $play_format in
zip) unzip -Z1 ${want.src} ${zipSelection(want)} ;;
${joinShell((["gzip", "bzip2", "xz", "zstd", "tar"] as const).map((format) => namesOfTar(format, want)))}
esac`;
  return strip === 0 ? names : sh`${names} | sed ${`s#^\\([^/]*/\\)\\{${strip}\\}##`}`;
}

function namesOfTar(format: Format, want: WantUnpacked): ShellText {
  return sh`${format}) tar $play_gnu ${tarWords(format, want)} -tf ${want.src} ${want.include} ;;`;
}

/**
 * The list of an archive of the host, a line `there`, and for each member that is in `dest` the line that
 * `parseThere` reads: mode in hexadecimal, size, time, ids, names, path.
 */
export function compareScript(want: WantUnpacked): ShellText {
  return joinShell([
    sh`play_list=$(${listScript(want)}
) || exit`,
    sh`printf '%s\n' "$play_list" there`,
    sh`play_format=$(printf '%s\n' "$play_list" | sed -n '1s/^format //p')`,
    sh`play_gnu=; ! tar --version 2>/dev/null | grep -q GNU || play_gnu=--quoting-style=literal`,
    sh`cd ${want.dest} 2>/dev/null || exit 0`,
    sh`{ ${namesScript(want)}
} | grep . | tr '\n' '\0' | xargs -0 stat -c '%f %s %Y %u %g %U %G %n' -- 2>/dev/null`,
    sh`exit 0`,
  ]);
}

/** Unpacks into `dest`; the archive comes through standard input, or is on the host. */
export function extractScript(want: WantUnpacked, format: Format, from: "input" | "host"): ShellText {
  if (format !== "zip") {
    const file = from === "input" ? "-" : want.src;
    return sh`tar ${tarWords(format, want)} -xf ${file} -C ${want.dest} ${want.include}`;
  }
  const unzip = (file: ShellText) =>
    sh`TZ=UTC0 unzip -oq ${want.extra_opts} ${file} ${zipSelection(want)} -d ${want.dest}`;
  if (from === "host") return unzip(sh`${want.src}`);
  return joinShell([
    temporaryFile(sh`${`${want.dest}/.archive.play-XXXXXX`}`),
    sh`cat > "$play_file" && ${unzip(sh`"$play_file"`)}`,
  ]);
}

function tarWords(format: Format, { extra_opts, exclude }: WantUnpacked): readonly string[] {
  const packed = tarOption[format];
  return [
    ...(packed === "" ? [] : [packed]),
    ...exclude.map((pattern) => `--exclude=${pattern}`),
    ...extra_opts,
  ];
}

function zipSelection({ include, exclude }: WantUnpacked): readonly string[] {
  return [...include, ...(exclude.length > 0 ? ["-x", ...exclude] : [])];
}
