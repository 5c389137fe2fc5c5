import { z } from "zod";
import { defineModule, type Plan } from "../contract.ts";
import { flag, mode, pathOrFolder, textOrJson, unknownContentOption } from "../option.ts";
import {
  askLocal,
  askSource,
  planLocal,
  type AskedCopy,
  type AskedSource,
  type FoundCopy,
} from "../shared/file/copy/local.ts";
import { askRemote, planRemote, type AskedRemote } from "../shared/file/copy/remote.ts";
import { askDestination, placeOf } from "../shared/file/destination.ts";
import { attributeOptions, validateOption } from "../shared/file/options.ts";
import { folderNeedsName, planOneFile, planUnknownContent } from "../shared/file/plan.ts";
import { encodeText } from "../shared/file/text.ts";
import { contentOf } from "../shared/file/write.ts";

const args = z
  .object({
    src: pathOrFolder(
      "File or folder, looked for in files/; with a trailing slash, what is in the folder",
    ).optional(),
    content: textOrJson("The text of the file, instead of src").optional(),
    content_unknown: unknownContentOption,
    dest: pathOrFolder("File on the host; in a folder it keeps its name"),
    remote_src: flag("src is on the host already").default(false),
    directory_mode: mode("Mode of the folders that are created").optional(),
    backup: flag("Keep the old file beside the new one").default(false),
    force: flag("Replace a file whose content differs").default(true),
    follow: flag("Write through a link at dest").default(false),
    local_follow: flag("Copy what links to files in src lead to; the only way there is").default(true),
    validate: validateOption,
    ...attributeOptions,
    mode: mode('Octal or symbolic mode, or "preserve" for the mode of the source').optional(),
  })
  .refine(
    (want) => (want.src === undefined) !== ((want.content ?? want.content_unknown) === undefined),
    "give either src or content",
  );

type Want = z.output<typeof args>;

export const copy = defineModule({
  name: "copy",
  summary: "Puts a file, a folder or a text on the host",
  args,
  localFiles: { src: "files" },
  contentOptions: ["content"],
  local: (want): Partial<AskedSource> =>
    want.src === undefined || want.remote_src ? {} : askSource(want.src),
  probe: ({ src, ...want }, { source = null, below = null }): AskedCopy & AskedRemote => {
    if (src === undefined) return askDestination(want.dest, { name: undefined, size: want.content?.length });
    return want.remote_src ? askRemote({ ...want, src }) : askLocal({ ...want, src }, { source, below });
  },
  plan: ({ src, ...want }, found) => {
    if (src === undefined) return planText(want, found);
    if (want.remote_src) return planRemote({ ...want, src }, found);
    const { source = null, below = null } = found;
    return planLocal({ ...want, src }, { source, below }, found);
  },
});

function planText({ dest, content = "", ...want }: Want, found: FoundCopy): Plan {
  if (dest.endsWith("/")) throw folderNeedsName(dest);
  const place = placeOf(dest, found);
  if (!want.force && place.found.entry !== null) return { changes: [], result: { dest } };
  const mode = want.mode === "preserve" ? undefined : want.mode;
  if (want.content_unknown !== undefined) return planUnknownContent({ ...want, path: dest, mode }, place);
  return planOneFile({ ...want, ...contentOf(encodeText(content)), path: dest, mode }, place);
}
