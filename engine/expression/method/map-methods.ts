import { toText } from "../../model/text-form.ts";
import type { ValueMap } from "../../model/value.ts";
import { keysOf } from "../keys.ts";
import type { Methods } from "./method.ts";
import { argument, requiredArgument } from "./method.ts";

/** Python's methods of dicts (docs.python.org, "Mapping Types"), as far as they leave the dict as it is. */
export const mapMethods: Methods<ValueMap> = {
  keys: (map) => keysOf(map),
  values: (map) => Object.values(map),
  items: (map) => Object.entries(map).map(([key, value]) => [key, value]),
  get: (map, call) => {
    const key = toText(requiredArgument(call, 0, "key"));
    const found = Object.hasOwn(map, key) ? map[key] : argument(call, 1, "default");
    return found ?? null;
  },
  copy: (map) => map,
};
