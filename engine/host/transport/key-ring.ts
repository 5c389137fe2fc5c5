import type ssh2 from "ssh2";
import { PlayError } from "../../base/play-error.ts";
import { decrypt, type KeyFile, readKeyFile } from "./key-file.ts";

/** Asks for the passphrase of a key; `attempt` counts from 1. Throws PlayError where nobody can be asked. */
export type AskPassphrase = (file: string, attempt: number) => Promise<string>;

/** Wrong passphrases after which a key is given up, as in ssh. */
const attempts = 3;

/** The private keys of a run: each file is read once, each passphrase asked for once and kept in memory only. */
export class KeyRing {
  readonly #ask: AskPassphrase;
  readonly #files = new Map<string, Promise<KeyFile>>();
  readonly #opened = new Map<string, Promise<ssh2.ParsedKey>>();

  constructor(ask: AskPassphrase) {
    this.#ask = ask;
  }

  async read(file: string): Promise<KeyFile> {
    const read = this.#files.get(file) ?? readKeyFile(file);
    this.#files.set(file, read);
    const { kind } = await read;
    // a task of the run may make it, or mend its mode
    if (kind === "missing" || kind === "unusable") this.#files.delete(file);
    return read;
  }

  /** The private key. `given` is the passphrase that the host's variables name. Throws AUTHENTICATION. */
  async open(file: string, text: Buffer, given?: string): Promise<ssh2.ParsedKey> {
    const name = JSON.stringify([file, given]);
    const opened = this.#opened.get(name) ?? this.#decrypt(file, text, given);
    this.#opened.set(name, opened);
    return opened;
  }

  async #decrypt(file: string, text: Buffer, given?: string): Promise<ssh2.ParsedKey> {
    if (given !== undefined)
      return decrypt(text, given) ?? wrong(file, "the passphrase of the inventory is wrong");
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const key = decrypt(text, await this.#ask(file, attempt));
      if (key) return key;
    }
    return wrong(file, `${attempts} wrong passphrases`);
  }
}

function wrong(file: string, reason: string): never {
  throw new PlayError("AUTHENTICATION", `key ${file} stays locked: ${reason}`, {
    hint: "ssh-keygen -y -f FILE tells whether a passphrase is right; an agent (ssh-add) needs none here",
  });
}
