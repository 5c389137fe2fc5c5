import ora from "ora";
import { duration } from "./duration.ts";

/** A line at the foot of the terminal that shows what is under way. Other text may be written meanwhile. */
export interface LiveLine {
  /** `since`: when what it shows began, in milliseconds of the clock. */
  show(text: string, since: number): void;
  stop(): void;
}

/** Where there is no terminal. */
export const noLiveLine: LiveLine = { show: () => undefined, stop: () => undefined };

/** From here on the elapsed time is shown, in milliseconds. */
const longWait = 3000;

/** No live line on a terminal that cannot show one: a dumb one, a CI's, or one of unknown width. */
export function oraLiveLine(stream: NodeJS.WriteStream, colour: boolean): LiveLine {
  let began = 0;
  const elapsed = () => {
    const waited = Date.now() - began;
    return waited < longWait ? "" : duration(Math.floor(waited / 1000) * 1000).replace(".0 s", " s");
  };
  // Ora would swallow the input, and with it Ctrl-C and the answers to prompts.
  const spinner = ora({ stream, discardStdin: false, color: colour ? "cyan" : false, suffixText: elapsed });
  // At a width of 0 ora would clear lines for ever.
  if (!spinner.isEnabled || stream.columns < 1) return noLiveLine;
  return {
    show(text, since) {
      began = since;
      spinner.text = text;
      if (!spinner.isSpinning) spinner.start();
    },
    stop: () => void spinner.stop(),
  };
}
