import { PlayError } from "../../../base/play-error.ts";
import { joinShell, sh, ShellText } from "../../../base/shell-text.ts";
import { isList, isMap, type Value } from "../../../model/value.ts";
import { isReading, type UriWant } from "./want.ts";

/** Stands before the line that tells status, type and final address. */
export const endMark = "=== end of answer ===";

/**
 * Prints the answer's body and, after a mark, `status type url`. curl gets everything through its input (curl(1),
 * `--config`), so that nothing secret is among arguments; wget serves plain questions where there is no curl.
 */
export function requestScript(want: UriWant): ShellText {
  return joinShell([
    sh`if command -v curl >/dev/null 2>&1; then`,
    sh`curl -q --config - <<'END_OF_CONFIG'`,
    ...curlConfig(want),
    sh`END_OF_CONFIG`,
    sh`elif command -v wget >/dev/null 2>&1; then`,
    isPlain(want) ? wget(want) : refuse("this request needs curl on the host"),
    sh`else`,
    refuse("neither curl nor wget is on the host"),
    sh`fi`,
  ]);
}

function refuse(reason: string): ShellText {
  return sh`{ printf '%s\n' ${reason} >&2; false; }`;
}

function curlConfig(want: UriWant): readonly ShellText[] {
  const { url_username, url_password = "" } = want;
  const optional: readonly (readonly [string, string | undefined])[] = [
    ["cacert", want.ca_path],
    ["cert", want.client_cert],
    ["key", want.client_key],
    ["user", url_username === undefined ? undefined : `${url_username}:${url_password}`],
    ["data-raw", bodyOf(want)],
  ];
  return [
    ...["silent", "show-error"].map((option) => ShellText.trusted(option)),
    setting("url", want.url),
    ...(want.method === "HEAD" ? [ShellText.trusted("head")] : [setting("request", want.method)]),
    setting("max-time", String(want.timeout)),
    setting("write-out", `\n${endMark}\n%{http_code} %{content_type} %{url_effective}\n`),
    ...(follows(want) ? [ShellText.trusted("location")] : []),
    ...(want.validate_certs ? [] : [ShellText.trusted("insecure")]),
    ...optional.flatMap(([name, value]) => (value === undefined ? [] : [setting(name, value)])),
    ...headersOf(want).map(([name, value]) => setting("header", headerLine(name, value))),
  ];
}

function follows(want: UriWant): boolean {
  const { follow_redirects: follow } = want;
  return follow === "all" || follow === "yes" || (follow === "safe" && isReading(want));
}

function headerLine(name: string, value: string): string {
  if (/[\r\n]/.test(name + value)) throw new PlayError("BAD_OPTION", `the header ${name} holds a line break`);
  return `${name}: ${value}`;
}

/** A line of curl's configuration, in a here-document: a quoted value has \\ \" \n \r \t in it. */
function setting(name: string, value: string): ShellText {
  if (value.includes("\0")) throw new PlayError("BAD_OPTION", `${name} holds a NUL byte`);
  const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const quoted = value.replaceAll(/["\\\n\r\t]/g, (letter) => escapes[letter] ?? `\\${letter}`);
  return ShellText.trusted(`${name} = "${quoted}"`);
}

function headersOf({ headers, body, body_format }: UriWant): readonly (readonly [string, string])[] {
  const given = Object.entries(headers);
  const hasType = given.some(([name]) => name.toLowerCase() === "content-type");
  if (body === undefined || hasType || body_format === "raw") return given;
  const type = body_format === "json" ? "application/json" : "application/x-www-form-urlencoded";
  return [...given, ["Content-Type", type]];
}

function bodyOf({ body, body_format }: UriWant): string | undefined {
  if (body === undefined) return undefined;
  if (body_format === "form-urlencoded" && isMap(body)) return formOf(body);
  if (typeof body === "string") return body;
  return JSON.stringify(body);
}

function formOf(body: Readonly<Record<string, Value>>): string {
  const pairs = Object.entries(body).flatMap(([name, value]) =>
    (isList(value) ? value : [value]).map((one): [string, string] => [
      name,
      typeof one === "string" ? one : JSON.stringify(one),
    ]),
  );
  return new URLSearchParams(pairs).toString();
}

/** wget has its words among its arguments, so that only what is no secret may go there. */
function isPlain(want: UriWant): boolean {
  const { headers, body, url_username, client_cert, ca_path, url } = want;
  const extra = body ?? url_username ?? client_cert ?? ca_path;
  return (
    want.method === "GET" && extra === undefined && Object.keys(headers).length === 0 && !url.includes("@")
  );
}

/** wget tells no status but in its messages: `HTTP/1.1 404 Not Found`; busybox: `server returned error: HTTP/1.1 404`. */
function wget({ url, timeout, validate_certs }: UriWant): ShellText {
  const noCheck = validate_certs ? [] : ["--no-check-certificate"];
  return sh`said=$( { wget -S -T ${timeout} ${noCheck} -O - ${url} >&3; } 2>&1 ) 3>&1
status=$?
code=$(printf '%s\n' "$said" | sed -n 's/.*HTTP\/[0-9.]* \([0-9][0-9][0-9]\).*/\1/p' | tail -n 1)
[ -n "$code" ] || { [ $status != 0 ] || code=200; }
[ -n "$code" ] || { printf '%s\n' "$said" | tail -n 1 >&2; exit 1; }
printf '\n%s\n%s  %s\n' ${endMark} "$code" ${url}`;
}
