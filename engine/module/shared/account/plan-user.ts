import { PlayError } from "../../../base/play-error.ts";
import { joinShell, sh, type ShellText } from "../../../base/shell-text.ts";
import { foreseeAnswer, type Change, type Forecast, type RunAction } from "../../../host/change.ts";
import { user, type GroupEntry, type ScriptAnswer, type UserEntry } from "../../../host/query.ts";
import type { Plan, ResultFields } from "../../contract.ts";
import { encodeText } from "../file/text.ts";
import { answerOf, askMore, groupsNamed, readMore, type More, type WantUser } from "./ask-user.ts";
import { either, noNumber } from "./plan-group.ts";

interface FoundUser {
  readonly user: UserEntry | null;
  readonly more: ScriptAnswer;
  /** Who has the number that is asked for. */
  readonly holder?: UserEntry | null;
  readonly [name: `group ${string}`]: GroupEntry | null;
}

/** Throws PRECONDITION where another user has the number. */
export function planUser(want: WantUser, found: FoundUser): Plan {
  const { name, state, password } = want;
  const entry = found.user?.name === name ? found.user : null;
  if (state === "absent")
    return { changes: entry ? [remove(want)] : [], result: { name, state, remove: want.remove } };
  refuseTaken(want, found.holder ?? null);
  const missing = groupsNamed(want).find((group) => (found[`group ${group}`] ?? null) === null);
  const more = readMore(name, found.more);
  const changes = entry ? changeUser(want, entry, more) : [createUser(want)];
  return {
    changes,
    result: resultOf(want, entry),
    ...(password !== undefined && { secrets: [password] }),
    ...(missing !== undefined && { needs: `group ${missing}` }),
  };
}

function refuseTaken({ name, uid }: WantUser, holder: UserEntry | null): void {
  if (!holder || holder.name === name || holder.uid !== uid) return;
  throw new PlayError("PRECONDITION", `user ${holder.name} has the number ${uid}`, {
    hint: `choose another number for ${name}, or remove the other user`,
  });
}

function resultOf(want: WantUser, entry: UserEntry | null): ResultFields {
  const { name, state, home = entry?.home, shell = entry?.shell, uid = entry?.uid } = want;
  return {
    name,
    state,
    ...(home !== undefined && { home }),
    ...(shell !== undefined && { shell }),
    ...(uid !== undefined && { uid }),
  };
}

function createUser(want: WantUser): Change {
  const { name, uid, home, shell, system, group, groups = [], comment = "" } = want;
  const facts = [
    ...(uid === undefined ? [] : [`uid ${uid}`]),
    ...(groups.length === 0 ? [] : [`groups ${groups.join(", ")}`]),
  ];
  const entry = {
    name,
    uid: uid ?? noNumber,
    gid: noNumber,
    home: home ?? `/home/${name}`,
    shell: shell ?? "/bin/sh",
  };
  const more = { group: group ?? name, groups, comment, hash: want.password ?? "!" };
  return {
    summary: [`create ${system ? "system " : ""}user ${name}`, ...facts].join(", "),
    actions: [
      { kind: "run", script: either("useradd", useradd(want), adduser(want)) },
      ...setPassword(name, want.password),
    ],
    forecasts: [foreseeAnswer(user(name), entry), foreseeAnswer(askMore(name), answerOf(name, more))],
  };
}

function useradd(want: WantUser): ShellText {
  const { groups = [] } = want;
  const words = [
    ...(want.system ? ["-r"] : []),
    want.create_home ? "-m" : "-M",
    ...accountWords(want),
    ...(groups.length === 0 ? [] : ["-G", groups.join(",")]),
  ];
  return sh`useradd ${words} ${want.name}`;
}

/** The words that useradd and usermod share. */
function accountWords({ uid, group, comment, home, shell }: Partial<WantUser>): readonly (string | number)[] {
  return [
    ...(uid === undefined ? [] : ["-u", uid]),
    ...(group === undefined ? [] : ["-g", group]),
    ...(comment === undefined ? [] : ["-c", comment]),
    ...(home === undefined ? [] : ["-d", home]),
    ...(shell === undefined ? [] : ["-s", shell]),
  ];
}

