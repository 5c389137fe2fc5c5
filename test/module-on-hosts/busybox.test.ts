import { describe } from "vitest";
import { canMakeBusyboxFolder, makeBusyboxFolder } from "../support/busybox-folder.ts";
import type { Case } from "./case.ts";
import { casesOf } from "./cases/index.ts";
import { describeInFolder } from "./describe-in-folder.ts";

/*
 * The cases of modules once more where everything is busybox: a folder that is entered by chroot, without coreutils,
 * bash and systemd.
 */

/** Modules that have nothing to do in such a folder, and why. */
const absent: Readonly<Record<string, string>> = {
  systemd: "there is no systemd",
  service: "there is no systemd",
  apt: "there is no apt",
  package: "there is no apt",
  user: "Debian's busybox has no adduser",
  group: "Debian's busybox has no addgroup",
  get_url: "the wget of Debian's static busybox crashes when it is given a time limit",
  uri: "the wget of Debian's static busybox crashes when it is given a time limit",
  hostname: "the name is this machine's",
  sysctl: "the kernel is this machine's",
  modprobe: "the kernel is this machine's",
  mount: "the mounts are this machine's",
};

/** Cases that ask for what is not there. */
const beyond: Readonly<Record<string, string>> = {
  "script: another program runs it": "there is no bash",
  "shell: another shell": "there is no bash",
  "unarchive: an archive of the host": "this xz unpacks only",
  "unarchive: a zip of the controller": "busybox's unzip sets no times, so that every run unpacks again",
  "unarchive: a zip of the host": "this unzip has no -Z, which lists modes",
  "wait_for: a port that is open": "there is no sshd",
  "wait_for: a port of an address": "there is no sshd",
};

const cases = Object.fromEntries(
  Object.entries(casesOf)
    .filter(([module]) => !Object.hasOwn(absent, module))
    .map(([module, all]): [string, readonly Case[]] => [
      module,
      all.filter(({ about }) => !Object.hasOwn(beyond, `${module}: ${about}`)),
    ]),
);

describe.skipIf(!canMakeBusyboxFolder)("where everything is busybox,", () => {
  describeInFolder(cases, async () => makeBusyboxFolder());
});
