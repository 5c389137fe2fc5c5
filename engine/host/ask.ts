import { PlayError } from "../base/play-error.ts";
import { joinShell, sh, type ShellText } from "../base/shell-text.ts";
import { type Query, type QueryKind, queryKey, type QueryTable } from "./query.ts";
import { queryReaders } from "./query-kinds/table.ts";
import { endOfStep, makeFrame, type RawOutput } from "./shell/frame.ts";
import type { Shell } from "./shell/shell.ts";
import { freshToken } from "./shell/token.ts";

/** Tries that queries get whose files change while they are read. */
const tries = 3;

/** All queries in one round trip: those of one kind are one command, and equal ones are asked once. */
export async function askShell(shell: Shell, queries: readonly Query[]): Promise<unknown[]> {
  if (queries.length === 0) return [];
  const distinct = [...new Map(queries.map((query) => [queryKey(query), query])).values()];
  const answers = new Map<string, unknown>();
  for (const [key, answer] of await askDistinct(shell, distinct)) answers.set(key, answer);
  return queries.map((query) => answers.get(queryKey(query)));
}

async function askDistinct(shell: Shell, queries: readonly Query[]): Promise<[string, unknown][]> {
  for (let attempt = 1; ; attempt++) {
    const questions = kindsOf(queries).map((kind) => question(kind, queries));
    const outputs = await shell.request(makeFrame((mark) => [askingSteps(questions, mark)]));
    try {
      return questions.flatMap(({ parse }, index) => parse(outputs[index]));
    } catch (error) {
      if (attempt === tries || !(error instanceof PlayError) || error.code !== "HOST_DATA") throw error;
    }
  }
}

/** One kind's queries as a script, and how to turn its output into answers by query key. */
interface Question {
  readonly script: ShellText;
  readonly parse: (output: RawOutput | undefined) => [string, unknown][];
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties the reader to its subjects
function question<Kind extends QueryKind>(kind: Kind, queries: readonly Query[]): Question {
  const reader = queryReaders[kind];
  const ofKind = queries.filter((query) => query.kind === kind);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the filter keeps this kind's queries only
  const subjects = ofKind.map((query) => query.subject as QueryTable[Kind]["subject"]);
  const mark = freshToken();
  return {
    script: reader.script(subjects, mark),
    parse: (output) => {
      if (!output) throw new PlayError("HOST_DATA", `no answer to ${kind} queries`);
      const answers = reader.parse(output, subjects, mark);
      return ofKind.map((query, index) => [queryKey(query), answers[index]]);
    },
  };
}

function kindsOf(queries: readonly Query[]): readonly QueryKind[] {
  return [...new Set(queries.map(({ kind }) => kind))];
}

/** One subshell for all, so that what the scripts define is gone afterwards. */
function askingSteps(questions: readonly Question[], mark: string): ShellText {
  const steps = questions.map(({ script }) => joinShell([script, sh`play_rc=$?`, endOfStep(mark)]));
  return sh`(
LC_ALL=C; export LC_ALL
${joinShell(steps)}
) </dev/null`;
}
