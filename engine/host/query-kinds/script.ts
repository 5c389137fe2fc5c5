import { joinShell, sh } from "../../base/shell-text.ts";
import type { ScriptAnswer } from "../query.ts";
import type { QueryReader } from "./query-reader.ts";
import { unexpected } from "./unexpected.ts";

/** Each script in a subshell of its own: what it sets, where it goes and how it ends stays there. */
export const scriptReader: QueryReader<"script"> = {
  script(subjects, mark) {
    const calls = subjects.map(
      ({ script }) => sh`( eval ${script} ); play_rc=$?
printf '%s%s\n' ${mark} "$play_rc"; printf '%s%s\n' ${mark} "$play_rc" >&2`,
    );
    return joinShell(calls);
  },

  parse(output, subjects, mark) {
    const stdouts = splitAnswers(output.stdout, mark);
    const stderrs = splitAnswers(output.stderr, mark);
    return subjects.map(({ name }, index): ScriptAnswer => {
      const out = stdouts[index];
      const err = stderrs[index];
      if (!out || !err) throw unexpected(name, output);
      return { rc: out.rc, stdout: out.bytes, stderr: err.bytes };
    });
  },
};

/** Each answer ends with the mark, its exit status, and a line break. */
function splitAnswers(bytes: Buffer, mark: string): { rc: number; bytes: Buffer }[] {
  const answers = [];
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(mark, start);
    const lineEnd = bytes.indexOf("\n", end);
    if (end === -1 || lineEnd === -1) return answers;
    const rc = Number(bytes.toString("latin1", end + mark.length, lineEnd));
    answers.push({ rc, bytes: bytes.subarray(start, end) });
    start = lineEnd + 1;
  }
}
