import { z } from "zod";
import { defineModule } from "../contract.ts";
import { anything, choice, flag, list, path, pathOrFolder, text, unknownContentOption } from "../option.ts";
import { askManifest, manifestOf } from "../shared/kubectl/manifest.ts";
import { planObjects } from "../shared/kubectl/plan.ts";
import { askServer } from "../shared/kubectl/server.ts";
import { waitOption } from "../shared/kubectl/wait.ts";

const ways = ["src", "template", "definition", "objects"] as const;

/** Objects of a Kubernetes cluster, by the host's kubectl; what changes is what the server says (a dry run there). */
export const kubectl = defineModule({
  name: "kubectl",
  summary: "Apply or delete objects of a Kubernetes cluster",
  args: z
    .object({
      src: pathOrFolder("Manifest file, looked for in files/").optional(),
      template: text("Manifest template, looked for in templates/").optional(),
      definition: anything("The manifest itself: a mapping, a list of them, or YAML text", {
        aliases: ["resource_definition", "inline"],
      }).optional(),
      objects: list("Objects as TYPE/NAME, instead of a manifest: to delete, or to wait for").optional(),
      remote_src: flag("src is on the host already").default(false),
      content: text("The rendered template", { internal: true }).optional(),
      content_unknown: unknownContentOption,
      state: choice(["present", "absent"], "Whether the objects are there").default("present"),
      wait: waitOption(
        "What to wait for: condition=Ready, delete, …, or a mapping of for and timeout (seconds, 120)",
      ).optional(),
      namespace: text("Namespace of objects that name none").optional(),
      kubeconfig: path("The kubeconfig on the host").optional(),
      context: text("The kubeconfig's context").optional(),
      kubectl: text("The program on the host").default("kubectl"),
    })
    // a definition that is not known yet is left out, a template is not
    .refine(
      (want) => givenWays(want) === 1 || (givenWays(want) === 0 && want.content_unknown !== undefined),
      {
        error: "give one of src, template, definition and objects",
      },
    )
    .refine((want) => want.objects === undefined || want.state === "absent" || want.wait !== undefined, {
      error: "is for state absent or for wait",
      path: ["objects"],
    }),
  localFiles: { src: "files", template: "templates" },
  renders: "template",
  contentOptions: ["content", "definition"],
  local: (want) => askManifest(want),
  probe: (want, local) => askServer(want, manifestOf(want, local)),
  plan: (want, found) => planObjects(want, manifestOf(want, found), found),
});

function givenWays(want: Readonly<Partial<Record<(typeof ways)[number], unknown>>>): number {
  return ways.filter((way) => want[way] !== undefined).length;
}
