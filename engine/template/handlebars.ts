import type { ErrorCollector } from "../base/play-error.ts";
import type { SourceFile } from "../base/source.ts";
import { vocabulary } from "../vocabulary/vocabulary.ts";
import { compileProgram } from "./handlebars-compile.ts";
import { parseHandlebars } from "./handlebars-parse.ts";
import { referencesOf } from "./handlebars-references.ts";
import { renderProgram } from "./handlebars-render.ts";
import { locatorOf } from "./handlebars-source.ts";
import type { TextTemplate } from "./text-template.ts";

/**
 * Compiles a `.hbs` file (handlebarsjs.com/guide): strict, without HTML escaping, with the vocabulary's words as helpers
 * and with Python's truth in `#if`. Handlebars reads the text; the expressions in it are those of playbooks, so that
 * Unknown, `default` and missing variables mean the same in both.
 *
 * Collects TEMPLATE_SYNTAX and UNKNOWN_*; a template with errors is not for rendering.
 */
export function compileTemplateFile(file: SourceFile, errors: ErrorCollector): TextTemplate {
  const locate = locatorOf(file);
  const program = errors.attempt(() => parseHandlebars(file, locate));
  const blocks = program ? compileProgram(program, { locate, errors, vocabulary }) : [];
  return {
    file,
    references: referencesOf(blocks),
    render: (scope) => renderProgram(blocks, { scope, vocabulary }),
  };
}
