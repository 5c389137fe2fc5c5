import { Command, CommanderError, Option } from "commander";
import { PlayError } from "../base/play-error.ts";
import { playCommand } from "./flags.ts";
import { helpText } from "./help.ts";
import { type Invocation, type OutputFormat, outputFormats } from "./options.ts";
import type { Flags } from "./read-options.ts";
import { readOptions } from "./read-options.ts";

/**
 * Reads a command line: the words after the program's name. Throws a PlayError with BAD_USAGE, and a hint where the
 * right word can be guessed. Does no input or output, and never ends the process.
 */
export function parseArguments(argv: readonly string[]): Invocation {
  let invocation: Invocation | undefined;
  const program = playCommand();
  const doc = new Command("doc")
    .description("show a module's options, or list all modules")
    .argument("[module]")
    .action((module?: string) => {
      invocation = module === undefined ? { kind: "doc" } : { kind: "doc", module };
    });
  const explain = new Command("explain")
    .description("say what an error code means, or list all codes")
    .argument("[code]")
    .action((code?: string) => {
      invocation = code === undefined ? { kind: "explain" } : { kind: "explain", code };
    });
  const history = new Command("history")
    .description("list the runs that are kept, or show one")
    .argument("[run]")
    .addOption(new Option("--output <form>").choices(outputFormats).default("human"))
    .action((run: string | undefined, { output }: { readonly output: OutputFormat }) => {
      invocation = { kind: "history", output, ...(run !== undefined && { run }) };
    });
  program.addCommand(doc).addCommand(explain).addCommand(history);
  program.action((playbooks: readonly string[], flags: Flags) => {
    invocation = flags.version
      ? { kind: "version" }
      : { kind: "play", options: readOptions(playbooks, flags) };
  });
  for (const command of [program, doc, explain, history]) silence(command);
  try {
    program.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") return { kind: "help", text: helpText(program) };
    throw usageError(error);
  }
  return invocation ?? { kind: "help", text: helpText(program) };
}

/** Commander throws instead of writing and exiting. */
function silence(command: Command): void {
  command.exitOverride().helpCommand(false).allowExcessArguments(false);
  command.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
}

/** Commander's message is one line, with its guess in brackets on a second one. */
function usageError({ message }: CommanderError): PlayError {
  const [first = "", guess] = message.split("\n");
  const hint =
    guess?.replace(/^\(Did you mean (.+)\?\)$/, 'did you mean "$1"?') ?? "play --help lists all options";
  return new PlayError("BAD_USAGE", first.replace(/^error: /, "").replaceAll("'", '"'), { hint });
}
