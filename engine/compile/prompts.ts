import { PlayError } from "../base/play-error.ts";
import type { Play } from "../model/playbook.ts";
import type { Scope } from "../model/scope.ts";
import { toText } from "../model/text-form.ts";
import type { Value } from "../model/value.ts";
import type { YamlMapping, YamlNode } from "../model/yaml-node.ts";
import { didYouMean } from "../base/suggest.ts";
import type { CompileContext } from "./context.ts";
import { listItems, variableName } from "./literal.ts";
import type { Prompt } from "./program.ts";

const known = ["name", "prompt", "default", "private", "confirm", "encrypt", "salt", "salt_size", "unsafe"];

/** The schemes of `encrypt` and the hash of the `password_hash` filter that each means. */
const schemes: Readonly<Record<string, Prompt["encrypt"]>> = {
  sha256_crypt: "sha256",
  sha256: "sha256",
  sha512_crypt: "sha512",
  sha512: "sha512",
};

/** `vars_prompt`: variables that whoever starts the run is asked for. Collects UNKNOWN_KEY, BAD_SHAPE and BAD_VALUE. */
export function compilePrompts({ keywords }: Play, scope: Scope, context: CompileContext): readonly Prompt[] {
  const node = keywords.get("vars_prompt");
  return node ? listItems(node).flatMap((item) => compilePrompt(item, scope, context) ?? []) : [];
}

function compilePrompt(node: YamlNode, scope: Scope, context: CompileContext): Prompt | undefined {
  const nameNode = node.kind === "mapping" ? entryOf(node, "name") : undefined;
  const name = nameNode && variableName(nameNode, "name", context);
  if (node.kind !== "mapping" || !nameNode) {
    const details = { source: node.source, hint: "for example: - name: token" };
    context.errors.add(new PlayError("BAD_SHAPE", "an entry of vars_prompt needs a name", details));
    return undefined;
  }
  refuseOthers(node, context);
  const text = (key: string): string | undefined => {
    const value = valueOf(node, key, scope, context);
    return value === undefined || value === null ? undefined : toText(value);
  };
  const encrypt = schemeOf(node, text("encrypt"), context);
  const [salt, fallback] = [text("salt"), text("default")];
  if (name === undefined) return undefined;
  return {
    name,
    source: nameNode.source,
    question: text("prompt") ?? name,
    private: isYes(valueOf(node, "private", scope, context), true),
    confirm: isYes(valueOf(node, "confirm", scope, context), false),
    ...(fallback !== undefined && { default: fallback }),
    ...(encrypt !== undefined && { encrypt }),
    ...(salt !== undefined && { salt }),
  };
}

function entryOf(node: YamlMapping, key: string): YamlNode | undefined {
  return node.entries.find((entry) => entry.key === key)?.value;
}

function valueOf(
  node: YamlMapping,
  key: string,
  scope: Scope,
  { templates, errors }: CompileContext,
): Value | undefined {
  const value = entryOf(node, key);
  return value && errors.attempt(() => templates.value(value).render(scope));
}

function isYes(value: Value | undefined, usual: boolean): boolean {
  return value === undefined ? usual : /^(yes|true|on|1)$/i.test(toText(value));
}

function schemeOf(
  node: YamlMapping,
  word: string | undefined,
  { errors }: CompileContext,
): Prompt["encrypt"] | undefined {
  const scheme = word === undefined ? undefined : schemes[word];
  if (word === undefined || scheme) return scheme;
  const source = entryOf(node, "encrypt")?.source;
  const hint = "sha512_crypt or sha256_crypt";
  errors.add(new PlayError("BAD_VALUE", `encrypt knows no "${word}"`, { source, hint }));
  return undefined;
}

function refuseOthers({ entries }: YamlMapping, { errors }: CompileContext): void {
  for (const { key, keySource } of entries) {
    if (known.includes(key)) continue;
    const hint = didYouMean(key, known) ?? `it takes ${known.join(", ")}`;
    errors.add(new PlayError("UNKNOWN_KEY", `vars_prompt has no key "${key}"`, { source: keySource, hint }));
  }
}
