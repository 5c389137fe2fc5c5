import { readFile } from "node:fs/promises";
import ssh2 from "ssh2";
import { PlayError } from "../../base/play-error.ts";
import type { Connection } from "../session.ts";

type SshConnection = Extract<Connection, { kind: "ssh" }>;

/** One way to log in, and how a message names it. */
interface Attempt {
  readonly label: string;
  readonly method: ssh2.AnyAuthMethod;
}

/** Offers the agent, then each key, then the password, as far as the server takes them; remembers what it tried. */
export class Authentication {
  readonly #connection: SshConnection;
  readonly #attempts: Attempt[];
  /** Keys that could not be used, and why. */
  readonly #unusable: readonly string[];
  readonly #tried: string[] = [];
  #allowed: readonly string[] = [];

  private constructor(connection: SshConnection, attempts: readonly Attempt[], unusable: readonly string[]) {
    this.#connection = connection;
    this.#attempts = [...attempts];
    this.#unusable = unusable;
  }

  static async prepare(connection: SshConnection): Promise<Authentication> {
    const { user: username, agent, password } = connection;
    const attempts: Attempt[] = [];
    const unusable: string[] = [];
    if (agent) attempts.push({ label: "agent", method: { type: "agent", username, agent } });
    for (const file of connection.privateKeyFiles) {
      const key = await readKey(file);
      if (typeof key === "string") unusable.push(key);
      else attempts.push({ label: `key ${file}`, method: { type: "publickey", username, key } });
    }
    if (password !== undefined) {
      attempts.push(
        { label: "password", method: { type: "password", username, password } },
        {
          label: "keyboard-interactive",
          method: { type: "keyboard-interactive", username, prompt: answerAll(password) },
        },
      );
    }
    return new Authentication(connection, attempts, unusable);
  }

  /** ssh2's authHandler. At the first call nothing is known of the server: asking for "none" tells what it takes. */
  readonly next = (left: readonly string[] | null): ssh2.AnyAuthMethod | false => {
    if (left === null) return { type: "none", username: this.#connection.user };
    this.#allowed = left;
    for (;;) {
      const attempt = this.#attempts.shift();
      if (!attempt) return false;
      if (!left.includes(attempt.method.type === "agent" ? "publickey" : attempt.method.type)) continue;
      this.#tried.push(attempt.label);
      return attempt.method;
    }
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
      hint: "check the user, and give a key with --private-key, an agent, or a password with -k",
    });
  }
}

/** The key, or why there is none. */
async function readKey(file: string): Promise<ssh2.ParsedKey | string> {
  try {
    const key = ssh2.utils.parseKey(await readFile(file));
    return key instanceof Error ? `key ${file} is not usable: ${key.message}` : key;
  } catch (error) {
    return `key ${file} is not readable: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** PAM asks for the password as a question of its own. */
function answerAll(password: string): ssh2.KeyboardInteractiveAuthMethod["prompt"] {
  return (...[, , , prompts, finish]) => finish(prompts.map(() => password));
}
