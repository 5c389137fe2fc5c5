import { Buffer } from "node:buffer";
import { z } from "zod";
import { PlayError } from "../../base/play-error.ts";
import { read, stat } from "../../host/query.ts";
import { defineModule } from "../contract.ts";
import { path } from "../option.ts";
import { describeType } from "../shared/file/parents.ts";

export const slurp = defineModule({
  name: "slurp",
  summary: "Reads a file of the host, as base64",
  args: z.object({ src: path("File on the host", { aliases: ["path"] }) }),
  probe: (want) => ({ entry: stat(want.src, { follow: true }), bytes: read(want.src) }),
  plan: (want, { entry, bytes }) => {
    if (entry !== null && entry.type !== "file")
      throw new PlayError("PRECONDITION", `${want.src} is ${describeType(entry)}, slurp reads files`);
    if (bytes === null) return { changes: [], needs: `file ${want.src}` };
    const content = Buffer.from(bytes).toString("base64");
    return { changes: [], result: { content, encoding: "base64", source: want.src } };
  },
});
