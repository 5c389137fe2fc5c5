/** One thing in an archive, by its path below the destination. */
export interface Member {
  readonly path: string;
  readonly type: "file" | "directory" | "link" | "hard" | "other";
  /** Octal; undefined where the archive was made on a system without such modes. */
  readonly mode: string | undefined;
  readonly size: number;
  /** Seconds since the epoch, rounded down to `precision` seconds. */
  readonly time: number;
  readonly precision: 1 | 60;
  /** Where a link leads; undefined where the list does not tell. */
  readonly target: string | undefined;
}

/** `rwsr-xr-x` as octal digits. */
export function toOctal(permissions: string): string | undefined {
  if (!/^([r-][w-][xsS-]){2}[r-][w-][xtT-]$/.test(permissions)) return undefined;
  const letters = Array.from(permissions);
  const bits = letters.map((letter) => Number(/[rwxst]/.test(letter)));
  const special = [2, 5, 8].map((index) => Number(/[st]/i.test(letters[index] ?? "")));
  return [special, bits.slice(0, 3), bits.slice(3, 6), bits.slice(6)].map(toDigit).join("");
}

function toDigit([high = 0, middle = 0, low = 0]: readonly number[]): string {
  return String(high * 4 + middle * 2 + low);
}
