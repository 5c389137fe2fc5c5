import { z } from "zod";
import { onController, stat } from "../../host/query.ts";
import { defineModule } from "../contract.ts";
import { flag, inventoryHostnameOption, ownPath, path } from "../option.ts";
import { askOwnParents, fetchedPath, planFetch } from "../shared/fetch/plan.ts";

export const fetch = defineModule({
  name: "fetch",
  summary: "Copies a file of the host to the controller",
  args: z.object({
    src: path("File on the host"),
    dest: ownPath("Folder on the controller: the file comes to dest/host/src; beside the playbook"),
    flat: flag("dest is the file itself, or with a trailing slash the folder that it comes to").default(
      false,
    ),
    fail_on_missing: flag("Fail where src does not exist").default(true),
    validate_checksum: flag("Fail where src changes while it is copied").default(true),
    inventory_hostname: inventoryHostnameOption,
  }),
  probe: (want) => ({
    source: stat(want.src, { follow: true, checksum: "sha1" }),
    there: onController(stat(fetchedPath(want), { follow: true, checksum: "sha1" })),
    ...askOwnParents(fetchedPath(want)),
  }),
  plan: (want, found) => planFetch(want, found),
});
