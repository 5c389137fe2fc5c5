import { Buffer } from "node:buffer";
import { type DerElement, readDer } from "../der.ts";

/** What node:crypto does not tell of a certificate: extensions of RFC 5280, 4.2.1. Null where it has none. */
export interface Extensions {
  /** `CA:TRUE`, `pathlen:0`. */
  readonly basicConstraints: readonly string[] | null;
  /** `01:ab:…` */
  readonly subjectKeyIdentifier: string | null;
  readonly authorityKeyIdentifier: string | null;
}

/** Object identifiers 2.5.29.N, as they are encoded. */
const ids = { subjectKey: "551d0e", basicConstraints: "551d13", authorityKey: "551d23" } as const;

const tags = { boolean: 0x01, integer: 0x02, keyIdentifier: 0x80, extensions: 0xa3 } as const;

/** `raw`: the certificate in DER. */
export function readExtensions(raw: Uint8Array): Extensions {
  const values = valuesIn(raw);
  const constraints = values.get(ids.basicConstraints);
  const subjectKey = values.get(ids.subjectKey);
  const authorityKey = values.get(ids.authorityKey);
  return {
    basicConstraints: constraints ? describeConstraints(inside(constraints)) : null,
    subjectKeyIdentifier: hexOf(subjectKey && readDer(subjectKey)[0]),
    authorityKeyIdentifier: hexOf(authorityKey && tagged(inside(authorityKey), tags.keyIdentifier)),
  };
}

/** The extensions' values by their identifiers; Extension ::= SEQUENCE { extnID, critical DEFAULT FALSE, extnValue }. */
function valuesIn(raw: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const signed = inside(raw)[0]?.content ?? raw;
  const list = tagged(readDer(signed), tags.extensions)?.content;
  const extensions = list ? inside(list).map(({ content }) => readDer(content)) : [];
  return new Map(
    extensions.map((parts) => [
      Buffer.from(parts[0]?.content ?? []).toString("hex"),
      parts.at(-1)?.content ?? new Uint8Array(),
    ]),
  );
}

/** SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL }, in the words of openssl(1). */
function describeConstraints(parts: readonly DerElement[]): readonly string[] {
  const isAuthority = tagged(parts, tags.boolean)?.content[0] === 0xff;
  const length = tagged(parts, tags.integer)?.content;
  return [
    `CA:${isAuthority ? "TRUE" : "FALSE"}`,
    ...(length ? [`pathlen:${length.reduce((sum, byte) => sum * 256 + byte, 0)}`] : []),
  ];
}

/** What is in the one element that the bytes are. */
function inside(bytes: Uint8Array): readonly DerElement[] {
  return readDer(readDer(bytes)[0]?.content ?? new Uint8Array());
}

function tagged(elements: readonly DerElement[], wanted: number): DerElement | undefined {
  return elements.find(({ tag }) => tag === wanted);
}

function hexOf(element: DerElement | undefined): string | null {
  const pairs = element && Buffer.from(element.content).toString("hex").match(/../g);
  return pairs ? pairs.join(":") : null;
}
