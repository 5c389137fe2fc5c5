import { inLine, nextLine, type Slip, type SyntaxSpot } from "./syntax-spot.ts";

/** `-ping:` in this line or the next. */
export function dashWithoutBlank(spot: SyntaxSpot): Slip | undefined {
  for (const index of [spot.index, nextLine(spot, spot.index)]) {
    const found = /^( *(?:- +)*)-([A-Za-z_][\w.-]*:)(?:\s|$)/.exec(
      index === undefined ? "" : (spot.lines[index] ?? ""),
    );
    if (!found || index === undefined) continue;
    const [, before = "", key = ""] = found;
    return { ...withoutBlank(key), source: inLine(spot, index, before.length, key.length + 1) };
  }
  return undefined;
}

/** Words for a list item that has no blank behind its dash; `key` with its colon. */
export function withoutBlank(key: string): Pick<Slip, "message" | "hint"> {
  return { message: `there is no blank between "-" and "${key}"`, hint: `write "- ${key}"` };
}

/** A line that is a key by its place and has no colon. */
export function missingColon(spot: SyntaxSpot): Slip | undefined {
  if (!/^Implicit (?:map )?keys/.test(spot.error.message)) return undefined;
  const found = /^( *(?:- +)*)([A-Za-z_][\w.-]*)((?:\s+[^:\s#][^:#]*)?)\s*(?:#.*)?$/.exec(
    spot.lines[spot.index] ?? "",
  );
  if (!found) return undefined;
  const [, before = "", key = "", value = ""] = found;
  const above = nextLine(spot, spot.index, -1);
  const source = inLine(spot, spot.index, before.length, key.length);
  if (above !== undefined && /[:-]\s+[|>][-+0-9]*\s*$/.test(spot.lines[above] ?? "")) {
    const hint = 'indent the lines of a text further than the key with "|" or ">"';
    return { message: "this text is not indented", hint, source };
  }
  return { message: `there is no colon after "${key}"`, hint: `write "${key}:${value.trimEnd()}"`, source };
}

/** `[` or `{` that is not closed. */
export function openBracket(spot: SyntaxSpot): Slip | undefined {
  if (!/flow (?:map|sequence).* end with/i.test(spot.error.message)) return undefined;
  const { text } = spot.file;
  let closed = 0;
  for (let at = Math.min(spot.error.pos[0], text.length) - 1; at >= 0; at--) {
    const mark = text[at] ?? "";
    if ("]}".includes(mark)) closed++;
    if (!"[{".includes(mark) || closed-- > 0) continue;
    const source = { file: spot.file, start: at, end: at + 1 };
    const hint = `close it with "${mark === "[" ? "]" : "}"}"; what is between must be indented`;
    return { message: `"${mark}" is opened here and not closed`, hint, source };
  }
  return undefined;
}

/** A quote that is not closed: the last value that begins with one and does not end with it. */
export function openQuote(spot: SyntaxSpot): Slip | undefined {
  const [, mark] = /closing (["'])quote/.exec(spot.error.message) ?? [];
  if (mark === undefined) return undefined;
  const opening = new RegExp(`(?:^ *|- +|: +|[,[{] *)${mark}`);
  const index = spot.lines.findLastIndex((line) => opening.test(line) && line.split(mark).length % 2 === 0);
  if (index === -1) return undefined;
  const column = (spot.lines[index] ?? "").lastIndexOf(mark);
  const hint = `close it; a ${mark} inside of the text is written ${mark === '"' ? String.raw`\"` : "''"}`;
  return {
    message: `${mark} is opened here and not closed`,
    hint,
    source: inLine(spot, index, column, 1),
  };
}
