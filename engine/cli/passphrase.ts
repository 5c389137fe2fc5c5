import pLimit from "p-limit";
import { PlayError } from "../base/play-error.ts";
import { interruption } from "../execute/pause.ts";
import type { AskPassphrase } from "../host/transport/key-ring.ts";
import { ask, openTerminal, type Terminal } from "./prompt.ts";
import { readSecretFile } from "./secret-file.ts";

const variable = "PLAY_KEY_PASSPHRASE";
const fileVariable = "PLAY_KEY_PASSPHRASE_FILE";

export interface PassphraseSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly open?: () => Terminal;
  /** Keeps the terminal quiet until what it gives is called. */
  readonly hold: () => () => void;
  readonly keepSecret: (text: string) => void;
  /** Ends the question, and any that would follow. */
  readonly interrupted: AbortSignal;
  /** Ends the run, when the answer is Ctrl-C. */
  readonly interrupt: () => void;
}

/**
 * Passphrases of keys: from the environment first, or the file that it names, then from the terminal, one question at a
 * time. Throws AUTHENTICATION where there is no terminal, INTERRUPTED where the run is to end.
 */
export function passphraseAsker(sources: PassphraseSources): AskPassphrase {
  const { environment, open = openTerminal, hold, keepSecret, interrupted, interrupt } = sources;
  const oneAtATime = pLimit(1);
  const find = async (file: string, attempt: number): Promise<string> => {
    const given = attempt === 1 ? givenBy(environment) : undefined;
    if (given !== undefined) return given;
    if (interrupted.aborted) throw interruption();
    const terminal = openTerminalOr(open, file, attempt > 1 && givenBy(environment) !== undefined);
    const release = hold();
    try {
      const again = attempt > 1 ? "that was wrong; " : "";
      return await ask(`${again}passphrase of ${file}: `, terminal, { echo: false, interrupted });
    } catch (error) {
      if (!(error instanceof PlayError) || error.code !== "INTERRUPTED") throw error;
      interrupt();
      throw interruption();
    } finally {
      release();
      terminal.close();
    }
  };
  return async (file, attempt) => {
    const passphrase = await oneAtATime(async () => find(file, attempt));
    if (passphrase !== "") keepSecret(passphrase);
    return passphrase;
  };
}

function givenBy(environment: PassphraseSources["environment"]): string | undefined {
  const text = environment[variable];
  if (text !== undefined && text !== "") return text;
  const file = environment[fileVariable];
  return file === undefined || file === "" ? undefined : readSecretFile(file, fileVariable);
}

function openTerminalOr(open: () => Terminal, file: string, isGivenWrong: boolean): Terminal {
  try {
    return open();
  } catch (cause) {
    const problem = isGivenWrong ? "has another passphrase than the environment tells" : "has a passphrase";
    throw new PlayError("AUTHENTICATION", `key ${file} ${problem}, and there is no terminal to ask on`, {
      hint: `set ${variable} or ${fileVariable}, or load the key into an agent (ssh-add)`,
      cause,
    });
  }
}
