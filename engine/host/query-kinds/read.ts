import { joinShell, sh, ShellText } from "../../base/shell-text.ts";
import { definePathFlag } from "./path-flag.ts";
import type { QueryReader } from "./query-reader.ts";
import { permissionDenied, unexpected } from "./unexpected.ts";

/** Content as it is, between marks: one `cat` per file. */
export const readReader: QueryReader<"read"> = {
  script(subjects, mark) {
    const calls = subjects.map(({ path, limit }) => sh`play_read ${mark} ${path} ${limit ?? ""}`);
    return joinShell([definePathFlag, definePlayRead, ...calls]);
  },

  parse(output, subjects, mark) {
    const contents = splitAt(output.stdout, Buffer.from(mark));
    const failed = contents.findIndex((part) => part.toString("latin1", 0, 1) === "e");
    if (failed > 0 || contents.length !== subjects.length)
      throw unexpected(subjects[failed - 1]?.path ?? "a file", output);
    return subjects.map(({ path }, index) => {
      const part = contents[index] ?? Buffer.alloc(0);
      const flag = part.toString("latin1", 0, 1);
      if (flag === "u" || flag === "!") throw permissionDenied(path);
      return flag === "f" ? part.subarray(1) : null;
    });
  },
};

/** The path's letter, the content, a mark. The letter `e` and a mark follow where reading failed half-way. */
const definePlayRead = ShellText.trusted(`play_read() {
  play_flag "$2" follow
  printf %s "$play_flag"
  if [ "$play_flag" = f ]; then
    if [ -n "$3" ]; then head -c "$3" < "$2"; else cat < "$2"; fi || printf %se "$1"
  fi
  printf %s "$1"
}`);

/** Every part ends with the mark. */
function splitAt(bytes: Buffer, mark: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(mark, start);
    if (end === -1) return parts;
    parts.push(bytes.subarray(start, end));
    start = end + mark.length;
  }
}
