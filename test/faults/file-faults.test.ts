import { expect, test } from "vitest";
import { modules } from "../../engine/module/registry.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { cellsOf, describeCells } from "./file-faults.ts";
import { openFilesOnHost } from "./file-faults-on-hosts.ts";
import { notWriters, writers } from "./writers.ts";

test("every module of the registry writes files in the table, or it is said why not", () => {
  expect([...Object.keys(writers), ...Object.keys(notWriters)].sort()).toEqual([...modules.keys()].sort());
});

describeOnHosts("files of hosts", () => {
  // every way with one fault, and every fault with one way: npm run test:faults has them all
  const some = cellsOf(writers).filter(
    ({ faultName, writer }) => faultName === "a read-only file system" || writer.way === "a text",
  );
  describeCells(some, openFilesOnHost);
});
