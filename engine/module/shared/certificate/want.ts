import type { AltName } from "./alt-names.ts";
import type { Usage } from "./usages.ts";

export type KeyType = "rsa" | "ecdsa";

/** What every certificate is asked for with. */
export interface SubjectWant {
  readonly commonName: string;
  readonly organization?: string | undefined;
  readonly days: number;
  readonly keyType: KeyType;
}

export interface LeafWant extends SubjectWant {
  readonly altNames: readonly AltName[];
  readonly usages: readonly Usage[];
  /** With fewer days left it is issued again. */
  readonly renewBeforeDays: number;
}

/** PEM. */
export interface IssuedPair {
  readonly certificate: string;
  readonly key: string;
}
