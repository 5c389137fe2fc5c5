import type { QueryKind } from "../query.ts";
import { groupReader } from "./group.ts";
import { managerReader } from "./manager.ts";
import type { QueryReader } from "./query-reader.ts";
import { readReader } from "./read.ts";
import { scriptReader } from "./script.ts";
import { statReader } from "./stat.ts";
import { treeReader } from "./tree.ts";
import { unitReader } from "./unit.ts";
import { userReader } from "./user.ts";

/** Every kind of query with the way to ask it on a host. */
export const queryReaders: { readonly [Kind in QueryKind]: QueryReader<Kind> } = {
  stat: statReader,
  tree: treeReader,
  read: readReader,
  unit: unitReader,
  manager: managerReader,
  user: userReader,
  group: groupReader,
  script: scriptReader,
};
