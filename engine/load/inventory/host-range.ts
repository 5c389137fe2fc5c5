/**
 * The names that a name with ranges stands for: `node[01:12]`, `db-[a:c]`, `n[1:9:2]`; several ranges multiply.
 * Both ends belong to it. A leading zero sets the width. Gives what is wrong as text.
 */
export function expandRanges(name: string): readonly string[] | { readonly wrong: string } {
  const found = /\[([^[\]]*:[^[\]]*)\]/.exec(name);
  if (!found?.[1]) return [name];
  const items = expandRange(found[1]);
  if (typeof items === "string") return { wrong: items };
  const before = name.slice(0, found.index);
  const rest = expandRanges(name.slice(found.index + found[0].length));
  if (!isNames(rest)) return rest;
  return items.flatMap((item) => rest.map((tail) => before + item + tail));
}

function isNames(names: readonly string[] | { wrong: string }): names is readonly string[] {
  return Array.isArray(names);
}

/** More hosts than anyone has: a slip such as `[1:99999999]`. */
const limit = 100_000;

interface Range {
  readonly first: number;
  readonly last: number;
  readonly step: number;
  readonly write: (number: number) => string;
}

function expandRange(text: string): readonly string[] | string {
  const range = letterRange(text) ?? numberRange(text);
  if (range === undefined || range.step < 1)
    return `the range [${text}] is not [first:last] or [first:last:step]`;
  const { first, last, step, write } = range;
  if (first > last) return `the range [${text}] begins after its end`;
  const count = Math.floor((last - first) / step) + 1;
  if (count > limit) return `the range [${text}] stands for more than ${limit} hosts`;
  return Array.from({ length: count }, (_, index) => write(first + index * step));
}

function letterRange(text: string): Range | undefined {
  const [, from, to, step = "1"] = /^([A-Za-z]):([A-Za-z])(?::(\d+))?$/.exec(text) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const write = (code: number): string => String.fromCharCode(code);
  return { first: from.charCodeAt(0), last: to.charCodeAt(0), step: Number(step), write };
}

/** An end that is left out before the colon is 0. Ends of different width, such as `01:100`, are no range. */
function numberRange(text: string): Range | undefined {
  const [, from = "", to, step = "1"] = /^(\d*):(\d+)(?::(\d+))?$/.exec(text) ?? [];
  if (to === undefined) return undefined;
  const width = /^0\d/.test(from) ? from.length : 0;
  if (width > 0 && to.length !== width) return undefined;
  const write = (number: number): string => String(number).padStart(width, "0");
  return { first: Number(from), last: Number(to), step: Number(step), write };
}
