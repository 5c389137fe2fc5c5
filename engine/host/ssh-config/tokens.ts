import { PlayError } from "../../base/play-error.ts";

/** What `%h`, `%u`, … stand for, by their letters (ssh_config(5), TOKENS). */
export type Tokens = Readonly<Record<string, string>>;

/** Throws SSH_CONFIG where a token is not known here. */
export function expandTokens(text: string, tokens: Tokens): string {
  return text.replaceAll(/%(.?)/gs, (_, letter: string) => {
    if (letter === "%") return "%";
    const value = tokens[letter];
    if (value !== undefined) return value;
    throw new PlayError("SSH_CONFIG", `"${text}" has a token that means nothing here: %${letter}`, {
      hint: `it may have ${Object.keys(tokens)
        .map((known) => `%${known}`)
        .join(" ")} and %%`,
    });
  });
}

/** `~` and `~/…`; another user's home folder is not looked up. */
export function expandTilde(file: string, home: string): string {
  return file === "~" || file.startsWith("~/") ? home + file.slice(1) : file;
}

/** `${NAME}`. Throws SSH_CONFIG where it is not set, as ssh does. */
export function expandEnvironment(text: string, environment: NodeJS.ProcessEnv): string {
  return text.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => {
    const value = environment[name];
    if (value !== undefined) return value;
    throw new PlayError("SSH_CONFIG", `"${text}" wants the environment variable ${name}, which is not set`, {
      hint: `set ${name}, or name the file without it`,
    });
  });
}

/** The address behind a name: what `HostName` makes of it. A name itself has no tokens, though an IPv6 zone looks like one. */
export function addressOf(name: string, hostName: string | undefined): string {
  return hostName === undefined ? name : expandTokens(hostName, { h: name });
}
