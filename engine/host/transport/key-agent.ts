import ssh2 from "ssh2";
import type { OfferedKey, Signing } from "./identities.ts";

type AnyKey = string | Buffer | ssh2.ParsedKey;

export interface KeyAgentParts {
  readonly offered: readonly OfferedKey[];
  /** The agent that holds some of them. */
  readonly agent: ssh2.BaseAgent | undefined;
  /** The private key behind a file, whatever it takes to open it. */
  readonly open: (file: Signing) => Promise<ssh2.ParsedKey>;
  /** Why a key that the server takes could not be used after all. */
  readonly failed: (error: Error) => void;
}

/**
 * Offers keys as an agent does: the server is told public keys, and a private one is only opened when the server takes
 * it. So nobody is asked for the passphrase of a key that would not help.
 */
export class KeyAgent extends ssh2.BaseAgent {
  readonly #parts: KeyAgentParts;

  constructor(parts: KeyAgentParts) {
    super();
    this.#parts = parts;
  }

  override getIdentities(answer: ssh2.IdentityCallback): void {
    answer(
      undefined,
      this.#parts.offered.map(({ key }) => key),
    );
  }

  override sign(
    key: AnyKey,
    data: Buffer,
    options: ssh2.SigningRequestOptions,
    answer?: ssh2.SignCallback,
  ): void;
  override sign(key: AnyKey, data: Buffer, answer: ssh2.SignCallback): void;
  override sign(
    key: AnyKey,
    data: Buffer,
    options: ssh2.SigningRequestOptions | ssh2.SignCallback,
    answer: ssh2.SignCallback = () => {},
  ): void {
    if (typeof options === "function") return this.sign(key, data, {}, options);
    const { offered, agent } = this.#parts;
    const signer = offered.find((one) => one.key === key)?.signer;
    if (signer?.kind === "file") void this.#signWith(signer.file, { data, hash: options.hash }, answer);
    else if (agent) agent.sign(key, data, options, answer);
    else answer(new Error("nobody signs for this key"));
  }

  async #signWith(
    file: Signing,
    { data, hash }: { readonly data: Buffer; readonly hash: string | undefined },
    done: ssh2.SignCallback,
  ): Promise<void> {
    try {
      const key = await this.#parts.open(file);
      done(undefined, key.sign(data, hash));
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      this.#parts.failed(reason);
      done(reason);
    }
  }
}
