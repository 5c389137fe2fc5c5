import { existsSync, lstatSync, statSync } from "node:fs";
import path from "node:path";
import { toText } from "../../model/text-form.ts";
import type { Test } from "../contract.ts";
import { test } from "../define.ts";

/** Tests of paths on the controller. */
export const fileTests = {
  file: test(
    "file",
    "a regular file is there, on the controller",
    (value) => statOf(toText(value))?.isFile() === true,
  ),
  directory: test(
    "directory",
    "a folder is there, on the controller",
    (value) => statOf(toText(value))?.isDirectory() === true,
  ),
  link: test(
    "link",
    "a symbolic link is there, on the controller",
    (value) => lstatSync(toText(value), { throwIfNoEntry: false })?.isSymbolicLink() === true,
  ),
  exists: test("exists", "something is there, on the controller", (value) => existsSync(toText(value))),
  abs: test("abs", "the path is absolute", (value) => path.isAbsolute(toText(value))),
} satisfies Record<string, Test>;

function statOf(name: string) {
  return statSync(name, { throwIfNoEntry: false });
}
