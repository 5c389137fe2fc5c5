/** The candidate nearest to `word`, if it is near enough to be a slip of the finger; for "did you mean". */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(word.length, Math.max(1, Math.floor(word.length / 3)) + 1);
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** `did you mean "x"?`, or undefined where nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const near = suggest(word, candidates);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

/** Damerau-Levenshtein distance with adjacent swaps (optimal string alignment). */
function editDistance(left: string, right: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = nextRow(left, right, { row, last, beforeLast });
    [beforeLast, last] = [last, current];
  }
  return last[right.length] ?? 0;
}

interface Rows {
  readonly row: number;
  readonly last: readonly number[];
  readonly beforeLast: readonly number[];
}

function nextRow(left: string, right: string, { row, last, beforeLast }: Rows): number[] {
  const current = [row];
  for (let column = 1; column <= right.length; column++) {
    const same = left[row - 1] === right[column - 1];
    const swapped = row > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
    const steps = [
      Number(last[column]) + 1,
      Number(current[column - 1]) + 1,
      Number(last[column - 1]) + (same ? 0 : 1),
      ...(swapped ? [Number(beforeLast[column - 2]) + 1] : []),
    ];
    current.push(Math.min(...steps));
  }
  return current;
}
