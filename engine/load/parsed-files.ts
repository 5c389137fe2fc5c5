import { existsSync } from "node:fs";
import type { ErrorCollector } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import type { YamlNode } from "../model/yaml-node.ts";
import { readSourceFile } from "./file/read-source-file.ts";
import { openFile } from "./vault/open-file.ts";
import type { Vault } from "./vault/vault.ts";
import { parseYaml } from "./yaml/parse-yaml.ts";

/** The YAML files of one load; each is read and parsed once, and its errors are told once. */
export class ParsedFiles {
  /** Absolute; paths below it are shown relative to it. */
  readonly cwd: string;
  readonly errors: ErrorCollector;
  readonly #vault: Vault | undefined;
  readonly #nodes = new Map<string, YamlNode | undefined>();

  constructor(cwd: string, errors: ErrorCollector, vault?: Vault) {
    this.cwd = cwd;
    this.errors = errors;
    this.#vault = vault;
  }

  /** undefined where the file cannot be read or parsed, which is collected. */
  parse(path: string, from?: Source): YamlNode | undefined {
    if (this.#nodes.has(path)) return this.#nodes.get(path);
    const file = readSourceFile(path, { cwd: this.cwd, errors: this.errors, from });
    const plain = file && openFile(file, { errors: this.errors, vault: this.#vault, from });
    const node = plain && parseYaml(plain, this.errors);
    // A file that does not exist is an error at each place that names it.
    if (file || existsSync(path)) this.#nodes.set(path, node);
    return node;
  }
}