function adduser({ name, uid, group, groups = [], comment, home, shell, ...want }: WantUser): ShellText {
  const words = [
    "-D",
    ...(want.system ? ["-S"] : []),
    ...(want.create_home ? [] : ["-H"]),
    ...(uid === undefined ? [] : ["-u", uid]),
    ...(group === undefined ? [] : ["-G", group]),
    ...(comment === undefined ? [] : ["-g", comment]),
    ...(home === undefined ? [] : ["-h", home]),
    ...(shell === undefined ? [] : ["-s", shell]),
  ];
  const joins = groups.map((other) => sh`addgroup ${name} ${other}`);
  return joinShell([sh`adduser ${words} ${name}`, ...joins], " && ");
}

/** Through the input: a hash is a secret, too. */
function setPassword(name: string, hash: string | undefined): readonly RunAction[] {
  if (hash === undefined) return [];
  const stdin = { kind: "bytes", bytes: encodeText(`${name}:${hash}\n`) } as const;
  return [{ kind: "run", script: sh`chpasswd -e`, stdin }];
}

function changeUser(want: WantUser, entry: UserEntry, more: More): readonly Change[] {
  const { name, password } = want;
  const due = dueOf(want, entry, more);
  const groups = groupsAfter(want, more);
  const isHashDue = password !== undefined && want.update_password === "always" && password !== more.hash;
  const facts = [
    ...due.said,
    ...(groups ? [`groups ${groups.join(", ") || "none"}`] : []),
    ...(isHashDue ? ["another password"] : []),
  ];
  if (facts.length === 0) return [];
  const words = [...accountWords(due.wanted), ...(groups ? ["-G", groups.join(",")] : [])];
  const hash = isHashDue ? password : more.hash;
  return [
    {
      summary: `change user ${name}: ${facts.join(", ")}`,
      actions: [
        ...(words.length === 0 ? [] : [{ kind: "run", script: usermod(name, words) } as const]),
        ...(isHashDue ? setPassword(name, password) : []),
      ],
      forecasts: forecastsOf(want, entry, { ...more, hash, groups: groups ?? more.groups }),
    },
  ];
}

function forecastsOf(want: WantUser, entry: UserEntry, more: More): readonly Forecast[] {
  const { name, uid = entry.uid, home = entry.home, shell = entry.shell } = want;
  const { group = more.group, comment = more.comment } = want;
  return [
    foreseeAnswer(user(name), { ...entry, uid, home, shell }),
    foreseeAnswer(askMore(name), answerOf(name, { ...more, group, comment })),
  ];
}

function usermod(name: string, words: readonly (string | number)[]): ShellText {
  const refuse = sh`{ echo 'users can be changed only by usermod: install the package shadow' >&2; exit 1; }`;
  return sh`command -v usermod >/dev/null 2>&1 || ${refuse}
usermod ${words} ${name}`;
}

interface Due {
  readonly wanted: Partial<WantUser>;
  /** `uid 1 -> 2` */
  readonly said: readonly string[];
}

function dueOf(want: WantUser, entry: UserEntry, more: More): Due {
  const found = {
    uid: entry.uid,
    group: more.group,
    comment: more.comment,
    home: entry.home,
    shell: entry.shell,
  };
  const fields = ["uid", "group", "comment", "home", "shell"] as const;
  const due = fields.filter(
    (field) =>
      want[field] !== undefined &&
      String(want[field]) !== String(found[field]) &&
      !(field === "group" && want.group === String(entry.gid)),
  );
  return {
    wanted: Object.fromEntries(due.map((field) => [field, want[field]])),
    said: due.map((field) => `${field} ${found[field]} -> ${want[field] ?? ""}`),
  };
}

/** The user's other groups afterwards, where that is a change. */
function groupsAfter({ groups, append, group }: WantUser, more: More): readonly string[] | undefined {
  if (groups === undefined) return undefined;
  const primary = group ?? more.group;
  const wanted = new Set([...(append ? more.groups : []), ...groups].filter((name) => name !== primary));
  const found = more.groups.filter((name) => name !== primary);
  const isSame = wanted.size === found.length && found.every((name) => wanted.has(name));
  return isSame ? undefined : [...wanted].toSorted();
}

function remove({ name, remove: withHome }: WantUser): Change {
  const script = either(
    "userdel",
    sh`userdel ${withHome ? ["-r"] : []} ${name} || [ $? = 12 ]`,
    sh`deluser ${withHome ? ["--remove-home"] : []} ${name}`,
  );
  return {
    summary: `remove user ${name}${withHome ? " and the home folder" : ""}`,
    actions: [{ kind: "run", script }],
    forecasts: [foreseeAnswer(user(name), null)],
  };
}
