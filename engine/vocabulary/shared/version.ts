import { PlayError } from "../../base/play-error.ts";

export type VersionRules = "loose" | "strict" | "semver";

/** Negative, zero or positive. BAD_VALUE for a text that is no version by the rules (`loose` takes any but the empty). */
export function compareVersions(left: string, right: string, rules: VersionRules): number {
  if (rules === "semver") return compareSemver(readSemver(left), readSemver(right));
  return compareParts(readParts(left, rules), readParts(right, rules), rules === "strict");
}

type Part = number | string;

const shapes = {
  loose: /\S/,
  strict: /^\d+\.\d+(?:\.\d+)?(?:[ab]\d+)?$/,
} as const satisfies Record<Exclude<VersionRules, "semver">, RegExp>;

/** Numbers and runs of letters; a leading `v` and the punctuation do not count. */
function readParts(text: string, rules: keyof typeof shapes): Part[] {
  if (!shapes[rules].test(text)) throw new PlayError("BAD_VALUE", `"${text}" is not a version (${rules})`);
  const parts =
    text
      .trim()
      .replace(/^v(?=\d)/i, "")
      .match(/\d+|[a-z]+/gi) ?? [];
  return parts.map((part) => (/^\d/.test(part) ? Number(part) : part.toLowerCase()));
}

/**
 * Part by part; letters come before numbers. What has ended is loosely before everything (`5.4` < `5.4-generic`), but
 * strictly it goes on with zeros and comes after letters (`1.2a1` < `1.2` = `1.2.0`).
 */
function compareParts(left: readonly Part[], right: readonly Part[], strict: boolean): number {
  const end = strict ? 0 : undefined;
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [mine, other] = [left[index] ?? end, right[index] ?? end];
    const order = rank(mine) - rank(other) || comparePart(mine, other);
    if (order !== 0) return order;
  }
  return 0;
}

function rank(part: Part | undefined): number {
  if (part === undefined) return 0;
  return typeof part === "number" ? 2 : 1;
}

function comparePart(left: Part | undefined, right: Part | undefined): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return String(left ?? "").localeCompare(String(right ?? ""), "en");
}

interface Semver {
  readonly core: readonly number[];
  readonly pre: readonly string[];
}

function readSemver(text: string): Semver {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:-([\w.-]+))?(?:\+[\w.-]+)?$/.exec(text);
  if (!match)
    throw new PlayError("BAD_VALUE", `"${text}" is not a semantic version`, {
      hint: "it needs three numbers: 1.2.3",
    });
  return { core: match.slice(1, 4).map(Number), pre: match[4]?.split(".") ?? [] };
}

/** Semantic Versioning 2.0.0, section 11. */
function compareSemver(left: Semver, right: Semver): number {
  const core = left.core
    .map((number, index) => number - (right.core[index] ?? 0))
    .find((order) => order !== 0);
  if (core !== undefined) return core;
  if (left.pre.length === 0 || right.pre.length === 0) return right.pre.length - left.pre.length;
  for (const [index, mine] of left.pre.entries()) {
    const other = right.pre[index];
    if (other === undefined) return 1;
    if (mine !== other) return comparePrerelease(mine, other);
  }
  return left.pre.length - right.pre.length;
}

function comparePrerelease(left: string, right: string): number {
  const [leftNumeric, rightNumeric] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (leftNumeric && rightNumeric) return Number(left) - Number(right);
  if (leftNumeric !== rightNumeric) return leftNumeric ? -1 : 1;
  return left < right ? -1 : 1;
}
