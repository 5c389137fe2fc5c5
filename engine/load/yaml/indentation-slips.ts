import { inLine, nextLine, type Slip, type SyntaxSpot } from "./syntax-spot.ts";

/** A line and the columns, from 0, at which its dash and its key or text begin. */
interface Indented {
  readonly dash: number | undefined;
  readonly text: number;
  readonly word: string;
}

function indented(line: string): Indented {
  const [all = "", blanks = "", dashes = ""] = /^( *)((?:- +)*)/.exec(line) ?? [];
  const word = /^[^\s:]+/.exec(line.slice(all.length))?.[0] ?? "";
  return { dash: dashes === "" ? undefined : blanks.length, text: all.length, word };
}

/** Below `key: value` a line that is indented further and has a key of its own. */
export function tooDeep(spot: SyntaxSpot): Slip | undefined {
  if (!["BLOCK_AS_IMPLICIT_KEY", "MULTILINE_IMPLICIT_KEY"].includes(spot.error.code)) return undefined;
  const line = spot.lines[spot.index] ?? "";
  if (!/^ *(?:- +)*[^\s:#-][^:]*:\s+[^\s#|>]/.test(line) || /: .*:(?:\s|$)/.test(line)) return undefined;
  const below = nextLine(spot, spot.index);
  const upper = indented(line);
  const lower = below === undefined ? undefined : indented(spot.lines[below] ?? "");
  if (below === undefined || !lower || lower.text <= upper.text) return undefined;
  if (!/^[^:#]+:(?:\s|$)/.test((spot.lines[below] ?? "").slice(lower.text))) return undefined;
  return {
    message: `this line is indented too far: "${upper.word}" above it has a value already`,
    hint: `let it begin in column ${upper.text + 1}, as "${upper.word}" does`,
    source: inLine(spot, below, lower.text, lower.word.length),
  };
}

/** A line that begins where no line above it does. */
export function fitsNone(spot: SyntaxSpot): Slip | undefined {
  if (!/same column|without - indicator|may not be used as an implicit/.test(spot.error.message))
    return undefined;
  const line = spot.lines[spot.index] ?? "";
  const own = indented(line);
  const at = own.dash ?? own.text;
  const open = openColumns(spot).filter(({ isDash }) => isDash === (own.dash !== undefined));
  // the one before may be no mistake of this line: it must differ from all
  if (open.length === 0 || open.some(({ column }) => column === at)) return undefined;
  const [nearest] = open.toSorted(
    (left, right) => Math.abs(left.column - at) - Math.abs(right.column - at) || right.column - left.column,
  );
  if (!nearest) return undefined;
  return {
    message: "the indentation of this line fits none of the lines above it",
    hint: `let it begin in column ${nearest.column + 1}, as "${nearest.word}" does`,
    source: inLine(spot, spot.index, at),
  };
}

interface Open {
  readonly column: number;
  readonly isDash: boolean;
  readonly word: string;
}

/** Where a line may begin: as those above it that are not closed by one that is indented less. */
function openColumns(spot: SyntaxSpot): readonly Open[] {
  const open: Open[] = [];
  let least = Infinity;
  for (let at = nextLine(spot, spot.index, -1); at !== undefined; at = nextLine(spot, at, -1)) {
    const { dash, text, word } = indented(spot.lines[at] ?? "");
    if (text < least) open.push({ column: text, isDash: false, word });
    if (dash !== undefined && dash < least) open.push({ column: dash, isDash: true, word: `- ${word}` });
    least = Math.min(least, dash ?? text);
  }
  return open;
}

/** A list item beside keys. */
export function itemAmongKeys(spot: SyntaxSpot): Slip | undefined {
  const line = spot.lines[spot.index] ?? "";
  const above = nextLine(spot, spot.index, -1);
  if (above === undefined || !/^ *- /.test(line)) return undefined;
  const upper = indented(spot.lines[above] ?? "");
  const own = indented(line);
  if (upper.dash !== undefined || upper.text !== own.dash) return undefined;
  return {
    message: "a list item cannot stand beside key: value",
    hint: `indent it below the key that it belongs to; "${upper.word}" above it has a value already`,
    source: inLine(spot, spot.index, own.dash),
  };
}
