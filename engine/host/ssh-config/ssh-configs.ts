import path from "node:path";
import { PlayError } from "../../base/play-error.ts";
import { type ConfigTree, treeOf } from "./config-tree.ts";
import type { Machine } from "./machine.ts";
import type { Directive } from "./parse-ssh-config.ts";
import { readSshConfig } from "./read-ssh-config.ts";
import { resolveConfig } from "./resolve.ts";
import { readSettings, type SshSettings } from "./settings.ts";

/** What is said about a connection outside of ssh's files; it goes before them. */
export interface Given {
  readonly directives: readonly Directive[];
  /** A file instead of the user's and the system's; `none` for no file at all. */
  readonly configFile?: string | undefined;
}

/** ssh's configuration files; each is read once, when it is first needed. */
export class SshConfigs {
  readonly #machine: Machine;
  readonly #trees = new Map<string, readonly ConfigTree[]>();
  readonly #settings = new Map<string, SshSettings>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** What ssh would do if it were called with `host`. Throws SSH_CONFIG, FILE_NOT_FOUND, FILE_UNREADABLE. */
  settings(host: string, { directives, configFile }: Given): SshSettings {
    // every task asks
    const key = JSON.stringify([host, configFile, directives.map(({ keyword, text }) => [keyword, text])]);
    const known = this.#settings.get(key);
    if (known) return known;
    const trees = [treeOf(directives), ...this.#treesOf(configFile)];
    const settings = readSettings(host, resolveConfig(host, trees, this.#machine), this.#machine);
    this.#settings.set(key, settings);
    return settings;
  }

  #treesOf(configFile: string | undefined): readonly ConfigTree[] {
    const key = configFile ?? "";
    const trees = this.#trees.get(key) ?? this.#read(configFile);
    this.#trees.set(key, trees);
    return trees;
  }

  #read(configFile: string | undefined): readonly ConfigTree[] {
    const { home, environment } = this.#machine;
    const folder = path.join(home, ".ssh");
    if (configFile === "none") return [];
    if (configFile !== undefined) {
      const tree = readSshConfig(path.resolve(configFile), { folder, home, environment });
      if (tree) return [tree];
      throw new PlayError("FILE_NOT_FOUND", `there is no ssh configuration ${configFile}`, {
        hint: "--ssh-config, or -F among ssh's arguments, names it",
      });
    }
    const own = readSshConfig(path.join(folder, "config"), { folder, home, environment });
    const system = readSshConfig("/etc/ssh/ssh_config", { folder: "/etc/ssh", home, environment });
    return [own, system].filter((tree) => tree !== undefined);
  }
}
