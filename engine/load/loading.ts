import type { ErrorCollector } from "../base/play-error.ts";
import type { VariableFolder, VariableSet } from "../model/inventory.ts";
import type { Role, TaskItem } from "../model/playbook.ts";
import { ErrorsOnce } from "./errors-once.ts";
import { ParsedFiles } from "./parsed-files.ts";
import type { Vault } from "./vault/vault.ts";

export interface LoadOptions {
  /** Names without collection: `copy`, not `ansible.builtin.copy`. */
  readonly moduleNames: ReadonlySet<string>;
  /** Those of them that take a free form: command, shell, raw, script, meta, include_vars, … */
  readonly freeFormModules: ReadonlySet<string>;
  /** Names and aliases of the options of each module; where they are not given, less can be told of mistakes. */
  readonly moduleOptions?: ReadonlyMap<string, ReadonlySet<string>>;
  /** More folders that hold roles, absolute; looked at last. */
  readonly rolePath: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** Opens files that are encrypted as a whole. */
  readonly vault?: Vault | undefined;
}

/** What one load carries along. What is finished is kept, so that its errors are told once. */
export class Loading {
  readonly options: LoadOptions;
  readonly errors: ErrorCollector;
  readonly files: ParsedFiles;
  readonly roles = new Map<string, Role>();
  readonly taskLists = new Map<string, readonly TaskItem[]>();
  readonly variableFiles = new Map<string, VariableSet | undefined>();
  readonly variableFolders = new Map<string, VariableFolder>();

  constructor(options: LoadOptions, errors: ErrorCollector) {
    this.options = options;
    this.errors = new ErrorsOnce(errors);
    this.files = new ParsedFiles(options.cwd, this.errors, options.vault);
  }
}
