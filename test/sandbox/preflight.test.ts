import { expect, test } from "vitest";
import { missingCapabilities } from "./preflight.ts";

test.each([
  ["000001fffeffffff", []],
  ["00000000a80425fb", ["CAP_NET_ADMIN", "CAP_SYS_ADMIN"]],
  ["0000000000000000", ["CAP_NET_ADMIN", "CAP_SYS_CHROOT", "CAP_SYS_ADMIN", "CAP_MKNOD"]],
])("names the capabilities that %s lacks", (effective, want) => {
  expect(missingCapabilities(`Name:\tnode\nCapEff:\t${effective}\nCapBnd:\t0\n`)).toEqual(want);
});
