import type { ErrorCode } from "../base/error-code.ts";
import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Keywords } from "../model/playbook.ts";
import { becomeMethods, choicesOf, connectionKinds } from "../model/reaching.ts";
import { emptyScope } from "../model/scope.ts";
import type { YamlNode } from "../model/yaml-node.ts";
import type { Template } from "../template/contract.ts";
import type { CompileContext } from "./context.ts";
import type { Templates } from "./program.ts";

const flagNames = [
  "any_errors_fatal",
  "become",
  "check_mode",
  "delegate_facts",
  "diff",
  "ignore_errors",
  "ignore_unreachable",
  "no_log",
  "run_once",
] as const;

const otherNames = [
  "become_exe",
  "become_flags",
  "become_method",
  "become_user",
  "connection",
  "delegate_to",
  "port",
  "remote_user",
  "timeout",
] as const;

/** Keywords whose innermost value counts, and which are rendered when the task's turn comes. */
export const settingNames = [...flagNames, ...otherNames] as const;

export type SettingName = (typeof settingNames)[number];

/** The settings of a part with its own put over those around it. Collects BAD_SHAPE for values that no run could take. */
export function narrowSettings(outer: Templates, keywords: Keywords, context: CompileContext): Templates {
  const own = settingNames.flatMap((name): [string, Template][] => {
    const node = keywords.get(name);
    return node ? [[name, compileSetting(name, node, context)]] : [];
  });
  return own.length === 0 ? outer : new Map([...outer, ...own]);
}

function compileSetting(name: SettingName, node: YamlNode, context: CompileContext): Template {
  if (isFlagName(name)) return flagTemplate(name, node, context);
  if (name === "port" || name === "timeout") return numberTemplate(name, node, context);
  if (name === "become_method") return wordTemplate(name, node, { words: becomeMethods, context });
  if (name === "connection") return wordTemplate(name, node, { words: connectionKinds, context });
  return context.templates.value(node);
}

/** A keyword that is one of some words. */
function wordTemplate(
  name: string,
  node: YamlNode,
  { words, context }: { readonly words: Readonly<Record<string, string>>; readonly context: CompileContext },
): Template {
  const takes = (text: string): boolean => Object.hasOwn(words, text);
  const said = node.kind === "scalar" ? String(node.value) : "";
  const hint = didYouMean(said, Object.keys(words)) ?? `write ${name}: ${choicesOf(words)}`;
  return constantChecked(
    node,
    { code: "UNSUPPORTED", problem: `${name} ${said} is not supported`, hint, takes },
    context,
  );
}

function isFlagName(name: SettingName): boolean {
  return flagNames.some((flag) => flag === name);
}

/** A keyword that says yes or no. */
export function flagTemplate(name: string, node: YamlNode, context: CompileContext): Template {
  const hint = `write ${name}: true or ${name}: false`;
  const takes = (text: string): boolean => /^(yes|true|on|1|y|t|no|false|off|0|n|f)?$/i.test(text);
  return constantChecked(node, { problem: `${name} must be yes or no`, hint, takes }, context);
}

/** A keyword that is a number, from zero on. */
export function numberTemplate(name: string, node: YamlNode, context: CompileContext): Template {
  const hint = `write ${name}: 5, for example`;
  const takes = (text: string): boolean => /^\d+(\.\d+)?$/.test(text);
  return constantChecked(node, { problem: `${name} must be a number`, hint, takes }, context);
}

interface Expectation {
  readonly code?: ErrorCode;
  readonly problem: string;
  readonly hint: string;
  readonly takes: (text: string) => boolean;
}

function constantChecked(
  node: YamlNode,
  { code = "BAD_SHAPE", problem, hint, takes }: Expectation,
  context: CompileContext,
): Template {
  const template = context.templates.value(node);
  if (!template.constant) return template;
  const value = context.errors.attempt(() => template.render(emptyScope)) ?? "";
  if (typeof value === "object" || !takes(String(value)))
    context.errors.add(new PlayError(code, problem, { source: node.source, hint }));
  return template;
}
