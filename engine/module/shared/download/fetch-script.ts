import { PlayError } from "../../../base/play-error.ts";
import { joinShell, sh, ShellText } from "../../../base/shell-text.ts";

export interface WantFetched {
  readonly url: string;
  /** Seconds without a byte. */
  readonly timeout: number;
  readonly validate_certs: boolean;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * Prints what the URL holds, by curl or else by wget; exits with another status than 0 where that fails.
 * curl gets everything through its input (curl(1), `--config`), so that no header or password is among arguments;
 * wget cannot, and is used only where there is nothing to hide.
 */
export function fetchScript(want: WantFetched): ShellText {
  return joinShell([
    sh`if command -v curl >/dev/null 2>&1; then`,
    sh`curl -q --config - <<'END_OF_CONFIG'`,
    ...curlConfig(want),
    sh`END_OF_CONFIG`,
    sh`elif command -v wget >/dev/null 2>&1; then`,
    hasSecrets(want) ? refuse("headers and passwords need curl on the host") : wget(want),
    sh`else`,
    refuse("neither curl nor wget is on the host"),
    sh`fi`,
  ]);
}

function refuse(reason: string): ShellText {
  return sh`{ printf '%s\n' ${reason} >&2; false; }`;
}

function hasSecrets({ url, headers, username, password }: WantFetched): boolean {
  return (headers ?? username ?? password) !== undefined || /^\w+:\/\/[^/]*@/.test(url);
}

function curlConfig({ url, timeout, validate_certs, headers, username, password }: WantFetched): ShellText[] {
  return [
    ...["silent", "show-error", "fail", "location"].map((option) => ShellText.trusted(option)),
    setting("url", url),
    setting("connect-timeout", String(timeout)),
    setting("speed-time", String(timeout)),
    ...(validate_certs ? [] : [sh`insecure`]),
    ...(username === undefined ? [] : [setting("user", `${username}:${password ?? ""}`)]),
    ...Object.entries(headers ?? {}).map(([name, value]) => setting("header", `${name}: ${value}`)),
  ];
}

/** A line of curl's configuration: it takes quoted values with \\ and \" in them. It is in a here-document: no quoting for the shell. */
function setting(name: string, value: string): ShellText {
  if (/[\r\n\0]/.test(value))
    throw new PlayError("BAD_OPTION", `${name} holds a line break, which no request can hold`);
  return ShellText.trusted(`${name} = "${value.replaceAll(/["\\]/g, (letter) => `\\${letter}`)}"`);
}

/** busybox has a wget that does not look at certificates. */
function wget({ url, timeout, validate_certs }: WantFetched): ShellText {
  const get = sh`wget -q -T ${timeout} ${validate_certs ? [] : ["--no-check-certificate"]} -O - ${url}`;
  if (!validate_certs || !url.startsWith("https:")) return get;
  const isGnu = sh`wget --version 2>&1 | grep -q GNU`;
  return sh`{ ${isGnu} || ${refuse("this wget does not check certificates: install curl")}; } && ${get}`;
}
