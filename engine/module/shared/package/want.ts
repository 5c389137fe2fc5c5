import { choice, flag, integer, list } from "../../option.ts";

export const managers = ["apt", "dnf", "yum", "apk"] as const;
export type ManagerName = (typeof managers)[number];

/** What apt and package share. */
export const packageOptions = {
  name: list("The packages; of apt also name=version", { aliases: ["pkg", "package"] }).default([]),
  state: choice(
    ["present", "installed", "absent", "removed", "latest"],
    "present and installed, absent and removed mean the same; latest: the newest that the lists have",
  ).default("present"),
  update_cache: flag("Read the package lists anew before something is installed", {
    aliases: ["update-cache"],
  }).default(false),
  cache_valid_time: integer("Seconds for which the lists are taken as new").default(0),
};

export interface PackagesWant {
  readonly name: readonly string[];
  readonly state: "present" | "installed" | "absent" | "removed" | "latest";
  readonly update_cache: boolean;
  readonly cache_valid_time: number;
  /** Undefined: what the host has. */
  readonly manager: ManagerName | undefined;
  readonly install_recommends?: boolean | undefined;
  readonly purge: boolean;
}
