import { PlayError } from "../../base/play-error.ts";
import { harmless, heeded, lossOf, unheeded } from "./keywords.ts";
import { type Directive, parseSshConfig } from "./parse-ssh-config.ts";

/** What arguments of the program ssh say, as far as they can mean anything here. */
export interface SshArguments {
  readonly directives: readonly Directive[];
  /** `-F`. */
  readonly configFile?: string;
}

/** Flags that are a keyword of the configuration. */
const keywordOf: Readonly<Record<string, string>> = {
  "-J": "ProxyJump",
  "-i": "IdentityFile",
  "-p": "Port",
  "-l": "User",
};

/** Flags of the program without an equal here, and without harm: compression, quietness, no terminal, no forwarding. */
const meaningless: ReadonlySet<string> = new Set(["-C", "-q", "-v", "-vv", "-vvv", "-T", "-a", "-x", "-n"]);

const familyOf: Readonly<Record<string, string>> = { "-4": "inet", "-6": "inet6" };

/** `origin` names the variable or flag, for messages. Throws SSH_CONFIG. */
export function readSshArguments(text: string, origin: string): SshArguments {
  const left = splitArguments(text, origin);
  const directives: Directive[] = [];
  let configFile: string | undefined;
  const valueOf = (flag: string, word: string): string => {
    const value = word.length > flag.length ? word.slice(flag.length) : left.shift();
    if (value !== undefined) return value;
    throw refused(origin, `${flag} has no value`);
  };
  while (left.length > 0) {
    const word = left.shift() ?? "";
    const flag = word.slice(0, 2);
    const keyword = keywordOf[flag];
    const family = familyOf[word];
    if (meaningless.has(word)) continue;
    if (flag === "-o") directives.push(readOption(valueOf(flag, word), origin));
    else if (flag === "-F") configFile = valueOf(flag, word);
    else if (family !== undefined) directives.push(given("AddressFamily", family, origin));
    else if (keyword !== undefined) directives.push(given(keyword, valueOf(flag, word), origin));
    else throw refused(origin, `${word} is not supported`);
  }
  return { directives, ...(configFile !== undefined && { configFile }) };
}

/** A keyword that is given outside of any file. */
export function given(keyword: string, value: string, origin: string): Directive {
  return { keyword: keyword.toLowerCase(), words: [value], text: value, place: { file: origin } };
}

function readOption(text: string, origin: string): Directive {
  const [section] = parseSshConfig(origin, text);
  const [directive] = section?.directives ?? [];
  if (!directive) throw refused(origin, `-o ${text} is not supported`);
  const { keyword, text: value } = directive;
  const loss = lossOf(keyword, value);
  if (loss) throw refused(origin, `-o ${text} cannot be heeded: ${loss.instead}`);
  if (!isUnderstood(keyword)) throw refused(origin, `-o ${text} is not supported`);
  return { ...directive, place: { file: origin } };
}

function isUnderstood(keyword: string): boolean {
  return heeded.has(keyword) || Object.hasOwn(harmless, keyword) || Object.hasOwn(unheeded, keyword);
}

function refused(origin: string, message: string): PlayError {
  return new PlayError("SSH_CONFIG", `${origin}: ${message}`, {
    hint: "understood are -o, -F, -J, -i, -p, -l, -4 and -6; play speaks ssh itself and does not call the program",
  });
}

/** Words as a shell splits them: quotes group, a backslash keeps the next character. */
function splitArguments(text: string, origin: string): string[] {
  const whole = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs;
  if (/["'\\]/.test(text.replaceAll(whole, ""))) throw refused(origin, "a quote is not closed");
  return [...text.matchAll(whole)].map(([word]) => unquote(word));
}

function unquote(word: string): string {
  return word.replaceAll(
    /\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/gs,
    (_, kept?: string, double?: string, single?: string) =>
      kept ?? double?.replaceAll(/\\(["\\$`])/g, "$1") ?? single ?? "",
  );
}
