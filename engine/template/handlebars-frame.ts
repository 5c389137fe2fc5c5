/**
 * A block that changes what `this` is: `#each` or `#with`. What it binds has names in the scope that no variable can
 * have, as they contain "#".
 */
export interface Frame {
  readonly kind: "each" | "with";
  readonly outer: Frame | undefined;
  readonly level: number;
  /** Names of block parameters: `as |item index|`. */
  readonly params: readonly string[];
}

export function openFrame(kind: Frame["kind"], params: readonly string[], outer: Frame | undefined): Frame {
  return { kind, params, outer, level: (outer?.level ?? 0) + 1 };
}

/** `name` as the frame binds it: "this", "@index" or a block parameter "|item". */
export function localName(frame: Frame, name: string): string {
  return `${name}#${frame.level}`;
}

export function isLocalName(name: string): boolean {
  return name.includes("#");
}

/** The frame `count` levels further out; undefined is the top, null is beyond it. */
export function climb(frame: Frame | undefined, count: number): Frame | undefined | null {
  let current = frame;
  for (let step = 0; step < count; step++) {
    if (current === undefined) return null;
    current = current.outer;
  }
  return current;
}

/** The `#each` around a place, `count` loops further out. */
export function findLoop(frame: Frame | undefined, count: number): Frame | undefined {
  let left = count;
  for (let current = frame; current; current = current.outer) {
    if (current.kind === "each" && left-- === 0) return current;
  }
  return undefined;
}

export function findParam(frame: Frame | undefined, name: string): string | undefined {
  for (let current = frame; current; current = current.outer) {
    if (current.params.includes(name)) return localName(current, `|${name}`);
  }
  return undefined;
}
