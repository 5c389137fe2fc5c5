import { z } from "zod";
import type { AnyModule } from "./contract.ts";
import type { OptionNotes } from "./option.ts";

/** A module with its options: what `play doc <module>` prints. */
export function describeModule(module: AnyModule): string {
  const { freeForm } = module;
  const options = Object.entries(module.args.shape).filter(([, schema]) => notesOf(schema).internal !== true);
  const parts = [
    `${module.name}: ${module.summary}`,
    ...(freeForm === undefined ? [] : [`Text right after "${module.name}:" is the option ${freeForm}.`]),
    ...options.map(([name, schema]) => describeOption(name, schema)),
    ...(takesAny(module) ? ["  Any other option is taken, too."] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** Its name, what it takes, and below that its help. */
function describeOption(name: string, schema: z.core.$ZodType): string {
  const { aliases = [], description = "" } = notesOf(schema);
  const facts = [typeOf(schema), ...presenceOf(schema)].join(", ");
  const others = aliases.length > 0 ? `; also ${aliases.join(", ")}` : "";
  return `  ${name} (${facts}${others})\n      ${description}`;
}

function notesOf(schema: z.core.$ZodType): OptionNotes & { readonly description?: string | undefined } {
  return z.globalRegistry.get(schema) ?? {};
}

function presenceOf(schema: z.core.$ZodType): readonly string[] {
  if (schema instanceof z.ZodDefault) return [`default ${showDefault(schema.def.defaultValue)}`];
  return schema instanceof z.ZodOptional ? [] : ["required"];
}

function showDefault(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(", ");
  return value === "" ? "empty" : String(value);
}

/** What a schema takes, in a word or two. */
function typeOf(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return typeOf(schema.def.innerType);
  if (notesOf(schema).expression === true) return "expressions";
  if (isPath(notesOf(schema))) return "path";
  if (schema instanceof z.ZodPipe) return typeOf(schema.def.out);
  if (schema instanceof z.ZodEnum) return schema.options.join(" | ");
  if (schema instanceof z.ZodBoolean) return "yes or no";
  if (schema instanceof z.ZodNumber) return "number";
  if (schema instanceof z.ZodArray) return "list";
  if (schema instanceof z.ZodRecord) return "map";
  return schema instanceof z.ZodString ? "text" : "any value";
}

function isPath({ hostPath, ownPath }: OptionNotes): boolean {
  return hostPath === true || ownPath === true;
}

function takesAny(module: AnyModule): boolean {
  const { catchall } = module.args.def;
  return catchall !== undefined && !(catchall instanceof z.ZodNever);
}
