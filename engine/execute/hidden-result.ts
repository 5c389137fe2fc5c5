import { mayBeSecret } from "../base/may-be-secret.ts";
import { isLazyMap, lazyMap } from "../model/lazy-map.ts";
import { textsIn } from "../model/texts-in.ts";
import { Unknown, type Value, type ValueMap } from "../model/value.ts";

/** Fields by which a task hands on what it was given and what it read. */
const telling = ["cmd", "stdout", "stderr", "content"] as const;

/**
 * What a `no_log` task brings to light, wherever a later task may show it: its command and outputs, and the variables that
 * it set. `setsFacts`: it is a task that sets variables, rather than one that reads a host's facts.
 */
export function hiddenTexts(result: ValueMap, { setsFacts }: { readonly setsFacts: boolean }): string[] {
  if (isLazyMap(result)) return [];
  const facts = setsFacts ? result["ansible_facts"] : undefined;
  return [
    ...telling.flatMap((name) => textsIn(result[name])).flatMap(withDecoded),
    // whoever sets a variable under no_log means its value, however short it is
    ...textsIn(facts),
  ];
}

/** What of a loop's item may be a secret. */
export function hiddenItemTexts(item: Value): string[] {
  return textsIn(item).filter(mayBeSecret);
}

/** The result as later tasks may show it: reasons why something is not known quote the task, too. */
export function hiddenReasons(result: ValueMap): ValueMap {
  const hidden = new Unknown("the result of a task that no_log hides");
  const without = (value: Value | undefined): Value | undefined =>
    value instanceof Unknown ? hidden : value;
  if (isLazyMap(result))
    return lazyMap({ names: () => Object.keys(result), get: (name) => without(result[name]) });
  return Object.fromEntries(
    Object.entries(result).map(([name, value]) => [name, value instanceof Unknown ? hidden : value]),
  );
}

function withDecoded(text: string): string[] {
  const trimmed = text.trim();
  const decoded = Buffer.from(trimmed, "base64").toString();
  const isBase64 = Buffer.from(decoded).toString("base64") === trimmed;
  return [trimmed, ...(isBase64 ? [decoded] : [])].filter(mayBeSecret);
}
