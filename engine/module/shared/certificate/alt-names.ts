import { PlayError } from "../../../base/play-error.ts";

export interface AltName {
  readonly type: "dns" | "ip";
  readonly value: string;
}

/** `DNS:name`, `IP:1.2.3.4`, or a bare name or address. Throws BAD_OPTION. */
export function parseAltName(text: string): AltName {
  const [, prefix = "", value = ""] = /^(?:(DNS|IP|IP Address):)?(.*)$/i.exec(text.trim()) ?? [];
  const isAddress = prefix === "" ? looksLikeAddress(value) : !/^dns$/i.test(prefix);
  if (isAddress) return { type: "ip", value: normalAddress(value, text) };
  if (/^(\*\.)?[\w-]+(\.[\w-]+)*$/.test(value)) return { type: "dns", value };
  throw new PlayError("BAD_OPTION", `"${text}" is not a name for subject_alt_name`, {
    hint: 'write "DNS:name" (without a dot at the end) or "IP:address"',
  });
}

/** Each once, in the order in which they are written. */
export function parseAltNames(texts: readonly string[]): readonly AltName[] {
  const names = new Map(texts.map(parseAltName).map((name) => [showAltName(name), name]));
  return [...names.values()];
}

/** The names of a certificate, as node:crypto prints them: `DNS:h1, IP Address:10.0.0.1`. */
export function readAltNames(printed: string | undefined): readonly string[] {
  return (printed ?? "")
    .split(", ")
    .filter((part) => part !== "")
    .map((part) => (/^(DNS|IP Address):/.test(part) ? showAltName(parseAltName(part)) : part));
}

export function showAltName({ type, value }: AltName): string {
  return `${type === "dns" ? "DNS" : "IP"}:${value}`;
}

function looksLikeAddress(value: string): boolean {
  return value.includes(":") || /^\d+(\.\d+){3}$/.test(value);
}

/** An address in its shortest form (RFC 5952), so that two ways of writing it are equal; undefined where it is none. */
export function shortestAddress(value: string): string | undefined {
  const bracketed = value.includes(":") ? `[${value}]` : value;
  const host = URL.canParse(`http://${bracketed}`) ? new URL(`http://${bracketed}`).hostname : "";
  const address = host.replace(/^\[(.*)\]$/, "$1");
  return looksLikeAddress(value) && looksLikeAddress(address) ? address : undefined;
}

function normalAddress(value: string, written: string): string {
  const address = shortestAddress(value);
  if (address !== undefined) return address;
  throw new PlayError("BAD_OPTION", `"${written}" is not an IP address`);
}
