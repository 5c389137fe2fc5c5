import { PlayError } from "../../../base/play-error.ts";
import { sh, type ShellText } from "../../../base/shell-text.ts";
import { foreseeAnswer, type Change, type RunAction } from "../../../host/change.ts";
import type { ScriptAnswer } from "../../../host/query.ts";
import type { Plan } from "../../contract.ts";
import { answerOf, askPackages, nameOf, readPackages, type PackagesFound } from "./ask.ts";
import type { ManagerName, PackagesWant } from "./want.ts";

export function planPackages(want: PackagesWant, answer: ScriptAnswer): Plan {
  const found = readPackages(answer);
  const isOld = want.update_cache && (found.age ?? Infinity) >= Math.max(want.cache_valid_time, 1);
  if (want.name.length === 0) return { changes: isOld ? [update(found.manager)] : [] };
  const isGone = want.state === "absent" || want.state === "removed";
  const due = want.name.filter((name) => (isGone ? installed(found, name) !== "" : isDue(want, found, name)));
  if (due.length === 0) return planNothing(want, found, isOld);
  if (!isGone && !isOld) refuseUnheardOf(due, found);
  const change = isGone ? remove(want, due, found) : install(want, due, found);
  const first = isOld && !isGone ? [updateAction(found.manager)] : [];
  return { changes: [{ ...change, actions: [...first, ...change.actions] }] };
}

/** Whether there is something newer only lists tell that are new. */
function planNothing(want: PackagesWant, { manager }: PackagesFound, isOld: boolean): Plan {
  return { changes: want.state === "latest" && isOld && want.cache_valid_time > 0 ? [update(manager)] : [] };
}

function installed({ packages }: PackagesFound, name: string): string {
  return packages.get(nameOf(name))?.installed ?? "";
}

function isDue({ state }: PackagesWant, found: PackagesFound, name: string): boolean {
  const version = installed(found, name);
  const [, pinned] = name.split("=");
  if (version === "") return true;
  if (pinned !== undefined) return version !== pinned;
  const candidate = found.packages.get(nameOf(name))?.candidate ?? "";
  return state === "latest" && version !== "provided" && candidate !== "" && candidate !== version;
}

function refuseUnheardOf(due: readonly string[], { manager, packages }: PackagesFound): void {
  if (manager !== "apt") return;
  const unheardOf = due.find((name) => packages.get(nameOf(name))?.candidate === "");
  if (unheardOf === undefined) return;
  throw new PlayError("PRECONDITION", `the host's package lists have no package ${nameOf(unheardOf)}`, {
    hint: "set update_cache to read them anew, or look at the name",
  });
}

interface Commands {
  readonly update: ShellText;
  readonly install: (names: readonly string[], want: PackagesWant) => ShellText;
  readonly remove: (names: readonly string[], want: PackagesWant) => ShellText;
}

const quietly = sh`export DEBIAN_FRONTEND=noninteractive; apt-get -q -y -o DPkg::Lock::Timeout=60`;
const keepFiles = ["-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold"];

const commands = {
  apt: {
    update: sh`apt-get -q -o DPkg::Lock::Timeout=60 update`,
    install: (names, { install_recommends }) =>
      sh`${quietly} ${keepFiles} ${recommends(install_recommends)} install -- ${names}`,
    remove: (names, { purge }) => sh`${quietly} ${purge ? "purge" : "remove"} -- ${names}`,
  },
  dnf: rpmCommands("dnf"),
  yum: rpmCommands("yum"),
  apk: {
    update: sh`apk update`,
    install: (names, { state }) =>
      sh`apk ${["add", ...(state === "latest" ? ["--upgrade"] : [])]} -- ${names}`,
    remove: (names) => sh`apk del -- ${names}`,
  },
} as const satisfies Record<ManagerName, Commands>;

function rpmCommands(manager: "dnf" | "yum"): Commands {
  return {
    update: sh`${manager} -q makecache`,
    install: (names) => sh`${manager} -y install -- ${names}`,
    remove: (names) => sh`${manager} -y remove -- ${names}`,
  };
}

function recommends(wanted: boolean | undefined): readonly string[] {
  if (wanted === undefined) return [];
  return wanted ? ["--install-recommends"] : ["--no-install-recommends"];
}

function updateAction(manager: ManagerName): RunAction {
  return { kind: "run", script: commands[manager].update };
}

function update(manager: ManagerName): Change {
  return { summary: "read the package lists anew", actions: [updateAction(manager)] };
}

function install(want: PackagesWant, due: readonly string[], found: PackagesFound): Change {
  const after = due.map((name) => {
    const [plain = name, pinned] = name.split("=");
    const candidate = found.packages.get(plain)?.candidate ?? "";
    return [plain, { installed: pinned ?? (candidate || "new"), candidate }] as const;
  });
  const isNew = due.every((name) => installed(found, name) === "");
  return {
    summary: `${isNew ? "install" : "install or upgrade"} ${due.join(", ")}`,
    actions: [{ kind: "run", script: commands[found.manager].install(due, want) }],
    forecasts: [forecast(want, found, after)],
  };
}

function remove(want: PackagesWant, due: readonly string[], found: PackagesFound): Change {
  const names = due.map((name) => nameOf(name));
  const after = names.map(
    (name) => [name, { installed: "", candidate: found.packages.get(name)?.candidate ?? "" }] as const,
  );
  return {
    summary: `remove ${names.join(", ")}`,
    actions: [{ kind: "run", script: commands[found.manager].remove(names, want) }],
    forecasts: [forecast(want, found, after)],
  };
}

function forecast(
  want: PackagesWant,
  found: PackagesFound,
  after: readonly (readonly [string, { installed: string; candidate: string }])[],
) {
  const packages = new Map([...found.packages, ...after]);
  return foreseeAnswer(askPackages(want), answerOf({ ...found, packages }));
}
