import { posix } from "node:path";
import { z } from "zod";
import { defineModule } from "../contract.ts";
import { flag, pathOrFolder, text, unknownContentOption } from "../option.ts";
import { askDestination, placeOf, resolveDestination } from "../shared/file/destination.ts";
import { attributeOptions, validateOption } from "../shared/file/options.ts";
import { planOneFile, planUnknownContent } from "../shared/file/plan.ts";
import { encodeText } from "../shared/file/text.ts";
import { contentOf } from "../shared/file/write.ts";

export const template = defineModule({
  name: "template",
  summary: "Renders a Handlebars template of the controller into a file on the host",
  args: z.object({
    src: text("Template file, looked for in templates/"),
    dest: pathOrFolder("File on the host; in a folder it gets the template's name without .hbs"),
    content: text("The rendered text", { internal: true }).default(""),
    content_unknown: unknownContentOption,
    backup: flag("Keep the old file beside the new one").default(false),
    force: flag("Replace a file whose content differs").default(true),
    follow: flag("Write through a link at dest").default(false),
    validate: validateOption,
    ...attributeOptions,
  }),
  localFiles: { src: "templates" },
  renders: "src",
  contentOptions: ["content"],
  probe: (want) => askDestination(want.dest, { name: nameOf(want.src), size: want.content.length }),
  plan: (want, found) => {
    const path = resolveDestination(want.dest, nameOf(want.src), found);
    const place = placeOf(path, found);
    if (!want.force && place.found.entry !== null) return { changes: [], result: { dest: path } };
    if (want.content_unknown !== undefined) return planUnknownContent({ ...want, path }, place);
    return planOneFile({ ...want, ...contentOf(encodeText(want.content)), path }, place, { src: want.src });
  },
});

function nameOf(src: string): string {
  return posix.basename(src, ".hbs");
}
