import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PlayError } from "../../engine/base/play-error.ts";
import { flag, list, mode, path, pathOrFolder, textMap, textOrJson } from "../../engine/module/option.ts";
import { modules } from "../../engine/module/registry.ts";

describe("mode", () => {
  it.each([
    ["0644", "0644"],
    ["644", "0644"],
    ["0o755", "0755"],
    ["4755", "4755"],
    ["u=rw,go=r", "u=rw,go=r"],
    ["u+x,g=u-w,o=", "u+x,g=u-w,o="],
    ["a+X", "a+X"],
    ["preserve", "preserve"],
    // what YAML 1.1 makes of plain octal numbers
    [0o644, "0644"],
    [0o640, "0640"],
    [0o600, "0600"],
    [0o755, "0755"],
    [0o777, "0777"],
    [0o1777, "1777"],
    [0o2775, "2775"],
  ])("takes %j as %s", (value, wanted) => {
    expect(mode("help").parse(value)).toBe(wanted);
  });

  it.each([644, 755, 600, 700, 640, 750, 400, 500, 664, 775, 777 + 4000, -1, 6.44, "rw", "0888"])(
    "refuses %j",
    (value) => {
      const error = expect(() => mode("help").parse(value));
      error.toThrow(PlayError);
      error.toThrow(/mode/);
    },
  );
});

describe("paths", () => {
  it("lose their trailing slashes, unless these mean something", () => {
    expect(["/a/", "/a//", "/", "a"].map((value) => path("help").parse(value))).toEqual([
      "/a",
      "/a",
      "/",
      "a",
    ]);
    expect(pathOrFolder("help").parse("/a/")).toBe("/a/");
    expect(() => path("help").parse("")).toThrow("must not be empty");
  });
});

describe("other options", () => {
  it("take YAML's types and k=v text alike", () => {
    expect([true, "yes", "On", 1, "false"].map((value) => flag("help").parse(value))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(["a, b", ["a", 1], ""].map((value) => list("help").parse(value))).toEqual([
      ["a", "b"],
      ["a", "1"],
      [],
    ]);
    expect(textOrJson("help").parse({ a: [1] })).toBe('{"a":[1]}');
    expect(textOrJson("help").parse(5)).toBe("5");
    expect(textMap("help").parse({ a: 1 })).toEqual({ a: "1" });
  });
});

describe("every module", () => {
  const options = [...modules.values()].flatMap((module) =>
    Object.entries(module.args.shape).map(
      ([name, schema]) => [module.name, name, z.globalRegistry.get(schema)] as const,
    ),
  );

  it.each(options)("%s has a line of help for %s", (_module, _option, notes) => {
    expect(notes?.description).toMatch(/^.{3,110}$/);
  });
});
