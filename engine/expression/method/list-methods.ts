import { PlayError } from "../../base/play-error.ts";
import { toRepr } from "../../model/text-form.ts";
import type { Value } from "../../model/value.ts";
import { equal } from "../equality.ts";
import type { Methods } from "./method.ts";
import { requiredArgument } from "./method.ts";

/** Python's methods of lists (docs.python.org, "Sequence Types"), as far as they leave the list as it is. */
export const listMethods: Methods<readonly Value[]> = {
  index: (list, call) => {
    const wanted = requiredArgument(call, 0);
    const index = list.findIndex((item) => equal(item, wanted) === true);
    if (index === -1) throw new PlayError("BAD_VALUE", `${toRepr(wanted)} is not in the list`);
    return index;
  },
  count: (list, call) => list.filter((item) => equal(item, requiredArgument(call, 0)) === true).length,
  copy: (list) => list,
};
