import { inspect } from "node:util";
import { expect, test } from "vitest";
import { Secret } from "../../engine/base/secret.ts";

test("a secret is told only to who asks for it", () => {
  const secret = new Secret("hunter22");
  expect(secret.reveal()).toBe("hunter22");
  const shown = [String(secret), inspect(secret, { showHidden: true, depth: 9 }), JSON.stringify({ secret })];
  expect(shown.join(" ")).not.toContain("hunter22");
});
