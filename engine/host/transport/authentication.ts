import { access } from "node:fs/promises";
import ssh2 from "ssh2";
import { PlayError } from "../../base/play-error.ts";
import type { Countdown } from "./countdown.ts";
import { type OfferedKey, orderIdentities, type Signing } from "./identities.ts";
import { KeyAgent } from "./key-agent.ts";
import type { KeyFile } from "./key-file.ts";
import type { KeyRing } from "./key-ring.ts";
import type { SshConnection } from "./ssh-connection.ts";

/** One way to log in, and how a message names it. */
interface Attempt {
  readonly labels: readonly string[];
  /** As the server names it. */
  readonly takenAs: string;
  readonly method: ssh2.AnyAuthMethod;
}

/** Offers keys, of the agent and of files, then the password, as far as the server takes them; remembers what it tried. */
export class Authentication {
  readonly #connection: SshConnection;
  readonly #attempts: Attempt[] = [];
  /** What could not be used, and why. */
  readonly #unusable: string[] = [];
  readonly #tried: string[] = [];
  #allowed: readonly string[] = [];
  #hint = "check the user, and give a key with --private-key, an agent, or a password with -k";

  private constructor(connection: SshConnection) {
    this.#connection = connection;
  }

  /** `clock` stands still while a passphrase is asked for. */
  static async prepare(connection: SshConnection, keys: KeyRing, clock: Countdown): Promise<Authentication> {
    const authentication = new Authentication(connection);
    await authentication.#prepareKeys(keys, clock);
    authentication.#preparePassword();
    return authentication;
  }

  /** ssh2's authHandler. At the first call nothing is known of the server: asking for "none" tells what it takes. */
  readonly next = (left: readonly string[] | null): ssh2.AnyAuthMethod | false => {
    if (left === null) return { type: "none", username: this.#connection.user };
    this.#allowed = left;
    // what the server does not take now it may want as a second proof later
    const index = this.#attempts.findIndex(({ takenAs }) => left.includes(takenAs));
    const [attempt] = index === -1 ? [] : this.#attempts.splice(index, 1);
    if (!attempt) return false;
    this.#tried.push(...attempt.labels);
    return attempt.method;
  };

  /** The error for a server that hangs up while we try; undefined if nothing has been tried yet. */
  tried(): PlayError | undefined {
    return this.#tried.length > 0 ? this.failure() : undefined;
  }

  failure(): PlayError {
    const { host, user } = this.#connection;
    const tried = this.#tried.length > 0 ? `tried ${this.#tried.join(", ")}` : "had nothing to try";
    const skipped = this.#unusable.length > 0 ? `; ${this.#unusable.join("; ")}` : "";
    const allowed = this.#allowed.length > 0 ? `; it takes ${this.#allowed.join(", ")}` : "";
    return new PlayError("AUTHENTICATION", `${host} does not let ${user} in: ${tried}${skipped}${allowed}`, {
      hint: this.#hint,
    });
  }

  async #prepareKeys(keys: KeyRing, clock: Countdown): Promise<void> {
    const { user: username, privateKeyFiles, usualKeyFiles = [], identitiesOnly = false } = this.#connection;
    const files = await Promise.all(
      [...privateKeyFiles, ...usualKeyFiles].map(async (file) => this.#readKey(file, keys, clock)),
    );
    const agent = this.#connection.agent === undefined ? undefined : ssh2.createAgent(this.#connection.agent);
    const offered = orderIdentities(files.flat(), await this.#agentKeys(agent), identitiesOnly);
    await this.#noteCertificates();
    if (offered.length === 0) return;
    const open = async (file: Signing): Promise<ssh2.ParsedKey> => this.#open(file, keys, clock);
    const failed = (error: Error): void => this.#passOver(error);
    const method = {
      type: "agent" as const,
      username,
      agent: new KeyAgent({ offered, agent, open, failed }),
    };
    this.#attempts.push({ labels: labelsOf(offered), takenAs: "publickey", method });
  }

  #preparePassword(): void {
    const { user: username, password } = this.#connection;
    if (password === undefined) return;
    this.#attempts.push(
      { labels: ["password"], takenAs: "password", method: { type: "password", username, password } },
      {
        labels: ["keyboard-interactive"],
        takenAs: "keyboard-interactive",
        method: { type: "keyboard-interactive", username, prompt: answerAll(password) },
      },
    );
  }

  async #readKey(file: string, keys: KeyRing, clock: Countdown): Promise<KeyFile[]> {
    const read = await keys.read(file);
    if (read.kind === "unusable") this.#unusable.push(`key ${file} ${read.reason}`);
    if (read.kind === "missing" && this.#connection.privateKeyFiles.includes(file))
      this.#unusable.push(`there is no key ${file}`);
    if (read.kind !== "sealed") return [read];
    try {
      const key = await clock.hold(async () => keys.open(file, read.text, this.#connection.passphrase));
      return [{ kind: "private", file, key }];
    } catch (error) {
      if (!(error instanceof PlayError) || error.code === "INTERRUPTED") throw error;
      this.#passOver(error);
      return [];
    }
  }

  /** What to do about a locked key is better advice than that for anybody. */
  #passOver(error: Error): void {
    this.#unusable.push(error.message);
    if (error instanceof PlayError && error.hint !== undefined) this.#hint = error.hint;
  }

  async #open(file: Signing, keys: KeyRing, clock: Countdown): Promise<ssh2.ParsedKey> {
    if (file.kind === "private") return file.key;
    return clock.hold(async () => keys.open(file.file, file.text, this.#connection.passphrase));
  }

  async #agentKeys(agent: ssh2.BaseAgent | undefined): Promise<readonly ssh2.ParsedKey[]> {
    if (!agent) return [];
    return new Promise((resolve) => {
      agent.getIdentities((error, found) => {
        if (error) this.#unusable.push(`the agent at ${this.#connection.agent} does not answer`);
        resolve((found ?? []).filter((key) => typeof key === "object" && "getPublicSSH" in key));
      });
    });
  }

  async #noteCertificates(): Promise<void> {
    const { certificateFiles = [], privateKeyFiles, usualKeyFiles = [] } = this.#connection;
    const beside = [...privateKeyFiles, ...usualKeyFiles].map((file) => `${file}-cert.pub`);
    for (const file of new Set([...certificateFiles, ...beside])) {
      if (await isThere(file))
        this.#unusable.push(`certificate ${file} was not offered: certificates of users are not supported`);
    }
  }
}

/** Keys that an agent may hold by the dozen count as one. */
function labelsOf(offered: readonly OfferedKey[]): readonly string[] {
  const own = offered.filter(({ signer }) => signer.kind === "file").map(({ label }) => label);
  const [first, ...others] = offered.filter(({ signer }) => signer.kind === "agent");
  if (!first) return own;
  return [others.length === 0 ? first.label : `${others.length + 1} keys of the agent`, ...own];
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** PAM asks for the password as a question of its own. */
function answerAll(password: string): ssh2.KeyboardInteractiveAuthMethod["prompt"] {
  return (...[, , , prompts, finish]) => finish(prompts.map(() => password));
}
