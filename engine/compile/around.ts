import type { Source } from "../base/source.ts";
import type { VariableSet } from "../model/inventory.ts";
import type { Keywords } from "../model/playbook.ts";
import type { Template } from "../template/contract.ts";
import { compileVariables, type CompileContext } from "./context.ts";
import { literalTexts } from "./literal.ts";
import type { RoleScope, StepBase } from "./program.ts";
import { compileEnvironment, compileNotify, compileWhen } from "./inherited.ts";
import { narrowSettings } from "./settings.ts";
import { rejectUnsupported } from "./unsupported.ts";

export { settingNames, type SettingName } from "./settings.ts";

/** What a step inherits from the play, roles, imports and blocks that it stands in. */
export type Around = Omit<StepBase, "source" | "folder" | "role"> & {
  readonly role: RoleScope | undefined;
  /** Handlers that every task inside notifies. */
  readonly notify: readonly Template[];
};

export const nothingAround: Around = {
  when: [],
  tags: [],
  variables: [],
  includeParams: [],
  environment: [],
  settings: new Map(),
  role: undefined,
  notify: [],
};

interface Narrowing {
  readonly keywords: Keywords;
  readonly variables?: VariableSet;
}

/** The same with an inner part's own keywords put in. */
export function narrow(around: Around, inner: Narrowing, context: CompileContext): Around {
  const { templates } = context;
  const { keywords } = inner;
  rejectUnsupported(keywords, context);
  const when = compileWhen(keywords, context);
  const variables = inner.variables ?? new Map();
  return {
    ...around,
    when: [...around.when, ...when],
    tags: [...new Set([...around.tags, ...literalTexts(keywords.get("tags"), "tags", context, true)])],
    variables:
      variables.size > 0 ? [...around.variables, compileVariables(variables, templates)] : around.variables,
    environment: [...around.environment, ...compileEnvironment(keywords, context)],
    notify: [...around.notify, ...compileNotify(keywords, context)],
    settings: narrowSettings(around.settings, keywords, context),
  };
}

/** The fields of a step that come from around it. */
export function stepBase(around: Around, source: Source, folder: string): StepBase {
  const { role, notify: _, ...rest } = around;
  return { ...rest, source, folder, ...(role && { role }) };
}
