import { PlayError } from "../../base/play-error.ts";
import { KeyRing } from "./key-ring.ts";

/** What connections need from a run: its keys, and somebody to tell what is odd but no error. */
export interface SshServices {
  readonly keys: KeyRing;
  readonly warn: (message: string, hint?: string) => void;
}

/** Asks nobody, tells nobody. */
export function silentServices(): SshServices {
  const nobody = async (file: string): Promise<never> => {
    throw new PlayError("AUTHENTICATION", `key ${file} has a passphrase, and nobody can be asked for it`);
  };
  return { keys: new KeyRing(nobody), warn: () => {} };
}
