import { access } from "node:fs/promises";
import ssh2 from "ssh2";
import { PlayError } from "../../base/play-error.ts";
import type { Countdown } from "./countdown.ts";
import { type OfferedKey, orderIdentities, type Signing } from "./identities.ts";
import { KeyAgent } from "./key-agent.ts";
import type { KeyFile } from "./key-file.ts";
import type { KeyRing } from "./key-ring.ts";
import type { Obstacles } from "./obstacles.ts";
import type { SshConnection } from "./ssh-connection.ts";

export interface OwnKeysParts {
  readonly connection: SshConnection;
  readonly keys: KeyRing;
  /** Stands still while a passphrase is asked for. */
  readonly clock: Countdown;
  readonly obstacles: Obstacles;
}

/** Keys ready to be offered, and how a message names them. */
export interface KeyOffer {
  readonly labels: readonly string[];
  readonly agent: ssh2.BaseAgent;
}

/** The keys of one connection, in its agent and in files. */
export class OwnKeys {
  readonly #parts: OwnKeysParts;

  constructor(parts: OwnKeysParts) {
    this.#parts = parts;
  }

  /** Undefined where there is none. Throws INTERRUPTED. */
  async offer(): Promise<KeyOffer | undefined> {
    const { connection, obstacles } = this.#parts;
    const { privateKeyFiles, usualKeyFiles = [], identitiesOnly = false } = connection;
    const files = await Promise.all(
      [...privateKeyFiles, ...usualKeyFiles].map(async (file) => this.#readKey(file)),
    );
    const agent = connection.agent === undefined ? undefined : ssh2.createAgent(connection.agent);
    const offered = orderIdentities(files.flat(), await this.#agentKeys(agent), identitiesOnly);
    await noteCertificates(connection, obstacles);
    if (offered.length === 0) return undefined;
    const open = async (file: Signing): Promise<ssh2.ParsedKey> => this.#open(file);
    const failed = (error: Error): void => obstacles.passOver(error);
    return { labels: labelsOf(offered), agent: new KeyAgent({ offered, agent, open, failed }) };
  }

  async #readKey(file: string): Promise<KeyFile[]> {
    const { connection, keys, obstacles } = this.#parts;
    const read = await keys.read(file);
    if (read.kind === "unusable") obstacles.note(`key ${file} ${read.reason}`);
    if (read.kind === "missing" && connection.privateKeyFiles.includes(file))
      obstacles.note(`there is no key ${file}`);
    if (read.kind !== "sealed") return [read];
    try {
      return [{ kind: "private", file, key: await this.#unlock(file, read.text) }];
    } catch (error) {
      if (!(error instanceof PlayError) || error.code === "INTERRUPTED") throw error;
      obstacles.passOver(error);
      return [];
    }
  }

  async #open(file: Signing): Promise<ssh2.ParsedKey> {
    return file.kind === "private" ? file.key : this.#unlock(file.file, file.text);
  }

  async #unlock(file: string, text: Buffer): Promise<ssh2.ParsedKey> {
    const { connection, keys, clock } = this.#parts;
    return clock.hold(async () => keys.open(file, text, connection.passphrase?.reveal()));
  }

  async #agentKeys(agent: ssh2.BaseAgent | undefined): Promise<readonly ssh2.ParsedKey[]> {
    if (!agent) return [];
    const { connection, obstacles } = this.#parts;
    return new Promise((resolve) => {
      agent.getIdentities((error, found) => {
        if (error) obstacles.note(`the agent at ${connection.agent} does not answer`);
        resolve((found ?? []).filter((key) => typeof key === "object" && "getPublicSSH" in key));
      });
    });
  }
}

/** Keys that an agent may hold by the dozen count as one. */
function labelsOf(offered: readonly OfferedKey[]): readonly string[] {
  const own = offered.filter(({ signer }) => signer.kind === "file").map(({ label }) => label);
  const [first, ...others] = offered.filter(({ signer }) => signer.kind === "agent");
  if (!first) return own;
  return [others.length === 0 ? first.label : `${others.length + 1} keys of the agent`, ...own];
}

async function noteCertificates(connection: SshConnection, obstacles: Obstacles): Promise<void> {
  const { certificateFiles = [], privateKeyFiles, usualKeyFiles = [] } = connection;
  const beside = [...privateKeyFiles, ...usualKeyFiles].map((file) => `${file}-cert.pub`);
  for (const file of new Set([...certificateFiles, ...beside])) {
    if (await isThere(file))
      obstacles.note(`certificate ${file} was not offered: certificates of users are not supported`);
  }
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
