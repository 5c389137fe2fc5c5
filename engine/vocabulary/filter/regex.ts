import { toText } from "../../model/text-form.ts";
import type { Value } from "../../model/value.ts";
import type { Arguments } from "../arguments.ts";
import type { Filter } from "../contract.ts";
import { textFilter } from "../define.ts";
import { compileRegex, expandReplacement, readGroup } from "../shared/python-regex.ts";

export const regexFilters = {
  regex_replace: textFilter(
    "regex_replace(pattern, replacement?, ignorecase?, multiline?, count=, mandatory_count=)",
    "the text with every match of a regular expression replaced; \\1 and \\g<name> stand for groups",
    replaceMatches,
  ),
  regex_search: textFilter(
    "regex_search(pattern, ...groups, ignorecase=, multiline=)",
    "the first match of a regular expression or null; with groups ('\\\\1', '\\\\g<name>') a list of them",
    searchMatch,
  ),
  regex_findall: textFilter(
    "regex_findall(pattern, multiline?, ignorecase?)",
    "all matches of a regular expression; of its groups, where it has some",
    (text, args) => [...text.matchAll(regexOf(args))].map(matchValue),
  ),
  regex_escape: textFilter(
    "regex_escape(re_type?)",
    "the text as a regular expression that matches exactly it",
    (text) => text.replaceAll(/[()[\]{}?*+\-|^$\\.&~#\s]/g, String.raw`\$&`),
  ),
} satisfies Record<string, Filter>;

function regexOf(args: Arguments): RegExp {
  const options = { ignoreCase: args.flag("ignorecase"), multiline: args.flag("multiline") };
  return compileRegex(args.text("pattern"), options);
}

function replaceMatches(text: string, args: Arguments): Value {
  const limit = args.integer("count") || Infinity;
  const matches = [...text.matchAll(regexOf(args))];
  const wanted = args.integer("mandatory_count");
  if (wanted > 0 && matches.length !== wanted)
    args.fail(`must replace ${wanted} times, but the expression matches ${matches.length} times`);
  let replaced = "";
  let end = 0;
  for (const match of matches.slice(0, limit)) {
    replaced += text.slice(end, match.index) + expandReplacement(args.text("replacement"), match);
    end = match.index + match[0].length;
  }
  return replaced + text.slice(end);
}

function searchMatch(text: string, args: Arguments): Value {
  const match = regexOf(args).exec(text);
  if (!match) return null;
  const groups = args.rest.map((group) => readGroup(match, groupName(group, args)));
  return groups.length === 0 ? match[0] : groups;
}

function groupName(group: Value, args: Arguments): string {
  const [, named, numbered] = /^\\(?:g<(\w+)>|(\d+))$/.exec(toText(group)) ?? [];
  return named ?? numbered ?? args.fail(`takes groups such as '\\\\1' or '\\\\g<name>'`);
}

function matchValue(match: RegExpMatchArray): Value {
  const groups = match.slice(1).map((group) => group ?? "");
  if (groups.length === 0) return match[0];
  return groups.length === 1 ? (groups[0] ?? "") : groups;
}
