import { PlayError } from "../../base/play-error.ts";
import type { Filter } from "../contract.ts";
import { filter, textFilter } from "../define.ts";
import { readJson, writeJson } from "../shared/json-text.ts";
import { readYaml, readYamlDocuments, writeYaml } from "../shared/yaml-text.ts";
import type { Arguments } from "../arguments.ts";

const toJson = filter(
  "to_json(indent=, sort_keys=, ensure_ascii=)",
  "the value as JSON on one line",
  (value, args) => writeJson(value, jsonOptions(args, 0, false)),
);

export const encodingFilters = {
  to_json: toJson,
  tojson: { ...toJson, summary: "the same as to_json" },
  to_nice_json: filter(
    "to_nice_json(indent?, sort_keys?, ensure_ascii?)",
    "the value as JSON on many lines, keys in order",
    (value, args) => writeJson(value, jsonOptions(args, 4, true)),
  ),
  from_json: textFilter("from_json", "the value that JSON text holds", readJson),
  to_yaml: filter(
    "to_yaml(indent=, sort_keys=)",
    "the value as YAML, innermost lists and dicts on one line",
    (value, args) =>
      writeYaml(value, {
        indent: args.integer("indent", 2),
        sortKeys: args.flag("sort_keys", true),
        flowLeaves: true,
      }),
  ),
  to_nice_yaml: filter(
    "to_nice_yaml(indent?, sort_keys=)",
    "the value as YAML on many lines",
    (value, args) =>
      writeYaml(value, {
        indent: args.integer("indent", 4),
        sortKeys: args.flag("sort_keys", true),
        flowLeaves: false,
      }),
  ),
  from_yaml: textFilter("from_yaml", "the value that YAML text holds", readYaml),
  from_yaml_all: textFilter("from_yaml_all", "the values of all documents of a YAML text", readYamlDocuments),
  b64encode: textFilter("b64encode(encoding?)", "the text in base64", (text, args) =>
    Buffer.from(text, bufferEncoding(args)).toString("base64"),
  ),
  b64decode: textFilter("b64decode(encoding?)", "the text that base64 text stands for", (text, args) => {
    if (!/^[\w+/\s-]*={0,2}\s*$/.test(text))
      throw new PlayError("BAD_VALUE", "b64decode is given no base64 text");
    return Buffer.from(text, "base64").toString(bufferEncoding(args));
  }),
} satisfies Record<string, Filter>;

function jsonOptions(args: Arguments, indent: number, sortKeys: boolean) {
  return {
    indent: args.integer("indent", indent),
    sortKeys: args.flag("sort_keys", sortKeys),
    ascii: args.flag("ensure_ascii", true),
  };
}

function bufferEncoding(args: Arguments): BufferEncoding {
  const name = args.text("encoding", "utf-8").toLowerCase();
  if (name === "utf-16-le") return "utf16le";
  return Buffer.isEncoding(name)
    ? name
    : args.fail(`knows no encoding "${name}"`, "use utf-8, latin1 or utf-16-le");
}
