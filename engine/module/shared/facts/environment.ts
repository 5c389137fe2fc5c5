import type { ResultFields } from "../../contract.ts";
import { assignments } from "./sections.ts";
import type { Sections } from "./sections.ts";

/** Who play is on the host, its environment, and how names are resolved there. */
export function environmentFacts(sections: Sections): ResultFields {
  const [user_id = "", uid = "", gid = ""] = sections.lines("user");
  const [, , , , gecos = "", user_dir = "", user_shell = ""] = sections.text("passwd").split(":");
  const env = sections.text("env");
  return {
    user_id,
    user_uid: Number(uid),
    user_gid: Number(gid),
    user_gecos: gecos,
    user_dir,
    user_shell,
    env: Object.fromEntries(assignments(env.split(env.includes("\0") ? "\0" : "\n"))),
    dns: resolverFacts(sections.lines("resolv.conf")),
  };
}

/** resolv.conf(5): the last `search` or `domain` wins. */
function resolverFacts(lines: readonly string[]): ResultFields {
  const entries = lines.filter((line) => !/^\s*[#;]/.test(line)).map((line) => line.trim().split(/\s+/));
  const last = (key: string): readonly string[] | undefined =>
    entries.findLast(([name]) => name === key)?.slice(1);
  const [search, domain, options] = [last("search"), last("domain"), last("options")];
  return {
    nameservers: entries.filter(([name]) => name === "nameserver").map(([, address = ""]) => address),
    ...(search && { search }),
    ...(domain && { domain: domain[0] ?? "" }),
    ...(options && { options: resolverOptions(options) }),
  };
}

function resolverOptions(options: readonly string[]): ResultFields {
  return Object.fromEntries(
    options.map((option) => {
      const [name = "", value] = option.split(":");
      return [name, value ?? true];
    }),
  );
}
