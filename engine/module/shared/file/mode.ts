const shiftOf = { u: 6, g: 3, o: 0 } as const;
const maskOf = { u: 0o4700, g: 0o2070, o: 0o1007 } as const;
const specialOf = { u: 0o4000, g: 0o2000, o: 0 } as const;
/** What a umask of 022 leaves; it counts where a clause names nobody (`+w`). */
const underUmask = 0o7755;

type Class = keyof typeof shiftOf;

/** The mode that a new file or directory has where nothing else is said, under a umask of 022. */
export const newMode = { file: "0644", directory: "0755" } as const;

/**
 * The four octal digits that `wanted` comes to: itself, or a symbolic mode (chmod(1): `u=rw,go=r`, `g+X`) applied to
 * the mode found. `=` also clears the special bits of the classes that it names.
 */
export function resolveMode(
  wanted: string,
  found: { readonly mode: string; readonly directory: boolean },
): string {
  if (/^[0-7]+$/.test(wanted)) return wanted.padStart(4, "0");
  let bits = Number.parseInt(found.mode, 8);
  for (const clause of wanted.split(",")) bits = applyClause(bits, clause, found.directory);
  return bits.toString(8).padStart(4, "0");
}

function applyClause(bits: number, clause: string, directory: boolean): number {
  const who = /^[ugoa]*/.exec(clause)?.[0] ?? "";
  let result = bits;
  for (const [, operator = "", permissions = ""] of clause.slice(who.length).matchAll(/([-+=])([^-+=]*)/g)) {
    let [value, mask] = [0, 0];
    for (const name of classesOf(who)) {
      value |= bitsFor(name, permissions, { bits: result, directory });
      mask |= maskOf[name];
    }
    if (who === "") value &= underUmask;
    result = applyOperator(result, operator, { value, mask });
  }
  return result;
}

function classesOf(who: string): readonly Class[] {
  const all = ["u", "g", "o"] as const;
  return who === "" || who.includes("a") ? all : all.filter((name) => who.includes(name));
}

function applyOperator(
  bits: number,
  operator: string,
  { value, mask }: { value: number; mask: number },
): number {
  if (operator === "+") return bits | value;
  return operator === "-" ? bits & ~value : (bits & ~mask) | value;
}

interface Current {
  readonly bits: number;
  readonly directory: boolean;
}

function bitsFor(name: Class, permissions: string, current: Current): number {
  let value = 0;
  for (const letter of permissions) value |= bitsForLetter(name, letter, current);
  return value;
}

const permissionOf: Readonly<Record<string, number>> = { r: 4, w: 2, x: 1 };

function bitsForLetter(name: Class, letter: string, { bits, directory }: Current): number {
  const shift = shiftOf[name];
  switch (letter) {
    case "X":
      return directory || (bits & 0o111) !== 0 ? 1 << shift : 0;
    case "s":
      return specialOf[name];
    case "t":
      return name === "o" ? 0o1000 : 0;
    case "u":
    case "g":
    case "o":
      return ((bits >> shiftOf[letter]) & 7) << shift;
    default:
      return (permissionOf[letter] ?? 0) << shift;
  }
}
