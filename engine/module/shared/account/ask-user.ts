import { sh } from "../../../base/shell-text.ts";
import {
  group,
  script,
  user,
  type GroupEntry,
  type Query,
  type ScriptAnswer,
  type UserEntry,
} from "../../../host/query.ts";
import { decodeText, encodeText } from "../file/text.ts";

export interface WantUser {
  readonly name: string;
  readonly uid?: number | undefined;
  readonly group?: string | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly append: boolean;
  readonly comment?: string | undefined;
  readonly home?: string | undefined;
  readonly shell?: string | undefined;
  readonly system: boolean;
  readonly create_home: boolean;
  readonly password?: string | undefined;
  readonly update_password: "always" | "on_create";
  readonly remove: boolean;
  readonly state: "present" | "absent";
}

export type AskedUser = Record<`group ${string}`, Query<GroupEntry | null>> & {
  readonly user: Query<UserEntry | null>;
  readonly more: Query<ScriptAnswer>;
  readonly holder?: Query<UserEntry | null>;
};

/** What the passwd entry does not say, or says by number. */
export interface More {
  readonly group: string;
  readonly groups: readonly string[];
  readonly comment: string;
  /** The password's hash; empty where it may not be read. */
  readonly hash: string;
}

export function askUser(want: WantUser): AskedUser {
  return Object.assign(
    {
      user: user(want.name),
      more: askMore(want.name),
      ...(want.uid !== undefined && { holder: user(String(want.uid)) }),
    },
    ...groupsNamed(want).map((name) => ({ [`group ${name}`]: group(name) })),
  );
}

export function groupsNamed({ group: primary, groups = [], state }: WantUser): readonly string[] {
  if (state === "absent") return [];
  return [...new Set([...(primary === undefined ? [] : [primary]), ...groups])];
}

export function askMore(name: string): Query<ScriptAnswer> {
  return script(
    `groups of user ${name}`,
    sh`id -gn ${name} 2>/dev/null || echo
id -Gn ${name} 2>/dev/null || echo
for file in passwd shadow; do
  { getent $file ${name} 2>/dev/null || grep ${`^${name}:`} /etc/$file 2>/dev/null || echo; } | head -n 1
done`,
  );
}

export function readMore(name: string, { stdout }: ScriptAnswer): More {
  const [primary = "", all = "", passwd = "", shadow = ""] = (decodeText(stdout) ?? "").split("\n");
  return {
    group: primary,
    groups: all.split(" ").filter((other) => other !== "" && other !== primary),
    comment: passwd.split(":")[4] ?? "",
    hash: shadow.startsWith(`${name}:`) ? (shadow.split(":")[1] ?? "") : "",
  };
}

/** The answer that {@link readMore} would read this from. */
export function answerOf(name: string, { group: primary, groups, comment, hash }: More): ScriptAnswer {
  const text = `${primary}\n${[primary, ...groups].join(" ")}\n${name}:x:::${comment}::\n${name}:${hash}:\n`;
  return { rc: 0, stdout: encodeText(text), stderr: new Uint8Array() };
}
