import { PlayError } from "../../../base/play-error.ts";
import { sh } from "../../../base/shell-text.ts";
import type { Change } from "../../../host/change.ts";
import type { ScriptAnswer } from "../../../host/query.ts";
import type { Need, Plan } from "../../contract.ts";
import type { FoundDestination } from "../file/destination.ts";
import { planEdit, type Edited } from "../text/edit.ts";
import {
  foreseeModule,
  loadFile,
  loadPattern,
  optionsFile,
  optionsPattern,
  readModule,
  type KernelModule,
} from "./kernel-module.ts";

export interface WantModule {
  readonly name: string;
  readonly state: "present" | "absent";
  readonly params: string;
  readonly persistent: "disabled" | "present" | "absent";
}

type FoundModule = FoundDestination & { readonly module: ScriptAnswer };

export function planModule(want: WantModule, found: FoundModule): Plan {
  const { name, state, params } = want;
  const module = readModule(found.module);
  const { change, needs, after } = planState(want, module);
  const changes = [...(change ? [change] : []), ...planBoot(want, module, found)];
  const last = changes.pop();
  const forecast = foreseeModule(name, afterBoot(want, after));
  return {
    changes: last ? [...changes, { ...last, forecasts: [...(last.forecasts ?? []), forecast] }] : [],
    result: { name, state, params },
    ...(needs && { needs }),
  };
}

interface Step {
  readonly change?: Change;
  readonly needs?: Need;
  readonly after: KernelModule;
}

function planState({ name, state, params }: WantModule, module: KernelModule): Step {
  const isLoaded = module.state === "loaded" || module.state === "builtin";
  if (isLoaded === (state === "present")) return { after: module };
  if (state === "present") {
    const words = params.split(/\s+/).filter((word) => word !== "");
    return {
      change: {
        summary: `load kernel module ${name}`,
        actions: [{ kind: "run", script: sh`modprobe ${name} ${words}` }],
      },
      ...(module.state === "missing" && { needs: missing(name) }),
      after: { ...module, state: "loaded" },
    };
  }
  if (module.state === "builtin")
    throw new PlayError(
      "PRECONDITION",
      `kernel module ${name} is built into the kernel and cannot be unloaded`,
    );
  return {
    change: {
      summary: `unload kernel module ${name}`,
      actions: [{ kind: "run", script: sh`modprobe -r ${name}` }],
    },
    after: { ...module, state: "loadable" },
  };
}

function missing(name: string): Need {
  return {
    once: `the kernel module ${name} is installed`,
    failure: `the kernel has no module ${name}`,
    hint: "install the package with the modules of the kernel that runs (uname -r)",
  };
}

function planBoot(want: WantModule, module: KernelModule, found: FoundDestination): readonly Change[] {
  const { name, params, persistent } = want;
  if (persistent === "disabled") return [];
  if (persistent === "absent")
    return [
      ...dropLines(module.loadedBy, loadPattern(name), `do not load kernel module ${name} at boot`),
      ...dropLines(module.optionsIn, optionsPattern(name), `no options for kernel module ${name}`),
    ];
  const load =
    module.loadedBy.length > 0 ? [] : keepLine(loadFile(name), found, { line: name, old: undefined });
  if (params === "") return load;
  const old = new RegExp(`^\\s*options\\s+${name}\\s`);
  return [...load, ...keepLine(optionsFile(name), found, { line: `options ${name} ${params}`, old })];
}

interface Line {
  readonly line: string;
  /** What it replaces. */
  readonly old: RegExp | undefined;
}

function keepLine(path: string, found: FoundDestination, { line, old }: Line): readonly Change[] {
  const edit = (text: string): Edited => {
    const lines = text.split("\n").filter((there) => there !== "");
    const kept = lines.filter((there) => old?.test(there) !== true && there !== line);
    const edited = `${[...kept, line].join("\n")}\n`;
    return lines.includes(line) && kept.length === lines.length - 1
      ? { text, message: "" }
      : { text: edited, message: `keep "${line}"` };
  };
  return planEdit({ path, create: true, backup: false }, found, edit).changes;
}

function dropLines(files: readonly string[], pattern: string, summary: string): readonly Change[] {
  if (files.length === 0) return [];
  return [
    {
      summary: `${summary} (${files.join(", ")})`,
      actions: [{ kind: "run", script: sh`sed -i -E ${`/${pattern}/d`} ${files}` }],
    },
  ];
}

function afterBoot({ name, params, persistent }: WantModule, module: KernelModule): KernelModule {
  if (persistent === "disabled") return module;
  if (persistent === "absent") return { ...module, loadedBy: [], optionsIn: [] };
  const orElse = (files: readonly string[], file: string) => (files.length > 0 ? files : [file]);
  return {
    ...module,
    loadedBy: orElse(module.loadedBy, loadFile(name)),
    optionsIn: params === "" ? module.optionsIn : orElse(module.optionsIn, optionsFile(name)),
  };
}
