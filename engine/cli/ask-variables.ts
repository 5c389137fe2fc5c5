import { PlayError } from "../base/play-error.ts";
import type { Program, Prompt } from "../compile/program.ts";
import { cryptPassword, randomSalt } from "../vocabulary/shared/sha-crypt.ts";
import { ask, openTerminal, type Terminal } from "./prompt.ts";

/** What is known when variables are to be asked for. */
export interface Asking {
  /** Names that the command line gives; they are not asked for. */
  readonly given: ReadonlySet<string>;
  readonly keepSecret: (text: string) => void;
  readonly open?: () => Terminal;
}

/**
 * Asks for the variables of all plays' `vars_prompt` before any host is touched; a name that several plays ask for is
 * asked once. Throws BAD_USAGE where there is no terminal and no default.
 */
export async function askVariables(
  { plays }: Program,
  { given, keepSecret, open = openTerminal }: Asking,
): Promise<ReadonlyMap<string, string>> {
  const wanted = plays.flatMap((play) => play.variables.prompts).filter(({ name }) => !given.has(name));
  const answers = new Map<string, string>();
  for (const prompt of wanted) {
    if (answers.has(prompt.name)) continue;
    const answer = await answerTo(prompt, open);
    if (prompt.private) keepSecret(answer);
    const value = encrypted(answer, prompt);
    if (prompt.private) keepSecret(value);
    answers.set(prompt.name, value);
  }
  return answers;
}

async function answerTo(prompt: Prompt, open: () => Terminal): Promise<string> {
  const terminal = terminalFor(prompt, open);
  if (!terminal) return prompt.default ?? "";
  try {
    return await askUntilConfirmed(prompt, terminal);
  } finally {
    terminal.close();
  }
}

/** Undefined where there is none and the default does. */
function terminalFor(prompt: Prompt, open: () => Terminal): Terminal | undefined {
  try {
    return open();
  } catch (cause) {
    if (prompt.default !== undefined) return undefined;
    const message = `the variable "${prompt.name}" is to be asked for, but there is no terminal`;
    throw new PlayError("BAD_USAGE", message, {
      source: prompt.source,
      hint: `give it with -e ${prompt.name}=…, or a default`,
      cause,
    });
  }
}

async function askUntilConfirmed(prompt: Prompt, terminal: Terminal): Promise<string> {
  const usual = prompt.default === undefined || prompt.private ? "" : ` [${prompt.default}]`;
  const echo = !prompt.private;
  for (;;) {
    const answer = await ask(`${prompt.question}${usual}: `, terminal, { echo });
    const value = answer === "" ? (prompt.default ?? "") : answer;
    if (!prompt.confirm) return value;
    if ((await ask(`confirm ${prompt.question}: `, terminal, { echo })) === answer) return value;
    terminal.output.write("the two differ; once more\n");
  }
}

function encrypted(answer: string, { encrypt, salt }: Prompt): string {
  if (!encrypt) return answer;
  return cryptPassword(answer, { scheme: encrypt, salt: salt ?? randomSalt(), rounds: undefined });
}
