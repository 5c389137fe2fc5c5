import { PlayError } from "../../../base/play-error.ts";
import type { Attributes } from "../file/attributes.ts";

/** What the module `unarchive` is asked for, apart from where the archive is. */
export interface WantUnpacked extends Attributes {
  readonly src: string;
  readonly dest: string;
  readonly extra_opts: readonly string[];
  /** Only these members. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Leading folders that `extra_opts` take off every name. Throws BAD_OPTION for options that change names in other ways. */
export function strippedComponents({ extra_opts }: Pick<WantUnpacked, "extra_opts">): number {
  const renaming = extra_opts.find((option) => /^--(transform|xform)/.test(option));
  if (renaming !== undefined)
    throw new PlayError(
      "BAD_OPTION",
      `${renaming} gives files names that cannot be compared with the archive's`,
      {
        hint: "--strip-components is taken into account; otherwise unpack with a command and creates",
      },
    );
  const words = extra_opts.join(" ");
  return Number(/(?:^|\s)--strip(?:-components)?[= ](\d+)/.exec(words)?.[1] ?? 0);
}
