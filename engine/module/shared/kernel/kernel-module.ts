import { sh } from "../../../base/shell-text.ts";
import type { AnswerForecast } from "../../../host/change.ts";
import { foreseeAnswer } from "../../../host/change.ts";
import { script, type Query, type ScriptAnswer } from "../../../host/query.ts";
import { decodeText, encodeText } from "../file/text.ts";

/** loaded, built into the kernel, to be had (modprobe finds it), or not. */
export type ModuleState = "loaded" | "builtin" | "loadable" | "missing";

export interface KernelModule {
  readonly state: ModuleState;
  /** Files of modules-load.d that name it. */
  readonly loadedBy: readonly string[];
  /** Files of modprobe.d that give it options. */
  readonly optionsIn: readonly string[];
}

export const loadFile = (name: string): string => `/etc/modules-load.d/${name}.conf`;
export const optionsFile = (name: string): string => `/etc/modprobe.d/${name}.conf`;

/** Lines as modules-load.d(5) and modprobe.d(5) take them; - and _ are the same in a module's name. */
export const loadPattern = (name: string): string => `^[[:space:]]*${either(name)}[[:space:]]*$`;
export const optionsPattern = (name: string): string =>
  `^[[:space:]]*options[[:space:]]+${either(name)}[[:space:]]`;

function either(name: string): string {
  return name.replaceAll(/[-_]/g, "[-_]");
}

export function askModule(name: string): Query<ScriptAnswer> {
  const kernelName = name.replaceAll("-", "_");
  return script(
    `kernel module ${name}`,
    sh`if grep -q ${`^${kernelName} `} /proc/modules 2>/dev/null; then echo loaded
elif grep -qE ${`/${either(name)}[.]ko`} "/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null; then echo builtin
elif [ -d ${`/sys/module/${kernelName}`} ]; then echo builtin
elif modprobe -n -q ${name} 2>/dev/null; then echo loadable
else echo missing
fi
grep -lsE ${loadPattern(name)} /etc/modules-load.d/*.conf
echo
grep -lsE ${optionsPattern(name)} /etc/modprobe.d/*.conf
true`,
  );
}

export function readModule({ stdout }: ScriptAnswer): KernelModule {
  const [state = "missing", ...lines] = (decodeText(stdout) ?? "").trimEnd().split("\n");
  const middle = lines.indexOf("");
  const [loadedBy, optionsIn] =
    middle === -1 ? [lines, []] : [lines.slice(0, middle), lines.slice(middle + 1)];
  return { state: isState(state) ? state : "missing", loadedBy, optionsIn };
}

function isState(text: string): text is ModuleState {
  return ["loaded", "builtin", "loadable", "missing"].includes(text);
}

export function foreseeModule(name: string, { state, loadedBy, optionsIn }: KernelModule): AnswerForecast {
  const text = [state, ...loadedBy, "", ...optionsIn].map((line) => `${line}\n`).join("");
  return foreseeAnswer(askModule(name), { rc: 0, stdout: encodeText(text), stderr: new Uint8Array() });
}
