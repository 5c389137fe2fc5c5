import { openSync } from "node:fs";
import { ReadStream, WriteStream } from "node:tty";
import { PlayError } from "../base/play-error.ts";

/** A terminal to ask on: what is typed, and where the question goes. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { setRawMode(raw: boolean): unknown };
  readonly output: { write(text: string): unknown };
  close(): void;
}

/** A password that a run needs: from the environment, or else, if the user asked to be asked, from the terminal. */
export interface PasswordRequest {
  readonly asked: boolean;
  /** `PLAY_BECOME_PASSWORD` */
  readonly variable: string;
  /** `become password: ` */
  readonly question: string;
}

export const becomePassword = { variable: "PLAY_BECOME_PASSWORD", question: "become password: " } as const;
export const sshPassword = { variable: "PLAY_SSH_PASSWORD", question: "ssh password: " } as const;

export async function findPassword(
  { asked, variable, question }: PasswordRequest,
  environment: Readonly<Record<string, string | undefined>>,
  open: () => Terminal = openTerminal,
): Promise<string | undefined> {
  const given = environment[variable];
  if (given !== undefined && given !== "") return given;
  if (!asked) return undefined;
  const terminal = openTerminalOr(open, variable);
  try {
    return await ask(question, terminal, { echo: false });
  } finally {
    terminal.close();
  }
}

function openTerminalOr(open: () => Terminal, variable: string): Terminal {
  try {
    return open();
  } catch (cause) {
    const hint = `set ${variable} instead`;
    throw new PlayError("BAD_USAGE", "a password is to be asked for, but there is no terminal", {
      hint,
      cause,
    });
  }
}

/** The terminal of the process, even where standard input and output are redirected. */
export function openTerminal(): Terminal {
  const input = new ReadStream(openSync("/dev/tty", "r"));
  const output = new WriteStream(openSync("/dev/tty", "w"));
  return {
    input,
    output,
    close: () => {
      input.destroy();
      output.destroy();
    },
  };
}

/**
 * Asks for a line. Without echo, Backspace and Ctrl-U are ours, and Ctrl-C and Ctrl-D end it with a PlayError
 * (INTERRUPTED), as `interrupted` does; with echo they are the terminal's.
 */
export function ask(
  question: string,
  { input, output }: Terminal,
  { echo, interrupted }: { readonly echo: boolean; readonly interrupted?: AbortSignal },
): Promise<string> {
  input.setEncoding("utf8");
  // before the question is seen, or what is typed at once would be, too
  if (!echo) input.setRawMode(true);
  output.write(question);
  let giveUp = (): void => {};
  return new Promise<string>((resolve, reject) => {
    let typed = "";
    giveUp = () => reject(new PlayError("INTERRUPTED", "no password was given"));
    interrupted?.addEventListener("abort", giveUp);
    const answered = (typedAhead: string): void => {
      input.off("data", read);
      input.pause();
      if (typedAhead !== "") input.unshift(typedAhead);
      resolve(typed);
    };
    const read = (chunk: Buffer | string) => {
      const keys = Array.from(String(chunk));
      for (const [index, key] of keys.entries()) {
        const answer = press(typed, key);
        if (answer.kind === "more") typed = answer.typed;
        else if (answer.kind === "done") return answered(keys.slice(index + 1).join(""));
        else return giveUp();
      }
    };
    input.on("data", read);
    input.once("error", reject);
    input.resume();
  }).finally(() => {
    interrupted?.removeEventListener("abort", giveUp);
    input.removeAllListeners("data");
    input.pause();
    if (echo) return;
    input.setRawMode(false);
    output.write("\n");
  });
}

type Answer =
  | { readonly kind: "more"; readonly typed: string }
  | { readonly kind: "done" }
  | { readonly kind: "given up" };

function press(typed: string, key: string): Answer {
  switch (key) {
    case "\r":
    case "\n":
      return { kind: "done" };
    case "\u0003":
    case "\u0004":
      return { kind: "given up" };
    case "\u0015":
      return { kind: "more", typed: "" };
    case "\b":
    case "\u007f":
      return { kind: "more", typed: Array.from(typed).slice(0, -1).join("") };
    default:
      return { kind: "more", typed: typed + key };
  }
}
