import type ssh2 from "ssh2";
import { PlayError } from "../../base/play-error.ts";
import type { Countdown } from "./countdown.ts";
import type { KeyRing } from "./key-ring.ts";
import { Obstacles } from "./obstacles.ts";
import { OwnKeys, type OwnKeysParts } from "./own-keys.ts";
import { type AuthenticationMethod, authenticationMethods, type SshConnection } from "./ssh-connection.ts";

/** One way to log in, and how a message names it. */
interface Attempt {
  readonly labels: readonly string[];
  readonly method: ssh2.AnyAuthMethod;
  /** As the server names it. */
  readonly takenAs: AuthenticationMethod;
}

/** Tries the ways to log in that the connection allows, as far as the server takes them; remembers what it tried. */
export class Authentication {
  readonly #connection: SshConnection;
  readonly #attempts: Attempt[];
  readonly #obstacles: Obstacles;
  readonly #tried: string[] = [];
  #allowed: readonly string[] = [];

  private constructor(connection: SshConnection, attempts: readonly Attempt[], obstacles: Obstacles) {
    this.#connection = connection;
    this.#attempts = [...attempts];
    this.#obstacles = obstacles;
  }

  /** `clock` stands still while a passphrase is asked for. Throws INTERRUPTED. */
  static async prepare(connection: SshConnection, keys: KeyRing, clock: Countdown): Promise<Authentication> {
    const { authentications = authenticationMethods } = connection;
    const obstacles = new Obstacles();
    const attempts: Attempt[] = [];
    const off = authenticationMethods.filter((method) => !authentications.includes(method));
    if (off.length > 0) obstacles.note(`ssh's configuration turns off ${off.join(", ")}`);
    for (const takenAs of authentications) {
      const attempt =
        takenAs === "publickey"
          ? await byKeys({ connection, keys, clock, obstacles })
          : byPassword(takenAs, connection);
      if (attempt) attempts.push(attempt);
    }
    return new Authentication(connection, attempts, obstacles);
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

  /** Somebody who was asked for a passphrase wants the run to end. */
  get interruption(): PlayError | undefined {
    return this.#obstacles.interruption;
  }

  /** The error for a server that hangs up while we try; undefined if nothing has been tried yet. */
  tried(): PlayError | undefined {
    return this.#tried.length > 0 ? this.failure() : undefined;
  }

  failure(): PlayError {
    const { host, user } = this.#connection;
    const { reasons, hint, interruption } = this.#obstacles;
    if (interruption) return interruption;
    const tried = this.#tried.length > 0 ? `tried ${this.#tried.join(", ")}` : "had nothing to try";
    const skipped = reasons.length > 0 ? `; ${reasons.join("; ")}` : "";
    const allowed = this.#allowed.length > 0 ? `; it takes ${this.#allowed.join(", ")}` : "";
    return new PlayError("AUTHENTICATION", `${host} does not let ${user} in: ${tried}${skipped}${allowed}`, {
      hint,
    });
  }
}

async function byKeys(parts: OwnKeysParts): Promise<Attempt | undefined> {
  const offer = await new OwnKeys(parts).offer();
  if (!offer) return undefined;
  const { labels, agent } = offer;
  return { labels, takenAs: "publickey", method: { type: "agent", username: parts.connection.user, agent } };
}

function byPassword(
  takenAs: "password" | "keyboard-interactive",
  { user: username, password: secret }: SshConnection,
): Attempt | undefined {
  if (secret === undefined) return undefined;
  const password = secret.reveal();
  const method =
    takenAs === "password"
      ? { type: takenAs, username, password }
      : { type: takenAs, username, prompt: answerAll(password) };
  return { labels: [takenAs], takenAs, method };
}

/** PAM asks for the password as a question of its own. */
function answerAll(password: string): ssh2.KeyboardInteractiveAuthMethod["prompt"] {
  return (...[, , , prompts, finish]) => finish(prompts.map(() => password));
}
