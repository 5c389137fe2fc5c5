import type { Case } from "../case.ts";

/** Writes the file of a unit that runs until it is stopped, and can be reloaded. */
const unitFile = (name: string) => `cat >/etc/systemd/system/${name}.service <<'END'
[Service]
ExecStart=/bin/sleep infinity
ExecReload=/bin/true
[Install]
WantedBy=multi-user.target
END
`;

const state = (name: string) =>
  `systemctl show --property=ActiveState,UnitFileState,NeedDaemonReload --value ${name} | tr '\\n' ' '`;

const start = (name: string) => `systemctl daemon-reload; systemctl start ${name}`;

/** systemd has read the file, and then it changes. */
const changedFile = (name: string) => ({
  before: `${unitFile(name)}${start(name)}`,
  lastly: `sleep 0.1; echo '# x' >>/etc/systemd/system/${name}.service`,
});

export const systemdCases: readonly Case[] = [
  {
    about: "changed files are read",
    args: { name: "sd-changed", daemon_reload: true },
    ...changedFile("sd-changed"),
    effect: "once",
    after: [state("sd-changed"), "active disabled no "],
  },
  {
    about: "changed files that the task before has let systemd read",
    args: { name: "sd-read", daemon_reload: true, state: "started" },
    ...changedFile("sd-read"),
    effect: "never",
    after: [state("sd-read"), "active disabled no "],
  },
  {
    about: "start and enable a new unit",
    args: { name: "sd-new", state: "started", enabled: true },
    before: unitFile("sd-new"),
    effect: "once",
    after: [state("sd-new"), "active enabled no "],
  },
  {
    about: "stop and disable",
    args: { name: "sd-old.service", state: "stopped", enabled: false },
    before: `${unitFile("sd-old")}systemctl daemon-reload; systemctl --quiet enable --now sd-old`,
    effect: "once",
    after: [state("sd-old"), "inactive disabled no "],
  },
  {
    about: "enabled, not started",
    args: { name: "sd-later", enabled: true },
    before: unitFile("sd-later"),
    effect: "once",
    after: [state("sd-later"), "inactive enabled no "],
  },
  {
    about: "a unit that is not there is masked",
    args: { name: "sd-never", masked: true },
    effect: "once",
    after: ["readlink /etc/systemd/system/sd-never.service", "/dev/null\n"],
  },
  {
    about: "stopped and masked",
    args: { name: "sd-mask.timer", state: "stopped", masked: true },
    before: `mkdir -p /usr/local/lib/systemd/system
cat >/usr/local/lib/systemd/system/sd-mask.timer <<'END'
[Timer]
OnBootSec=1d
Unit=emergency.service
END
${start("sd-mask.timer")}`,
    effect: "once",
    after: [state("sd-mask.timer"), "failed masked no "],
  },
  {
    about: "unmasked, started, enabled",
    args: { name: "sd-unmask", masked: false, state: "started", enabled: true },
    before: `mkdir -p /usr/local/lib/systemd/system; ${unitFile("sd-unmask")}mv /etc/systemd/system/sd-unmask.service /usr/local/lib/systemd/system; systemctl --quiet mask sd-unmask`,
    effect: "once",
    after: [state("sd-unmask"), "active enabled no "],
  },
  {
    about: "an instance",
    args: { name: "sd-many@a-b", state: "started", enabled: true },
    before: unitFile("sd-many@"),
    effect: "once",
    after: [state("sd-many@a-b"), "active enabled no "],
  },
  {
    about: "one that failed is started",
    args: { name: "sd-failed", state: "started" },
    before: `${unitFile("sd-failed")}${start("sd-failed")}; systemctl kill --signal=KILL sd-failed; sleep 0.2`,
    effect: "once",
    after: [state("sd-failed"), "active disabled no "],
  },
  {
    about: "runs already",
    args: { name: "ssh", state: "started", enabled: true, daemon_reload: true },
    effect: "never",
  },
  {
    about: "restarted",
    args: { name: "sd-restart", state: "restarted" },
    before: `${unitFile("sd-restart")}${start("sd-restart")}`,
    effect: { always: "restarted acts in any case" },
  },
  {
    about: "reloaded",
    args: { name: "sd-reload", state: "reloaded" },
    before: `${unitFile("sd-reload")}${start("sd-reload")}`,
    effect: { always: "reloaded acts in any case" },
  },
  { about: "nothing to reload", args: { daemon_reload: true }, effect: "never" },
];

export const serviceCases: readonly Case[] = [
  {
    about: "start and enable a new service",
    args: { name: "sv-new", state: "started", enabled: true },
    before: unitFile("sv-new"),
    effect: "once",
    after: [state("sv-new"), "active enabled no "],
  },
  {
    about: "stop and disable",
    args: { name: "sv-old", state: "stopped", enabled: false },
    before: `${unitFile("sv-old")}systemctl daemon-reload; systemctl --quiet enable --now sv-old`,
    effect: "once",
    after: [state("sv-old"), "inactive disabled no "],
  },
  {
    about: "restarted",
    args: { name: "sv-restart", state: "restarted" },
    before: `${unitFile("sv-restart")}${start("sv-restart")}`,
    effect: { always: "restarted acts in any case" },
  },
  { about: "runs already", args: { name: "ssh", state: "started", enabled: true }, effect: "never" },
];

export const waitForCases: readonly Case[] = [
  { about: "a port that is open", args: { port: 22, timeout: 5 }, effect: "never" },
  {
    about: "a port of an address",
    args: { host: "{{ ansible_host }}", port: 22, timeout: 5 },
    effect: "never",
  },
  { about: "a port that is closed", args: { port: 4, state: "stopped", timeout: 5 }, effect: "never" },
  {
    about: "a path",
    args: { path: "@/a 'b'", timeout: 5 },
    before: `touch "a 'b'"`,
    effect: "never",
  },
  { about: "no path", args: { path: "@/a", state: "absent", timeout: 5 }, effect: "never" },
  {
    about: "a line in a file",
    args: { path: "@/log", search_regex: "^ready: [0-9]+$", timeout: 5 },
    before: "printf 'x\\nready: 12\\n' >log",
    effect: "never",
  },
];
