import { sh, ShellText } from "../../../base/shell-text.ts";
import type { Manifest } from "./manifest.ts";
import type { Access } from "./want.ts";

/** kubectl with its options; it leaves no cache behind, so that a check run writes nothing. */
export function kubectlCommand({ kubectl, kubeconfig, context, namespace }: Access): ShellText {
  const flags = [
    "--cache-dir=/dev/null/none",
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
    ...(context === undefined ? [] : [`--context=${context}`]),
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
  ];
  return sh`${kubectl} ${flags}`;
}

/** The words that name the objects. */
export function target(manifest: Manifest): ShellText {
  if (manifest.kind === "file") return sh`-f ${manifest.path}`;
  if (manifest.kind !== "names") return sh`-f -`;
  const { names } = manifest;
  return names.every((name) => name.includes("/")) ? sh`${names}` : sh`${names} --all`;
}

/** `command` with the manifest as its input: no secret of it is among arguments. Must stand within `{ … }`. */
export function fed(command: ShellText, manifest: Manifest): ShellText {
  if (manifest.kind !== "text") return sh`${command} </dev/null`;
  const lines = new Set(manifest.text.split("\n"));
  let delimiter = "END_OF_MANIFEST";
  while (lines.has(delimiter)) delimiter += "_";
  return ShellText.trusted(`${command.text} <<'${delimiter}'\n${manifest.text}${delimiter}`);
}
