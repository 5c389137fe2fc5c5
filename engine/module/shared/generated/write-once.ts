import { posix } from "node:path";
import { joinShell, sh } from "../../../base/shell-text.ts";
import type { Action } from "../../../host/change.ts";
import { encodeText } from "../file/text.ts";

/** A secret that is made when it is written, and only then. */
export class MadeSecret {
  readonly #make: () => string;
  #made: string | undefined;

  constructor(make: () => string) {
    this.#make = make;
  }

  text(): string {
    this.#made ??= this.#make();
    return this.#made;
  }
}

/**
 * Writes a secret that nobody may have made in the meantime: link(2) fails where the name is taken, and the file has
 * all of its content when it gets the name.
 */
export function writeOnce(path: string, folders: readonly string[], made: MadeSecret): readonly Action[] {
  const temporary = posix.join(posix.dirname(path), `.${posix.basename(path).slice(0, 60)}.play-`);
  return [
    {
      kind: "run",
      stdin: { kind: "made", make: async () => encodeText(`${made.text()}\n`) },
      script: joinShell([
        sh`[ ! -L ${path} ] || { echo ${`${path} is a link that leads nowhere or in a circle: remove it, or put back what it leads to`} >&2; exit 1; }`,
        sh`umask 077`,
        ...(folders.length === 0 ? [] : [sh`mkdir -p -- ${folders} || exit`]),
        sh`temporary=${temporary}$$`,
        sh`trap 'rm -f -- "$temporary"' EXIT`,
        sh`cat > "$temporary" && { sync -- "$temporary" 2>/dev/null || sync; } || exit`,
        sh`ln -- "$temporary" ${path} && exit`,
        sh`[ ! -e ${path} ] || echo 'another host has made this secret at the same time: give the task run_once: true' >&2`,
        sh`exit 1`,
      ]),
    },
  ];
}
