import { z } from "zod";
import { joinShell, sh, type ShellText } from "../../../base/shell-text.ts";
import type { Wait } from "../../contract.ts";
import { integer } from "../../option.ts";
import { fed, kubectlCommand, target } from "./command.ts";
import { describeManifest, type Manifest } from "./manifest.ts";
import type { ObjectsWant, WaitWant } from "./want.ts";

export function waitOption(help: string): z.ZodType<WaitWant> {
  const fields = z.strictObject({
    for: z.string().regex(/^(condition=|jsonpath=|delete$)/, "must be condition=…, jsonpath=… or delete"),
    timeout: integer("Seconds").default(120),
  });
  return z
    .preprocess((value) => (typeof value === "string" ? { for: value } : value), fields)
    .meta({ description: help });
}

/** Tries again and again, so that objects that are not there yet are waited for, too. */
export function waitFor(want: ObjectsWant, wait: WaitWant, manifest: Manifest): Wait {
  return {
    summary: `${wait.for} of ${describeManifest(manifest)}`,
    script: wait.for === "delete" ? untilGone(want, manifest) : untilTrue(want, wait, manifest),
    timeout: wait.timeout,
    delay: 0,
    pause: 1,
  };
}

function untilTrue(want: ObjectsWant, wait: WaitWant, manifest: Manifest): ShellText {
  const attempt = sh`${kubectlCommand(want)} wait ${`--for=${wait.for}`} --timeout=5s ${target(manifest)}`;
  return joinShell([
    sh`said=$(`,
    fed(sh`${attempt} 2>&1`, manifest),
    sh`) && exit 0`,
    sh`state=$(`,
    fed(sh`${look(want, manifest)} --no-headers 2>&1`, manifest),
    sh`)`,
    sh`printf '%s\n%s\n' "$state" "$said" | tr -s ' \n' ' ;' >&2`,
    sh`exit 1`,
  ]);
}

function untilGone(want: ObjectsWant, manifest: Manifest): ShellText {
  return joinShell([
    sh`left=$(`,
    fed(sh`${look(want, manifest)} --ignore-not-found -o name`, manifest),
    sh`) || exit`,
    sh`[ -z "$left" ] || { printf '%s\n' "$left" | tr '\n' ' ' >&2; exit 1; }`,
  ]);
}

/** `get` shows all objects of a type without being told so. */
function look(want: ObjectsWant, manifest: Manifest): ShellText {
  const named = manifest.kind === "names" ? sh`${manifest.names}` : target(manifest);
  return sh`${kubectlCommand(want)} get ${named}`;
}
