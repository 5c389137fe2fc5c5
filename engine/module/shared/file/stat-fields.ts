import type { Entry } from "../../../host/query.ts";
import type { Value } from "../../../model/value.ts";
import type { ResultFields } from "../../contract.ts";

/** The fields of Ansible's `stat.stat`; of a forecast only those that are known. */
export function describeStat(path: string, entry: Entry | null): ResultFields {
  if (entry === null) return { exists: false };
  return { exists: true, path, ...typeFields(entry), ...modeFields(entry), ...otherFields(entry) };
}

function typeFields({ type, target, checksum }: Entry): ResultFields {
  return {
    isreg: type === "file",
    isdir: type === "directory",
    islnk: type === "link",
    isfifo: type === "fifo",
    issock: type === "socket",
    isblk: type === "block",
    ischr: type === "char",
    ...(target !== undefined && { lnk_target: target }),
    ...(checksum !== undefined && { checksum }),
  };
}

const modeBits = {
  isuid: 0o4000,
  isgid: 0o2000,
  rusr: 0o400,
  wusr: 0o200,
  xusr: 0o100,
  rgrp: 0o040,
  wgrp: 0o020,
  xgrp: 0o010,
  roth: 0o004,
  woth: 0o002,
  xoth: 0o001,
} as const;

function modeFields({ mode }: { readonly mode?: string }): ResultFields {
  if (mode === undefined) return {};
  const bits = Number.parseInt(mode, 8);
  const names = Object.entries(modeBits).map(([name, bit]) => [name, (bits & bit) !== 0] as const);
  return { mode, ...Object.fromEntries(names) };
}

const resultNames = [
  ["uid", "uid"],
  ["gid", "gid"],
  ["owner", "pw_name"],
  ["group", "gr_name"],
  ["size", "size"],
  ["atime", "atime"],
  ["mtime", "mtime"],
  ["ctime", "ctime"],
  ["inode", "inode"],
  ["device", "dev"],
  ["links", "nlink"],
] as const satisfies readonly (readonly [keyof Entry, string])[];

function otherFields(entry: Partial<Entry>): ResultFields {
  const fields: Record<string, Value> = {};
  for (const [key, name] of resultNames) {
    const value = entry[key];
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}
