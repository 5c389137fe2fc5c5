import { ErrorCollector } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import type { Inventory, VariableSet } from "../model/inventory.ts";
import type { TaskInclude, TaskItem } from "../model/playbook.ts";
import type { YamlNode } from "../model/yaml-node.ts";
import type { AnyModule } from "../module/contract.ts";
import type { Reference, Template } from "../template/contract.ts";
import type { Templates } from "./program.ts";
import type { PlacedRole } from "./role.ts";
import type { Selector } from "./selector.ts";
import type { Unread } from "./unread.ts";

/** What every part of compiling needs to know. */
export interface CompileContext {
  readonly errors: ErrorCollector;
  readonly modules: ReadonlyMap<string, AnyModule>;
  readonly inventory: Inventory;
  /** Names of the hosts that `--limit` leaves; undefined without one. */
  readonly limit: ReadonlySet<string> | undefined;
  readonly extraVariables: Templates;
  readonly selector: Selector;
  readonly templates: TemplateFactory;
  /** What could not be read, so that what depends on it is not told as a mistake of its own; undefined: all was read. */
  readonly unread?: Unread;
  /** Variables of a file that `include_vars` names, its path absolute; where this is not given they are not foreseen. */
  readonly readVariables?: (file: string, source: Source) => VariableSet | undefined;
  /** Tasks of a file that an include may name, its path absolute; undefined where there is a mistake in it. */
  readonly readTasks?: (file: string, include: TaskInclude) => readonly TaskItem[] | undefined;
  /** Where roles are put as they take part in the play, for their handlers. */
  readonly placedRoles?: PlacedRole[];
}

/** Parses each YAML node once, however often it is asked for. */
export interface TemplateFactory {
  /** Text with `{{ }}` in it; lists and mappings of such. */
  readonly value: (node: YamlNode) => Template;
  /** An expression, or a list of them joined by `and`: when, until, changed_when, failed_when. */
  readonly condition: (node: YamlNode) => Template;
  /** One expression whose value is wanted: `debug: var=…`, each entry of `assert: that`. */
  readonly expression: (node: YamlNode) => Template;
  /** A `.hbs` file. Throws FILE_UNREADABLE, and the first mistake in it. */
  readonly file: (path: string) => Template;
  /** The variables that a `.hbs` file asks for, also where there are mistakes in it. Throws FILE_UNREADABLE. */
  readonly fileReferences: (path: string) => readonly Reference[];
  /** Whether `with_<name>` and lookup('<name>') exist; their names, for "did you mean". */
  readonly lookups: ReadonlySet<string>;
  /** The same templates, with the mistakes of those still to be made collected elsewhere. */
  readonly collectingIn: (errors: ErrorCollector) => TemplateFactory;
}

/** Compiles something that only the run could find. Throws the first of its mistakes. */
export function compileNow<T>(context: CompileContext, body: (context: CompileContext) => T): T {
  const errors = new ErrorCollector();
  const compiled = body({ ...context, errors, templates: context.templates.collectingIn(errors) });
  const [first] = errors.errors;
  if (first) throw first;
  return compiled;
}

/** Templates of variables, each still to be rendered. */
export function compileVariables(variables: VariableSet, templates: TemplateFactory): Templates {
  return new Map([...variables].map(([name, node]) => [name, templates.value(node)]));
}
