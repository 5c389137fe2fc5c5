import type { ResultFields } from "../../contract.ts";
import { assignments } from "./sections.ts";
import type { Sections } from "./sections.ts";

/** Ansible's names for the ID of os-release(5). */
const names: Readonly<Record<string, string>> = {
  debian: "Debian",
  ubuntu: "Ubuntu",
  raspbian: "Debian",
  linuxmint: "Linux Mint",
  kali: "Kali",
  centos: "CentOS",
  rhel: "RedHat",
  rocky: "Rocky",
  almalinux: "AlmaLinux",
  ol: "OracleLinux",
  fedora: "Fedora",
  amzn: "Amazon",
  alpine: "Alpine",
  arch: "Archlinux",
  sles: "SLES",
  "opensuse-leap": "openSUSE Leap",
  "opensuse-tumbleweed": "openSUSE Tumbleweed",
  gentoo: "Gentoo",
};

/** Families, and the ID or ID_LIKE words that make one a member. */
const families: readonly (readonly [family: string, ids: ReadonlySet<string>])[] = [
  ["Debian", new Set(["debian", "ubuntu"])],
  [
    "RedHat",
    new Set(["rhel", "fedora", "centos", "rocky", "almalinux", "ol", "amzn", "anolis", "openEuler"]),
  ],
  ["Suse", new Set(["suse", "opensuse", "sles"])],
  ["Alpine", new Set(["alpine"])],
  ["Archlinux", new Set(["arch"])],
  ["Gentoo", new Set(["gentoo"])],
];

export function distributionFacts(sections: Sections): ResultFields {
  const release = assignments(sections.lines("os-release"));
  const id = release.get("ID") ?? "";
  const version = versionOf(id, release, sections);
  const [major = "NA", minor] = version.split(".");
  return {
    distribution: names[id] ?? release.get("NAME") ?? "NA",
    distribution_version: version || "NA",
    distribution_major_version: major || "NA",
    ...(minor !== undefined && { distribution_minor_version: minor }),
    distribution_release: codename(release),
    os_family: familyOf(id, release.get("ID_LIKE") ?? "") ?? names[id] ?? release.get("NAME") ?? "NA",
  };
}

/** Debian and CentOS tell their point release elsewhere. */
function versionOf(id: string, release: ReadonlyMap<string, string>, sections: Sections): string {
  const short = release.get("VERSION_ID") ?? "";
  const longer = id === "debian" ? sections.text("debian-version") : centosVersion(id, sections);
  return /^[\d.]+$/.test(longer) ? longer : short || longer;
}

/** `CentOS Linux release 7.9.2009 (Core)` is 7.9. */
function centosVersion(id: string, sections: Sections): string {
  if (id !== "centos") return "";
  return /release (\d+(?:\.\d+)?)/.exec(sections.text("redhat-release"))?.[1] ?? "";
}

/** VERSION_CODENAME, or the word in brackets of `9.3 (Blue Onyx)`. */
function codename(release: ReadonlyMap<string, string>): string {
  return release.get("VERSION_CODENAME") ?? /\((.+)\)/.exec(release.get("VERSION") ?? "")?.[1] ?? "NA";
}

function familyOf(id: string, like: string): string | undefined {
  for (const word of [id, ...like.split(" ")]) {
    const family = families.find(([, ids]) => ids.has(word.split("-")[0] ?? ""))?.[0];
    if (family !== undefined) return family;
  }
  return undefined;
}
