import { badSshConfig, type Condition } from "./parse-ssh-config.ts";
import { matchesPatterns } from "./pattern.ts";
import type { Resolving } from "./resolving.ts";
import { addressOf, expandTokens } from "./tokens.ts";

type MatchLine = Extract<Condition, { kind: "match" }>;

/** The host name, user and port as far as they are known where a `Match` stands. */
interface Known {
  readonly hostName: string;
  readonly user: string;
  readonly port: string;
}

/** Whether all criteria of a `Match` line hold. Throws SSH_CONFIG. */
export function matchHolds({ words, place }: MatchLine, resolving: Resolving): boolean {
  const left = [...words];
  let holds = true;
  while (left.length > 0) {
    const word = left.shift() ?? "";
    const name = word.replace(/^!/, "").toLowerCase();
    const judge = criteria[name];
    if (!judge) {
      const hint = `known are ${Object.keys(criteria).join(", ")}`;
      throw badSshConfig(place, `Match ${name} is not supported`, hint);
    }
    const value = alone.has(name) ? "" : left.shift();
    if (value === undefined) throw badSshConfig(place, `Match ${name} has no value`);
    // as ssh: a command is not run where the line cannot hold any more
    if (holds) holds = judge(value, resolving) !== word.startsWith("!");
  }
  return holds;
}

const alone: ReadonlySet<string> = new Set(["all", "canonical", "final"]);

type Judge = (value: string, resolving: Resolving) => boolean;

const criteria: Readonly<Record<string, Judge>> = {
  all: () => true,
  // host names are not made canonical, so that there is no second reading for that reason alone
  canonical: (_, { final }) => final,
  final: (_, { final, wantsFinal }) => {
    if (!final) wantsFinal();
    return final;
  },
  host: (value, resolving) =>
    matchesPatterns(patternsOf(value.toLowerCase()), knownOf(resolving).hostName.toLowerCase()),
  originalhost: (value, { host }) => matchesPatterns(patternsOf(value.toLowerCase()), host.toLowerCase()),
  user: (value, resolving) => matchesPatterns(patternsOf(value), knownOf(resolving).user),
  localuser: (value, { machine }) => matchesPatterns(patternsOf(value), machine.user),
  exec: (value, resolving) => resolving.machine.succeeds(expandTokens(value, tokensOf(resolving))),
};

function patternsOf(list: string): readonly string[] {
  return list.split(",").map((pattern) => pattern.trim());
}

function knownOf({ host, found, machine }: Resolving): Known {
  const text = (keyword: string): string | undefined => found.get(keyword)?.[0]?.text;
  return {
    hostName: addressOf(host, text("hostname")),
    user: text("user") ?? machine.user,
    port: text("port") ?? "22",
  };
}

function tokensOf(resolving: Resolving): Readonly<Record<string, string>> {
  const { hostName, user, port } = knownOf(resolving);
  const { machine, host } = resolving;
  return {
    d: machine.home,
    h: hostName,
    i: String(machine.uid),
    L: machine.hostName.replace(/\..*/, ""),
    l: machine.hostName,
    n: host,
    p: port,
    r: user,
    u: machine.user,
  };
}
