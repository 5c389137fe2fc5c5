import { type ErrorCollector, PlayError } from "../../base/play-error.ts";
import type { Source, SourceFile } from "../../base/source.ts";
import { isEncrypted } from "./envelope.ts";
import { Vault } from "./vault.ts";

export interface Opening {
  readonly errors: ErrorCollector;
  readonly vault?: Vault | undefined;
  /** Where the file is named, for errors. */
  readonly from?: Source | undefined;
}

/** The file itself, or its plain text where it is encrypted as a whole. Collects VAULT and gives undefined. */
export function openFile(
  file: SourceFile,
  { errors, vault = new Vault([]), from }: Opening,
): SourceFile | undefined {
  if (!isEncrypted(file.text)) return file;
  try {
    return { path: file.path, text: vault.open(file.text), hidden: true };
  } catch (error) {
    if (!(error instanceof PlayError)) throw error;
    const details = { source: from, hint: error.hint };
    errors.add(new PlayError(error.code, `${file.path}: ${error.message}`, details));
    return undefined;
  }
}
