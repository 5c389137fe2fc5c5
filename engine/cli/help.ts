import type { Command } from "commander";

const examples = `
Examples:
  play site.yml -i hosts                  bring all hosts to the declared state
  play site.yml -i hosts -CD              say what that would change, with diffs
  play site.yml -i hosts -l 'etcd:!h3'    some hosts only
  play site.yml -i hosts --role etcd      one role only
  play ping.yml -i h1,h2, -u root -k      hosts without an inventory, by password
  play site.yml -i hosts --resume         go on where the last run stopped
  play history                            the last runs, and how they ended
  play doc copy                           the options of a module
  play explain NO_HOSTS                   what an error means

Passwords may also come from PLAY_SSH_PASSWORD and PLAY_BECOME_PASSWORD.
Exit status: 0 well, 1 wrong usage or playbook, 2 a host failed, 4 a host was not reached,
3 changes are pending (--check --exit-changed), 130 interrupted, 250 a defect of play.
`;

/** What `--help` prints: usage, the flags in groups, examples. */
export function helpText(command: Command): string {
  const lines = command
    .createHelp()
    .formatHelp(command, Object.assign(command.createHelp(), { helpWidth: 100 }))
    .trimEnd();
  return `${lines}\n${examples}`;
}
