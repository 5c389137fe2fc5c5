import { existsSync } from "node:fs";
import type { ErrorCollector } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import type { Role, TaskItem } from "../model/playbook.ts";
import type { YamlNode } from "../model/yaml-node.ts";
import { readSourceFile } from "./file/read-source-file.ts";
import { parseYaml } from "./yaml/parse-yaml.ts";

export interface LoadOptions {
  /** Names without collection: `copy`, not `ansible.builtin.copy`. */
  readonly moduleNames: ReadonlySet<string>;
  /** Those of them that take a free form: command, shell, raw, script, meta, include_vars, … */
  readonly freeFormModules: ReadonlySet<string>;
  /** More folders that hold roles, absolute; looked at last. */
  readonly rolePath: readonly string[];
  /** Absolute. */
  readonly cwd: string;
}

/** What one load carries along: every file is parsed once, and its tasks are read once per place that uses them. */
export class Loading {
  readonly options: LoadOptions;
  readonly errors: ErrorCollector;
  /** Finished roles and task lists, so that errors in them are told once. */
  readonly roles = new Map<string, Role>();
  readonly taskLists = new Map<string, readonly TaskItem[]>();
  readonly #files = new Map<string, YamlNode | undefined>();

  constructor(options: LoadOptions, errors: ErrorCollector) {
    this.options = options;
    this.errors = errors;
  }

  /** The parsed file; undefined where it cannot be read or parsed, which is collected the first time. */
  parse(path: string, from?: Source): YamlNode | undefined {
    if (this.#files.has(path)) return this.#files.get(path);
    const file = readSourceFile(path, { cwd: this.options.cwd, errors: this.errors, from });
    const node = file && parseYaml(file, this.errors);
    // A file that does not exist is an error at each place that names it.
    if (file || existsSync(path)) this.#files.set(path, node);
    return node;
  }
}
