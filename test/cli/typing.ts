import { PassThrough } from "node:stream";
import type { Terminal } from "../../engine/cli/prompt.ts";

export interface Typing {
  readonly terminal: Terminal;
  readonly shown: () => string;
  readonly raw: () => readonly boolean[];
  readonly closed: () => boolean;
}

/** A terminal on which these keys have been pressed. */
export function typing(...keys: (string | Buffer)[]): Typing {
  const stream = new PassThrough();
  const written: string[] = [];
  const modes: boolean[] = [];
  let closed = false;
  const input = Object.assign(stream, { setRawMode: (raw: boolean) => modes.push(raw) });
  for (const key of keys) stream.write(key);
  const output = { write: (text: string) => written.push(text) };
  const terminal = { input, output, close: () => void (closed = true) };
  return { terminal, shown: () => written.join(""), raw: () => modes, closed: () => closed };
}

export function noTerminal(): never {
  throw new Error("no such device");
}
