import { PlayError } from "../../../base/play-error.ts";
import { joinShell, sh, type ShellText } from "../../../base/shell-text.ts";
import { script, type Query, type ScriptAnswer } from "../../../host/query.ts";
import { decodeText, encodeText } from "../file/text.ts";
import { managers, type ManagerName, type PackagesWant } from "./want.ts";

/** What the host says about the packages asked for. */
export interface PackagesFound {
  readonly manager: ManagerName;
  /** Seconds since the lists were read; undefined: not known, or never. */
  readonly age: number | undefined;
  readonly packages: ReadonlyMap<string, PackageFound>;
}

export interface PackageFound {
  /** Empty: it is not installed. */
  readonly installed: string;
  /** Empty: the lists do not have it, or were not asked. */
  readonly candidate: string;
}

export const nameOf = (name: string): string => name.split("=")[0] ?? name;

/** Lines of `name TAB installed TAB candidate` after a line with the manager and the lists' age. */
export function askPackages({ name, manager, state }: PackagesWant): Query<ScriptAnswer> {
  const names = [...new Set(name.map((one) => nameOf(one)))];
  const wanted = manager === undefined ? managers : [manager];
  const branches = wanted.map(
    (one) => sh`if command -v ${programs[one]} >/dev/null 2>&1; then
${asking[one](names, state === "latest")}
exit 0
fi`,
  );
  return script(`packages ${names.join(", ")}`, joinShell([...branches, sh`echo none`]));
}

const programs = { apt: "apt-get", dnf: "dnf", yum: "yum", apk: "apk" } as const;

/** apt-cache else writes what it has read to /var/cache/apt. */
const noCache = ["-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache="];

const asking = {
  apt: (names) => sh`lists=/var/lib/apt/lists
stamp=/var/lib/apt/periodic/update-success-stamp
[ ! -e "$stamp" ] || lists=$stamp
read=$(stat -c %Y "$lists" 2>/dev/null || echo 0)
[ -n "$(find /var/lib/apt/lists -maxdepth 1 -name '*Packages*' 2>/dev/null | head -n 1)" ] || read=0
echo "apt $(($(date +%s) - read))"
installed() { dpkg-query -W -f ${"${db:Status-Status} ${Version}\n"} "$1" 2>/dev/null | sed -n 's/^installed //p' | head -n 1; }
for name in ${names}; do
  version=$(installed "$name")
  candidate=$(LC_ALL=C apt-cache ${noCache} policy "$name" 2>/dev/null | sed -n 's/^ *Candidate: //p' | head -n 1)
  [ "$candidate" != "(none)" ] || candidate=
  if [ -z "$candidate$version" ]; then
    for provider in $(apt-cache ${noCache} showpkg "$name" 2>/dev/null | sed '1,/^Reverse Provides/d' | cut -d' ' -f1 | sort -u); do
      candidate=$provider
      [ -z "$(installed "$provider")" ] || version=provided
    done
  fi
  printf '%s\t%s\t%s\n' "$name" "$version" "$candidate"
done`,
  dnf: (names, latest) => rpm("dnf", names, latest),
  yum: (names, latest) => rpm("yum", names, latest),
  apk: (names) => sh`read=$(stat -c %Y /var/cache/apk 2>/dev/null || echo 0)
echo "apk $(($(date +%s) - read))"
for name in ${names}; do
  newer=$(apk version -q -l '<' "$name" 2>/dev/null)
  [ -z "$newer" ] || newer=newer
  printf '%s\t%s\t%s\n' "$name" "$(apk info -e -v "$name" 2>/dev/null | head -n 1)" "$newer"
done`,
} as const satisfies Record<ManagerName, (names: readonly string[], latest: boolean) => ShellText>;

/** Only the network knows what could be installed, so newer versions are looked for by `latest` alone. */
function rpm(manager: "dnf" | "yum", names: readonly string[], latest: boolean): ShellText {
  const newer = latest
    ? sh`${manager} -q check-update "$name" >/dev/null 2>&1; [ $? != 100 ] || newer=newer`
    : sh`:`;
  return sh`echo ${manager}
for name in ${names}; do
  version=
  ! rpm -q --whatprovides "$name" >/dev/null 2>&1 ||
    version=$(rpm -q --qf '%{VERSION}-%{RELEASE}\n' --whatprovides "$name" | tail -n 1)
  newer=
  ${newer}
  printf '%s\t%s\t%s\n' "$name" "$version" "$newer"
done`;
}

/** Throws PRECONDITION where the host has no package manager that play knows. */
export function readPackages({ stdout }: ScriptAnswer): PackagesFound {
  const [head = "", ...lines] = (decodeText(stdout) ?? "").trimEnd().split("\n");
  const [word, age] = head.split(" ");
  const manager = managers.find((name) => name === word);
  if (!manager)
    throw new PlayError("PRECONDITION", "the host has no package manager that play knows", {
      hint: `it knows ${managers.join(", ")}`,
    });
  const packages = lines.map((line): [string, PackageFound] => {
    const [name = "", installed = "", candidate = ""] = line.split("\t");
    return [name, { installed, candidate }];
  });
  return { manager, age: age === undefined ? undefined : Number(age), packages: new Map(packages) };
}

export function answerOf({ manager, age, packages }: PackagesFound): ScriptAnswer {
  const lines = [...packages].map(([name, found]) => `${name}\t${found.installed}\t${found.candidate}\n`);
  const text = `${manager}${age === undefined ? "" : ` ${age}`}\n${lines.join("")}`;
  return { rc: 0, stdout: encodeText(text), stderr: new Uint8Array() };
}
