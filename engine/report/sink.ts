import type { ColourLevel, Environment } from "./colour.ts";
import { colourLevel } from "./colour.ts";

/** Where a reporter writes. */
export interface Sink {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width in characters; read anew for every line, since a terminal may be resized. */
  readonly columns: number;
  readonly colour: ColourLevel;
  /** The terminal itself, for the live line; absent in tests. */
  readonly stream?: NodeJS.WriteStream;
}

/** The width that lines are fitted to where there is no terminal. */
const usualColumns = 120;

export function streamSink(stream: NodeJS.WriteStream, environment: Environment): Sink {
  const isTTY = stream.isTTY;
  return {
    write: (text) => void stream.write(text),
    isTTY,
    // A pseudo terminal of unknown size says 0.
    get columns() {
      return stream.columns || usualColumns;
    },
    colour: colourLevel(environment, isTTY),
    stream,
  };
}
