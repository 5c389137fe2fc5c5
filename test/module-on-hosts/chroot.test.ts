import { describe } from "vitest";
import { whyNoHosts } from "../sandbox/preflight.ts";
import { makeDebianFolder } from "../support/debian-folder.ts";
import { casesOf } from "./cases/index.ts";
import { describeInFolder } from "./describe-in-folder.ts";

/** A handful: what is in the folder is what is on the hosts that all modules are played on. */
const chosen = new Set(["copy", "file", "get_url", "group", "lineinfile", "unarchive", "user"]);
const cases = Object.fromEntries(Object.entries(casesOf).filter(([module]) => chosen.has(module)));

describe.skipIf(whyNoHosts() !== undefined)("in a chroot of Debian,", () => {
  describeInFolder(cases, makeDebianFolder);
});
