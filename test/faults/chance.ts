/** Numbers that look random and can be had again. */
export interface Chance {
  readonly seed: number;
  /** From `low` up to, but not including, `high`. */
  between(low: number, high: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
}

/**
 * What happens when, in a test of faults. The seed is printed; PLAY_FAULTS_SEED=… repeats what a failure was found with,
 * as far as two machines can do the same at the same time.
 */
export function takeChance(name: string): Chance {
  const given = process.env["PLAY_FAULTS_SEED"];
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  process.stderr.write(`${name}: PLAY_FAULTS_SEED=${seed}\n`);
  return chanceOf(seed);
}

/** How often a fault is tried: `usual`, or PLAY_FAULTS_ROUNDS=… */
export function rounds(usual: number): number {
  return Number(process.env["PLAY_FAULTS_ROUNDS"] ?? usual);
}

/** The generator is mulberry32. */
export function chanceOf(seed: number): Chance {
  let state = Math.trunc(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    seed,
    between: (low, high) => low + next() * (high - low),
    pick: (from) => from[Math.floor(next() * from.length)] ?? from[0],
  };
}
