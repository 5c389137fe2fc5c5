import type { Machine } from "./machine.ts";
import type { Found } from "./resolve.ts";
import { expandEnvironment, expandTilde, expandTokens, type Tokens } from "./tokens.ts";
import { firstOf } from "./values.ts";

/** Values that are names of files, with `~`, `${VARIABLE}` and tokens in them. `none` stands for no file. */
export class FileValues {
  readonly #found: Found;
  readonly #tokens: Tokens;
  readonly #machine: Machine;

  constructor(found: Found, tokens: Tokens, machine: Machine) {
    this.#found = found;
    this.#tokens = tokens;
    this.#machine = machine;
  }

  /** Of each line with the keyword; undefined where there is no such line. */
  all(keyword: string): readonly string[] | undefined {
    const lines = this.#found.get(keyword);
    return lines && this.of(lines.map(({ text }) => text));
  }

  /** Of the one line with the keyword that holds. */
  list(keyword: string, usual: readonly string[]): readonly string[] {
    return this.of(firstOf(this.#found, keyword)?.words ?? usual);
  }

  /** A file, or an environment variable that names it. */
  socket(keyword: string, usual: string): string | undefined {
    const text = firstOf(this.#found, keyword)?.text ?? usual;
    const variable = text === usual ? usual : /^\$(\w+)$/.exec(text)?.[1];
    const [file] = variable === undefined ? this.of([text]) : [this.#machine.environment[variable]];
    return file === "" ? undefined : file;
  }

  of(names: readonly string[]): readonly string[] {
    const { home, environment } = this.#machine;
    return names
      .filter((name) => name.toLowerCase() !== "none")
      .map((name) => expandTokens(expandEnvironment(expandTilde(name, home), environment), this.#tokens));
  }
}
