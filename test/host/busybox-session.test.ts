import { afterAll, describe } from "vitest";
import { openSession } from "../../engine/host/open-session.ts";
import { canMakeBusyboxFolder, makeBusyboxFolder, type RootFolder } from "../support/busybox-folder.ts";
import { describeSession } from "./behaviour/describe-session.ts";

describe.skipIf(!canMakeBusyboxFolder)("a chroot of busybox", () => {
  const folder: RootFolder = canMakeBusyboxFolder ? makeBusyboxFolder() : { path: "", remove: () => {} };
  afterAll(() => folder.remove());
  const chroot = { kind: "chroot", name: folder.path, connectTimeout: 20 } as const;

  describeSession("as root", async () => openSession(chroot), { kind: "login" });
  describeSession("as a user become by su", async () => openSession(chroot), {
    kind: "become",
    method: "su",
    user: "someone",
  });
});
