import type { Source } from "../base/source.ts";
import type { VariableSet } from "../model/inventory.ts";
import type { Keywords } from "../model/playbook.ts";
import type { Template } from "../template/contract.ts";
import { compileVariables, type CompileContext } from "./context.ts";
import { listItems, literalTexts } from "./literal.ts";
import type { RoleScope, StepBase, Templates } from "./program.ts";

/** What a step inherits from the play, roles, imports and blocks that it stands in. */
export type Around = Omit<StepBase, "source" | "folder" | "role"> & {
  readonly role: RoleScope | undefined;
};

export const nothingAround: Around = {
  when: [],
  tags: [],
  variables: [],
  includeParams: [],
  environment: [],
  settings: new Map(),
  role: undefined,
};

/** Keywords whose innermost value counts, and which are rendered when the task's turn comes. */
export const settingNames = [
  "any_errors_fatal",
  "become",
  "become_method",
  "become_user",
  "check_mode",
  "connection",
  "delegate_facts",
  "delegate_to",
  "diff",
  "ignore_errors",
  "ignore_unreachable",
  "no_log",
  "port",
  "remote_user",
  "run_once",
  "timeout",
] as const;

export type SettingName = (typeof settingNames)[number];

interface Narrowing {
  readonly keywords: Keywords;
  readonly variables?: VariableSet;
}

/** The same with an inner part's own keywords put in. */
export function narrow(around: Around, inner: Narrowing, context: CompileContext): Around {
  const { templates } = context;
  const when = inner.keywords.get("when");
  const environment = inner.keywords.get("environment");
  return {
    ...around,
    when: when ? [...around.when, templates.condition(when)] : around.when,
    tags: [...new Set([...around.tags, ...literalTexts(inner.keywords.get("tags"), "tags", context, true)])],
    variables: inner.variables?.size
      ? [...around.variables, compileVariables(inner.variables, templates)]
      : around.variables,
    environment: environment
      ? [...around.environment, ...listItems(environment).map((node) => templates.value(node))]
      : around.environment,
    settings: narrowSettings(around.settings, inner.keywords, context),
  };
}

function narrowSettings(outer: Templates, keywords: Keywords, context: CompileContext): Templates {
  const own = settingNames.flatMap((name): [string, Template][] => {
    const node = keywords.get(name);
    return node ? [[name, context.templates.value(node)]] : [];
  });
  return own.length === 0 ? outer : new Map([...outer, ...own]);
}

/** The fields of a step that come from around it. */
export function stepBase(around: Around, source: Source, folder: string): StepBase {
  const { role, ...rest } = around;
  return { ...rest, source, folder, ...(role && { role }) };
}
