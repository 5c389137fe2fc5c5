import { PlayError } from "../../base/play-error.ts";
import { toText } from "../../model/text-form.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import { emptyMap, isList, isMap } from "../../model/value.ts";
import type { Arguments } from "../arguments.ts";
import type { Filter } from "../contract.ts";
import { filter, textFilter } from "../define.ts";

export const urlFilters = {
  urlsplit: textFilter(
    "urlsplit(part?)",
    "the parts of a URL, or one of them: scheme, hostname, port, path, query, …",
    (text, args) => partOfUrl(splitUrl(text), args),
  ),
  urlencode: filter("urlencode", "the text (or the pairs of a dict) with % escapes for a URL", encode),
  urldecode: textFilter("urldecode", "the text that % escapes stand for", decode),
} satisfies Record<string, Filter>;

/** RFC 3986, appendix B. */
const urlPattern = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;
const authorityPattern = /^(?:([^:@]*)(?::([^@]*))?@)?(\[[^\]]*\]|[^:]*)(?::(\d*))?$/s;

function splitUrl(text: string): ValueMap {
  const [, scheme = "", netloc = "", path = "", query = "", fragment = ""] = urlPattern.exec(text) ?? [];
  const parts = { scheme: scheme.toLowerCase(), netloc, path, query, fragment };
  return Object.assign(emptyMap(), parts, splitAuthority(netloc));
}

function splitAuthority(netloc: string): ValueMap {
  const [, username, password, host = "", port = ""] = authorityPattern.exec(netloc) ?? [];
  return {
    hostname: host === "" ? null : host.replace(/^\[(.*)\]$/, "$1").toLowerCase(),
    port: port === "" ? null : Number(port),
    username: username ?? null,
    password: password ?? null,
  };
}

function partOfUrl(parts: ValueMap, args: Arguments): Value {
  if (!args.has("part")) return parts;
  const part = parts[args.text("part")];
  return part === undefined
    ? args.fail(`knows no part "${args.text("part")}"`, `parts: ${Object.keys(parts).join(", ")}`)
    : part;
}

function encode(value: Value): string {
  if (isMap(value)) return encodePairs(Object.entries(value));
  if (isList(value))
    return encodePairs(
      value.flatMap((pair) => (isList(pair) ? [[toText(pair[0] ?? ""), pair[1] ?? null]] : [])),
    );
  return escape(toText(value)).replaceAll("%2F", "/");
}

function encodePairs(pairs: readonly (readonly [string, Value] | readonly Value[])[]): string {
  return pairs.map((pair) => pair.map((part) => escape(toText(part))).join("=")).join("&");
}

function escape(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch (cause) {
    throw new PlayError("BAD_VALUE", "urldecode is given a malformed escape", { cause });
  }
}
