import { z } from "zod";
import { stat, tree } from "../../host/query.ts";
import { defineModule } from "../contract.ts";
import { choice, flag, path, pathOrFolder } from "../option.ts";
import { linkedPath } from "../shared/file/link.ts";
import { attributeOptions } from "../shared/file/options.ts";
import { askParents } from "../shared/file/parents.ts";
import { planAbsent } from "../shared/file/state/absent.ts";
import { planDirectoryState } from "../shared/file/state/directory.ts";
import { planExisting, planFileState } from "../shared/file/state/existing.ts";
import { planHard } from "../shared/file/state/hard.ts";
import { planLink } from "../shared/file/state/link.ts";
import type { PlanState } from "../shared/file/state/state.ts";
import { planTouch } from "../shared/file/state/touch.ts";

const states = ["file", "directory", "link", "hard", "touch", "absent"] as const;

const planState = {
  file: planFileState,
  directory: planDirectoryState,
  link: planLink,
  hard: planHard,
  touch: planTouch,
  absent: planAbsent,
} as const satisfies Record<(typeof states)[number], PlanState>;

const time = (help: string) => choice(["preserve", "now"], help).optional();

export const file = defineModule({
  name: "file",
  summary: "Sets type, owner, group and mode of a path, links, and removes",
  args: z.object({
    path: path("Path on the host", { aliases: ["dest", "name"] }),
    state: choice(
      states,
      "What should be there; where left out, what is there gets owner, group and mode",
    ).optional(),
    src: pathOrFolder("What a link leads to, as written into it").optional(),
    recurse: flag("Give all below a directory the same owner, group and mode").default(false),
    force: flag("Replace a file by a link, and link to what does not exist").default(false),
    follow: flag("Set owner and mode of what a link leads to").default(true),
    modification_time: time("Modification time of a touched file"),
    access_time: time("Access time of a touched file"),
    ...attributeOptions,
  }),
  probe: (want) => ({
    entry: stat(want.path),
    target: stat(want.path, { follow: true }),
    source: stat(want.src === undefined ? want.path : linkedPath(want.path, want.src), { follow: true }),
    below: want.recurse ? tree(want.path) : stat(want.path),
    ...askParents(want.path),
  }),
  plan: ({ state, ...want }, found) => {
    if (state === undefined) return (want.recurse ? planDirectoryState : planExisting)(want, found);
    return planState[state](want, found);
  },
});
