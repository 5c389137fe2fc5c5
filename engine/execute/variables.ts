import path from "node:path";
import { PlayError } from "../base/play-error.ts";
import type { CompiledPlay, PlayVariables, StepBase, Templates } from "../compile/program.ts";
import { fileSearchPath } from "../compile/files.ts";
import { roleDefaults, roleParams, roleVars } from "../compile/role.ts";
import { compileVariables, type CompileContext } from "../compile/context.ts";
import type { VariableSet } from "../model/inventory.ts";
import type { Scope } from "../model/scope.ts";
import { toText } from "../model/text-form.ts";
import { notKept } from "../model/not-kept.ts";
import { isList, type Value } from "../model/value.ts";
import type { Clock, HostState } from "./host-state.ts";
import { LayeredScope, type Layer, templateLayer, valueLayer } from "./layers.ts";

interface VariableOptions {
  readonly context: CompileContext;
  readonly play: CompiledPlay;
  /** Variables that play itself defines for a host and, where given, a step. */
  readonly magic: (host: HostState, step: StepBase | undefined) => Layer;
  /** Variables of vars_files whose names are templates, found for one host. */
  readonly readVariables: (name: string, searchPath: readonly string[]) => Templates;
  readonly render: (text: string, scope: Scope) => Value;
  /** Answers to the play's `vars_prompt`. */
  readonly prompted: ReadonlyMap<string, string>;
  readonly clock: Clock;
}

/** The variables of one play's hosts, in Ansible's order of precedence. */
export class Variables {
  readonly #options: VariableOptions;
  readonly #inventory = new Map<string, Templates>();
  readonly #files = new Map<string, readonly Templates[]>();
  readonly #hostScopes = new Map<string, { readonly time: number; readonly scope: LayeredScope }>();

  constructor(options: VariableOptions) {
    this.#options = options;
  }

  /** What a step sees on a host. `top`: loop variables and such. */
  scope(host: HostState, step: StepBase, top: readonly Layer[] = []): LayeredScope {
    return new LayeredScope([...top, ...this.#layers(host, step)], {
      searchPath: fileSearchPath(step, this.#options.play.folder, "files"),
      render: this.#options.render,
    });
  }

  /** What a host has outside any task: for hostvars, and for reaching it. */
  hostScope(host: HostState): LayeredScope {
    const cached = this.#hostScopes.get(host.name);
    const { time } = this.#options.clock;
    if (cached?.time === time) return cached.scope;
    const scope = new LayeredScope(this.#layers(host, undefined), {
      searchPath: [this.#options.play.folder],
      render: this.#options.render,
    });
    this.#hostScopes.set(host.name, { time, scope });
    return scope;
  }

  #layers(host: HostState, step: StepBase | undefined): readonly Layer[] {
    const { play, context, magic } = this.#options;
    const { roles } = play.variables;
    return [
      magic(host, step),
      templateLayer(context.extraVariables),
      ...innermostFirst(step?.includeParams ?? []),
      ...roleParams(step?.role).map(templateLayer),
      lostLayer(host),
      valueLayer(host.setFacts),
      templateLayer(host.includedVariables),
      ...innermostFirst(step?.variables ?? []),
      ...roleVars(step?.role).map(templateLayer),
      ...innermostFirst(roles.map((role) => role.vars)),
      ...innermostFirst(this.#variableFiles(host)),
      valueLayer(this.#options.prompted),
      templateLayer(play.variables.vars),
      factsLayer(host),
      templateLayer(this.#inventoryOf(host.name)),
      ...roleDefaults(step?.role).map(templateLayer),
      ...innermostFirst(roles.map((role) => role.defaults)),
    ];
  }

  #inventoryOf(host: string): Templates {
    const cached = this.#inventory.get(host);
    if (cached) return cached;
    const merged = inventoryVariables(host, this.#options.play.variables, this.#options.context);
    this.#inventory.set(host, merged);
    return merged;
  }

  #variableFiles(host: HostState): readonly Templates[] {
    const cached = this.#files.get(host.name);
    if (cached) return cached;
    // while the names are rendered, the files themselves bring nothing
    this.#files.set(host.name, []);
    try {
      const files = this.#readFiles(host);
      if (files) this.#files.set(host.name, files);
      else this.#files.delete(host.name);
      return files ?? [];
    } catch (error) {
      this.#files.delete(host.name);
      throw error;
    } finally {
      this.#hostScopes.delete(host.name);
    }
  }

  /** Undefined as long as a name depends on facts that are yet to be gathered. */
  #readFiles(host: HostState): readonly Templates[] | undefined {
    const { play, readVariables } = this.#options;
    const folders = [play.folder, path.join(play.folder, "vars")];
    const scope = this.hostScope(host);
    try {
      return play.variables.files.map((file) =>
        "render" in file ? firstFound(file.render(scope), (name) => readVariables(name, folders)) : file,
      );
    } catch (error) {
      const isTooEarly = Object.keys(host.facts).length === 0;
      if (error instanceof PlayError && error.code === "UNDEFINED_VARIABLE" && isTooEarly) return undefined;
      throw error;
    }
  }
}

/** Of an entry of vars_files that is a list, the first file that exists. */
function firstFound(entry: Value, read: (name: string) => Templates): Templates {
  const names = (isList(entry) ? entry : [entry]).map(toText);
  for (const name of names.slice(0, -1))
    try {
      return read(name);
    } catch (error) {
      if (!(error instanceof PlayError) || error.code !== "FILE_NOT_FOUND") throw error;
    }
  return read(names.at(-1) ?? "");
}

function innermostFirst(layers: readonly Templates[]): readonly Layer[] {
  return layers.toReversed().map(templateLayer);
}

/** Whoever asks for what an earlier run did not keep is told so. */
function lostLayer({ lost }: HostState): Layer {
  return {
    kind: "computed",
    get: (name) => {
      const reason = lost.get(name);
      if (reason !== undefined) throw notKept(`the variable "${name}"`, reason);
      return undefined;
    },
    names: () => lost.keys(),
  };
}

function factsLayer(host: HostState): Layer {
  const prefix = "ansible_";
  return {
    kind: "computed",
    get: (name) =>
      name.startsWith(prefix) && Object.hasOwn(host.facts, name.slice(prefix.length))
        ? host.facts[name.slice(prefix.length)]
        : undefined,
    names: () => Object.keys(host.facts).map((name) => prefix + name),
  };
}

/** Group and host variables of inventory and playbook, merged for one host; later sets win. */
function inventoryVariables(name: string, play: PlayVariables, context: CompileContext): Templates {
  const { inventory, templates } = context;
  const host = inventory.hosts.get(name);
  const groups = host?.groups ?? ["all"];
  const others = groups.filter((group) => group !== "all");
  const compiled = (set: VariableSet | undefined): Templates =>
    set ? compileVariables(set, templates) : new Map();
  const folders = inventory.folders;
  const layers: readonly Templates[] = [
    ...groups.map((group) => compiled(inventory.groups.get(group)?.variables)),
    ...folders.map((folder) => compiled(folder.groups.get("all"))),
    play.folder.groups.get("all") ?? new Map(),
    ...others.flatMap((group) => folders.map((folder) => compiled(folder.groups.get(group)))),
    ...others.map((group) => play.folder.groups.get(group) ?? new Map()),
    compiled(host?.variables),
    ...folders.map((folder) => compiled(folder.hosts.get(name))),
    play.folder.hosts.get(name) ?? new Map(),
  ];
  return new Map(layers.flatMap((layer) => [...layer]));
}
