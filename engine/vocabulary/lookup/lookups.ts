import type { Lookup } from "./contract.ts";
import { fileLookups } from "./files.ts";
import { listLookups } from "./lists.ts";
import { passwordLookups } from "./password.ts";
import { processLookups } from "./process.ts";
import { sequenceLookups } from "./sequence.ts";
import { variableLookups } from "./variables.ts";

/** By name: for `lookup(name, …)` and for loops `with_name`. */
export const lookups = {
  ...variableLookups,
  ...fileLookups,
  ...processLookups,
  ...passwordLookups,
  ...listLookups,
  ...sequenceLookups,
} satisfies Record<string, Lookup>;
