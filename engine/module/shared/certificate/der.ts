/** One element of DER (ITU-T X.690): its first byte, and what is in it. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** The elements that stand one after another; none where they are malformed. */
export function readDer(bytes: Uint8Array): readonly DerElement[] {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length;) {
    const [length, start] = lengthAt(bytes, at + 1);
    if (start + length > bytes.length) return [];
    elements.push({ tag: bytes[at] ?? 0, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return elements;
}

/** A length, and where what is so long begins. From 128 on a byte tells how many bytes the length has (8.1.3). */
function lengthAt(bytes: Uint8Array, at: number): readonly [length: number, start: number] {
  const first = bytes[at] ?? Infinity;
  if (first < 0x80) return [first, at + 1];
  const start = at + 1 + (first & 0x7f);
  const length = bytes.subarray(at + 1, start).reduce((sum, byte) => sum * 256 + byte, 0);
  return [length, start];
}
