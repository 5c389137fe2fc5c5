/** What a failed command left: its exit status, and what it said (standard error, or where that is empty the output). */
export interface Trace {
  readonly rc: number;
  readonly said: string;
}

interface Clue {
  /** Exit statuses that it takes; any where not given. */
  readonly rc?: readonly number[];
  /** What the program says in the C locale; anything where not given. */
  readonly says?: RegExp;
  readonly hint: string;
}

/**
 * The commonest causes of failures on hosts. The first clue that fits counts: exact words before vague ones, words before
 * exit statuses. Exit statuses 126, 127 and those above 128 are the shell's (POSIX, "Exit Status for Commands").
 */
const clues: readonly Clue[] = [
  {
    says: /sudo: (not found|command not found)|sudo['"]?: No such file/,
    hint: "sudo is not installed there: install it, or become by other means (become_method)",
  },
  {
    says: /sudo: (a password is required|\d+ incorrect password|no password was provided|a terminal is required)|is not in the sudoers file|is not allowed to (run sudo|execute)/,
    hint: "the user may not do this by sudo: give its password (-K), or allow it in /etc/sudoers",
  },
  {
    says: /No space left on device/,
    hint: "see `df -h` and, for the number of files, `df -i`; make room on that file system",
  },
  {
    says: /[Dd]isk quota exceeded/,
    hint: "the quota of the file's owner is used up: see `quota`, remove files or raise it",
  },
  {
    says: /File size limit exceeded|File too large/,
    hint: "a file became longer than the user or the file system may have it: see `ulimit -f`",
  },
  {
    says: /Read-only file system/,
    hint: "it is mounted read-only: see `findmnt`; after errors on the disk the kernel does that, see `dmesg`",
  },
  {
    says: /curl: \(23\)/,
    hint: "curl could not write what it got: see `df -h` and the mode of the folder",
  },
  {
    says: /Invalid cross-device link/,
    hint: "a hard link leads to a file of the same file system: make a symbolic one (state: link)",
  },
  {
    says: /Too many levels of symbolic links|link leads in a circle/,
    hint: "links on the way lead in a circle: see `namei -l` of the path",
  },
  { says: /File name too long/, hint: "a name may have 255 bytes, a path 4095" },
  { says: /Text file busy/, hint: "the program is running: stop it first, or replace the file by a rename" },
  {
    says: /Device or resource busy|target is busy/,
    hint: "something still uses it: see `fuser -vm` and `lsof`; a single file that is mounted needs unsafe_writes",
  },
  {
    says: /Stale file handle/,
    hint: "the NFS server no longer has what was mounted: mount it again",
  },
  {
    says: /^(Failed to \w+ .*: )?Unit \S+ (not found|could not be found)/m,
    hint: "see `systemctl list-unit-files`; a unit file that was just written needs daemon_reload",
  },
  {
    says: /Unit \S+ is masked/,
    hint: "it is masked, so nothing may start it: `masked: false` undoes that",
  },
  {
    says: /^Job for \S+ failed|^A dependency job for \S+ failed|start-limit-hit/m,
    hint: "see why on the host: `journalctl -xeu UNIT` and `systemctl status UNIT`",
  },
  {
    says: /Address already in use|port is already allocated/,
    hint: "another process listens there: see `ss -ltnp`",
  },
  {
    says: /Could not resolve host|Temporary failure (in name resolution|resolving)|Name or service not known|no such host/,
    hint: "the host cannot resolve the name: see its /etc/resolv.conf, and the name itself",
  },
  {
    says: /No route to host|Network is unreachable|Destination Host Unreachable/,
    hint: "the host has no way to that address: see `ip route get ADDRESS`, and firewalls",
  },
  {
    says: /[Cc]ertificate has expired|certificate is not yet valid/,
    hint: "the certificate is outside its time: renew it; or the host's clock is wrong, see `date`",
  },
  {
    says: /self[- ]signed certificate|unable to get local issuer certificate|signed by unknown authority|certificate verify failed/,
    hint: "the host does not trust who issued that certificate: install the authority's (ca-certificates)",
  },
  {
    says: /Connection refused|Couldn't connect to server|connection refused/,
    hint: "nothing listens at that address and port, or a firewall refuses: is the service up?",
  },
  {
    says: /[Cc]onnection timed out|[Oo]peration timed out|i\/o timeout|context deadline exceeded/,
    hint: "no answer in time: a firewall that drops packets, or a server that is down or slow",
  },
  {
    says: /dpkg was interrupted/,
    hint: "an earlier installation broke off: `dpkg --configure -a` on the host ends it",
  },
  {
    says: /Could not get lock|Unable to (acquire the dpkg frontend lock|lock directory)|is another process using it/,
    hint: "another program is installing packages (unattended-upgrades?): wait for it, or try again with `until`",
  },
  {
    says: /Unable to locate package|has no installation candidate|No package matches|Unable to find a match/,
    hint: "no package list has that name: update_cache, or a repository is missing",
  },
  {
    says: /computed checksums? did NOT match|Hash Sum mismatch|checksum mismatch/i,
    hint: "the content is not the one expected: a broken download, a stale mirror, or a new version",
  },
  {
    says: /Too many open files|object file: Error 24/,
    hint: "the limit of open files is reached: see `ulimit -n`, and LimitNOFILE of a unit",
  },
  {
    says: /fork: .*Resource temporarily unavailable|Cannot fork/,
    hint: "no more processes may be made: see `ulimit -u`, and pids.max of its control group",
  },
  {
    says: /Cannot allocate memory|memory exhausted|Out of memory/,
    hint: "the host has too little memory: see `free -h`",
  },
  {
    says: /Argument list too long/,
    hint: "an argument or all of them together are too large: pass them by stdin or a file",
  },
  {
    says: /invalid (user|group|spec)\b|user \S+ does not exist|group \S+ does not exist|unknown user|unknown group/i,
    hint: "there is no such user or group on the host: make it first (modules user and group)",
  },
  {
    says: /Module \S+ not found in directory/,
    hint: "the running kernel has no such module: see `uname -r` and /lib/modules; after an update the host needs a reboot",
  },
  {
    says: /setting key .*Invalid argument|sysctl: .*Invalid argument/,
    hint: "the kernel does not take that value for this parameter",
  },
  {
    says: /sysctl: cannot stat \/proc\/sys/,
    hint: "the kernel has no such parameter: is its module loaded?",
  },
  {
    says: /\bavc: +denied|apparmor="DENIED"|SELinux is preventing/,
    hint: "a security module forbids it: see `ausearch -m avc` (SELinux) or `journalctl -k` (AppArmor)",
  },
  {
    says: /\\r['"]?: No such file|\^M: bad interpreter|required file not found|bad interpreter/,
    hint: "the interpreter in its first line (#!) is missing, or that line ends with CR LF: convert it to LF",
  },
  {
    says: /Exec format error/,
    hint: "it is made for another processor, or is no program: see `file` and `uname -m`",
  },
  {
    says: /Operation not permitted/,
    hint: "only root may do that, or the file is immutable: see `lsattr`",
  },
  {
    rc: [126],
    hint: "it may not be executed: see its mode, and whether the file system is mounted noexec",
  },
  {
    says: /Permission denied|permission denied|EACCES/,
    hint: "become a user who may do that (become: true); see also `namei -l` of the path",
  },
  {
    rc: [127],
    hint: "a program is missing there or not in PATH; a script whose first line ends with CR LF looks the same",
  },
  {
    rc: [137],
    hint: "it was ended by KILL: by someone, or by the kernel for lack of memory, see `journalctl -k`",
  },
  { rc: [143], hint: "it was ended by TERM: see who stopped it" },
  { rc: [139], hint: "it crashed (segmentation fault): see `journalctl -k` and `coredumpctl`" },
];

/** What to do about a failure, where its traces tell of a cause that is known. */
export function hintFor({ rc, said }: Trace): string | undefined {
  return clues.find((clue) => (clue.rc?.includes(rc) ?? true) && (clue.says?.test(said) ?? true))?.hint;
}

/** The same for a command's outputs; long ones are looked through at their end only. */
export function hintForOutput({
  rc,
  stdout,
  stderr,
}: {
  readonly rc: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}): string | undefined {
  const end = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(-8192)).trim();
  return hintFor({ rc, said: end(stderr) || end(stdout) });
}
