import { Chalk } from "chalk";

/** As chalk counts: no colour, 16 colours, 256 colours, all colours. */
export type ColourLevel = 0 | 1 | 2 | 3;

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How much colour to write, by the conventions of no-color.org and force-color.org. FORCE_COLOR wins over NO_COLOR, as
 * in Node; without either a terminal gets what TERM and COLORTERM promise, and anything else none.
 */
export function colourLevel(environment: Environment, isTTY: boolean): ColourLevel {
  const { FORCE_COLOR: forced, NO_COLOR: refused } = environment;
  if (forced !== undefined) return forcedLevel(forced);
  if (refused !== undefined && refused !== "") return 0;
  return isTTY ? terminalLevel(environment) : 0;
}

function forcedLevel(forced: string): ColourLevel {
  if (forced === "0" || forced === "false") return 0;
  if (forced === "2") return 2;
  return forced === "3" ? 3 : 1;
}

function terminalLevel({ TERM: term = "", COLORTERM: colours = "" }: Environment): ColourLevel {
  if (term === "dumb") return 0;
  if (colours === "truecolor" || colours === "24bit") return 3;
  return term.includes("256") ? 2 : 1;
}

type Style = (text: string) => string;

/** What a piece of text is, for choosing its colour. */
export type Tone =
  | "ok"
  | "changed"
  | "skipped"
  | "failed"
  | "unknown"
  | "warning"
  | "added"
  | "removed"
  | "title"
  | "quiet"
  | "plain";

export type Paint = Readonly<Record<Tone, Style>>;

export function makePaint(level: ColourLevel): Paint {
  const chalk = new Chalk({ level });
  return {
    ok: chalk.green,
    changed: chalk.yellow,
    skipped: chalk.cyan,
    failed: chalk.red,
    unknown: chalk.magenta,
    warning: chalk.yellow.bold,
    added: chalk.green,
    removed: chalk.red,
    title: chalk.bold,
    quiet: chalk.dim,
    plain: (text) => text,
  };
}
