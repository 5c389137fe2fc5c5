import { Command, Option } from "commander";
import { outputFormats } from "./options.ts";
import { commaSeparated, counted, positiveInteger, repeated, wholeNumber } from "./option-values.ts";

const otherHeading = "Other:";

/** Every flag, grouped as `--help` shows them. Names and short forms are those of ansible-playbook where it has them. */
export function playCommand(): Command {
  const command = new Command("play")
    .usage("[options] <playbook...>\n       play doc [module]\n       play history [run]")
    .argument("[playbook...]")
    .addHelpOption(new Option("-h, --help", "show this help").helpGroup(otherHeading))
    .enablePositionalOptions();
  for (const [heading, options] of Object.entries(groups())) {
    for (const option of options) command.addOption(option.helpGroup(heading));
  }
  return command.addOption(new Option("--version", "show the version").helpGroup(otherHeading));
}

function groups(): Readonly<Record<string, readonly Option[]>> {
  return {
    "What to play:": selection(),
    "How to play it:": manner(),
    "How to reach hosts:": reach(),
    "Look without playing:": [
      new Option("--list-hosts", "list the hosts of each play"),
      new Option("--list-tasks", "list the tasks that would be played"),
      new Option("--list-tags", "list the tags"),
      new Option("--syntax-check", "find mistakes and stop"),
    ],
    "Output:": [
      new Option("-v, --verbose", "tell more; -vv and -vvv tell more yet").default(0, "0").argParser(counted),
      new Option("--output <form>", "human, or json: one event a line").choices(outputFormats),
      new Option("--exit-changed", "with --check: exit 3 where changes are pending"),
    ],
  };
}

function selection(): Option[] {
  return [
    new Option("-i, --inventory <source>", 'file, folder or "h1,h2,"; repeatable').argParser(repeated),
    new Option("-l, --limit <pattern>", 'only these hosts: "web:!h3", "@file"').argParser(repeated),
    new Option("-t, --tags <tags>", "only tasks with one of these tags").argParser(commaSeparated),
    new Option("--skip-tags <tags>", "no tasks with one of these tags").argParser(commaSeparated),
    new Option("--role <name>", "only this role's tasks; repeatable").argParser(repeated),
    new Option("--start-at-task <name>", "skip all tasks before this one"),
    new Option("-e, --extra-vars <vars>", "k=v words, YAML, JSON or @file; repeatable").argParser(repeated),
    new Option("--vault-password-file <file>", "opens what is encrypted; repeatable").argParser(repeated),
    new Option("--vault-id <id>", "label@file or label@prompt; repeatable").argParser(repeated),
    new Option("-J, --ask-vault-pass", "ask for the vault password"),
  ];
}

function manner(): Option[] {
  return [
    new Option("-C, --check", "change nothing, say what would change"),
    new Option("-D, --diff", "show what changes in texts"),
    new Option("-f, --forks <number>", "hosts at once").argParser(positiveInteger).default(50, "50"),
    new Option("--force-handlers", "run notified handlers also after a failure"),
    new Option("--resume [run]", "go on where the last run, or this one, stopped"),
    new Option("--resume-changed", "with --resume: also where the playbook has changed since"),
    new Option("--lock-timeout <seconds>", "wait this long for a host that another run has")
      .argParser(wholeNumber)
      .default(300, "300"),
    new Option("--no-lock", "play also where another run does"),
    new Option("--no-look-ahead", "ask hosts task by task"),
  ];
}

function reach(): Option[] {
  return [
    new Option("-u, --user <name>", "log in as"),
    new Option("-c, --connection <kind>", "ssh, local, docker, podman, chroot or nspawn"),
    new Option("--private-key <file>", "log in with this key; repeatable").argParser(repeated),
    new Option("-k, --ask-pass", "ask for the login password"),
    new Option("--connection-password-file <file>", "the login password stands there").conflicts("askPass"),
    new Option(
      "--host-key-checking <how>",
      "keys of unknown hosts: yes refuses, accept-new notes, no ignores",
    ).choices(["yes", "accept-new", "no"]),
    new Option("--ssh-config <file>", "instead of ~/.ssh/config and /etc/ssh/ssh_config; none reads no file"),
    new Option("--ssh-common-args <args>", 'as for the program ssh: "-J bastion -o Port=2222"'),
    new Option("--ssh-extra-args <args>", "the same, after those"),
    new Option("-T, --timeout <seconds>", "wait this long for a connection").argParser(positiveInteger),
    new Option("--reconnect-timeout <seconds>", "wait this long for a host whose connection broke")
      .argParser(positiveInteger)
      .default(300, "300"),
    new Option("-b, --become", "act as another user"),
    new Option("--become-user <name>", "which user (root)"),
    new Option("--become-method <name>", "by sudo, su or doas (sudo)"),
    new Option("-K, --ask-become-pass", "ask for the password to become that user"),
  ];
}
