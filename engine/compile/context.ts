import { ErrorCollector } from "../base/play-error.ts";
import type { Inventory, VariableSet } from "../model/inventory.ts";
import type { YamlNode } from "../model/yaml-node.ts";
import type { AnyModule } from "../module/contract.ts";
import type { Template } from "../template/contract.ts";
import type { Templates } from "./program.ts";
import type { Selector } from "./selector.ts";

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
}

/** Parses each YAML node once, however often it is asked for. */
export interface TemplateFactory {
  /** Text with `{{ }}` in it; lists and mappings of such. */
  readonly value: (node: YamlNode) => Template;
  /** An expression, or a list of them joined by `and`: when, until, changed_when, failed_when. */
  readonly condition: (node: YamlNode) => Template;
  /** One expression whose value is wanted: `debug: var=…`, each entry of `assert: that`. */
  readonly expression: (node: YamlNode) => Template;
  /** A `.hbs` file. Throws FILE_NOT_FOUND. */
  readonly file: (path: string) => Template;
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

export function compileVariables(variables: VariableSet, templates: TemplateFactory): Templates {
  return new Map([...variables].map(([name, node]) => [name, templates.value(node)]));
}
