import { describe, expect, it } from "vitest";
import { resolveMode } from "../../engine/module/shared/file/mode.ts";

describe("a symbolic mode", () => {
  it.each([
    ["0600", "0644", false, "0600"],
    ["u+x", "0644", false, "0744"],
    ["a-w", "0666", false, "0444"],
    ["+w", "0444", false, "0644"],
    ["go=", "0777", false, "0700"],
    ["u=rwX,g=rX,o=", "0600", false, "0640"],
    ["u=rwX,g=rX,o=", "0700", false, "0750"],
    ["g+X", "0600", true, "0610"],
    ["g=u", "0640", false, "0660"],
    ["u=g-w+x", "0660", false, "0560"],
    ["u+s,g+s", "0755", false, "6755"],
    ["u=rwx", "4755", false, "0755"],
    ["g=rx", "2775", true, "0755"],
    ["+t", "0777", true, "1777"],
    ["-t", "1777", true, "0777"],
  ])("%s of %s (directory: %s) is %s", (wanted, mode, directory, result) => {
    expect(resolveMode(wanted, { mode, directory })).toBe(result);
  });
});
