/** A real failure: what a Debian 12 sandbox host said in the C locale when `how` was run there by root. */
export interface HintSample {
  readonly cause: string;
  /** Shell text that makes it happen on a host; absent where a sandbox host cannot have it. */
  readonly how?: string;
  readonly rc: number;
  readonly said: string;
  /** Words of the hint that it must get. */
  readonly hint: string;
}

const small = (options: string) =>
  `rm -rf /srv/hint; mkdir /srv/hint; mount -t tmpfs -o ${options} none /srv/hint; trap 'umount -l /srv/hint' EXIT`;

const tls = (more: string) => `cd /srv && rm -rf tls && mkdir tls && cd tls
openssl req -newkey rsa:2048 -nodes -keyout key -out request -subj /CN=localhost 2>/dev/null
${more}
openssl s_server -accept 9443 -key key -cert cert -quiet >/dev/null 2>&1 &
trap "kill $!" EXIT
until ss -ltn | grep -q :9443; do :; done
curl -sS https://localhost:9443/ --cacert`;

const lock = (file: string) => `mkfifo /srv/locked
perl -e 'use Fcntl; open F, ">>", "${file}"; my $lock = pack("s s q q i", F_WRLCK, 0, 0, 0, 0); fcntl(F, F_SETLK, $lock) or die; open R, ">", "/srv/locked"; close R; sleep 60' &
trap "kill $!; rm /srv/locked" EXIT
cat /srv/locked`;

export const hintSamples: readonly HintSample[] = [
  {
    cause: "sudo is missing",
    how: "PATH=/nowhere; sudo true",
    rc: 127,
    said: "sh: 1: sudo: not found",
    hint: "sudo is not installed",
  },
  {
    cause: "the wrong user for sudo",
    how: "su nobody -s /bin/sh -c 'sudo -n true'",
    rc: 1,
    said: "sudo: a password is required",
    hint: "may not do this by sudo",
  },
  {
    cause: "no space",
    how: `${small("size=64k")}; head -c 1000000 /dev/zero >/srv/hint/x`,
    rc: 1,
    said: "head: error writing 'standard output': No space left on device",
    hint: "df -h",
  },
  {
    cause: "no inodes",
    how: `${small("nr_inodes=1")}; touch /srv/hint/x`,
    rc: 1,
    said: "touch: cannot touch '/srv/hint/x': No space left on device",
    hint: "df -i",
  },
  {
    // the kernel of the sandbox has neither loop devices nor quotas on tmpfs: strerror(EDQUOT) of glibc
    cause: "quota",
    rc: 1,
    said: "cp: error writing '/home/deploy/x': Disk quota exceeded",
    hint: "quota",
  },
  {
    cause: "a limit of a file's size",
    how: "ulimit -f 1; head -c 100000 /dev/zero >/srv/hint-big",
    rc: 153,
    said: "File size limit exceeded",
    hint: "ulimit -f",
  },
  {
    cause: "a read-only file system",
    how: `${small("ro")}; touch /srv/hint/x`,
    rc: 1,
    said: "touch: cannot touch '/srv/hint/x': Read-only file system",
    hint: "read-only",
  },
  {
    cause: "an immutable file",
    how: `${small("size=64k")}; touch /srv/hint/x; chattr +i /srv/hint/x; rm -f /srv/hint/x`,
    rc: 1,
    said: "rm: cannot remove '/srv/hint/x': Operation not permitted",
    hint: "immutable",
  },
  {
    cause: "links in a circle",
    how: "ln -sfn hint-b /srv/hint-a; ln -sfn hint-a /srv/hint-b; cat /srv/hint-a",
    rc: 1,
    said: "cat: /srv/hint-a: Too many levels of symbolic links",
    hint: "circle",
  },
  {
    cause: "a name that is too long",
    how: 'touch "/srv/$(printf %0300d 0)" 2>&1 | sed "s/0000*/0/" >&2; exit 1',
    rc: 1,
    said: "touch: cannot touch '/srv/0': File name too long",
    hint: "255 bytes",
  },
  {
    cause: "no such unit",
    how: "systemctl start no-such-unit",
    rc: 5,
    said: "Failed to start no-such-unit.service: Unit no-such-unit.service not found.",
    hint: "list-unit-files",
  },
  {
    cause: "a unit that fails",
    how: "printf '[Service]\\nType=oneshot\\nExecStart=/bin/false\\n' >/run/systemd/system/failing.service; systemctl daemon-reload; systemctl start failing",
    rc: 1,
    said: 'Job for failing.service failed because the control process exited with error code.\nSee "systemctl status failing.service" and "journalctl -xeu failing.service" for details.',
    hint: "journalctl -xeu",
  },
  {
    cause: "a masked unit",
    how: "systemctl mask --runtime hidden.service 2>/dev/null; systemctl start hidden",
    rc: 1,
    said: "Failed to start hidden.service: Unit hidden.service is masked.",
    hint: "masked",
  },
  {
    cause: "a port in use",
    how: "systemd-socket-activate -l 22 cat",
    rc: 1,
    said: "Failed to listen on [::]:22: Address already in use\nFailed to open '22': Address already in use",
    hint: "ss -ltnp",
  },
  {
    cause: "an address out of reach",
    how: "ip route replace unreachable 198.51.100.0/24; bash -c ': </dev/tcp/198.51.100.1/80'",
    rc: 1,
    said: "bash: connect: No route to host\nbash: line 1: /dev/tcp/198.51.100.1/80: No route to host",
    hint: "ip route get",
  },
  {
    cause: "a name that does not resolve",
    how: "curl -sS http://no-such-host.invalid/",
    rc: 6,
    said: "curl: (6) Could not resolve host: no-such-host.invalid",
    hint: "resolv.conf",
  },
  {
    cause: "nobody listens",
    how: "curl -sS http://127.0.0.1:9/",
    rc: 7,
    said: "curl: (7) Failed to connect to 127.0.0.1 port 9 after 0 ms: Couldn't connect to server",
    hint: "nothing listens",
  },
  {
    cause: "no answer",
    how: `systemd-socket-activate -l 127.0.0.1:9777 sleep 60 2>/dev/null &
trap "kill $!" EXIT
until ss -ltn | grep -q :9777; do :; done
curl -sS --max-time 1 http://127.0.0.1:9777/`,
    rc: 28,
    said: "curl: (28) Operation timed out after 1001 milliseconds with 0 bytes received",
    hint: "no answer in time",
  },
  {
    cause: "an unknown authority",
    how: `${tls("openssl x509 -req -in request -signkey key -out cert 2>/dev/null")} /etc/ssl/certs/ca-certificates.crt`,
    rc: 60,
    said: "curl: (60) SSL certificate problem: self-signed certificate\nMore details here: https://curl.se/docs/sslcerts.html",
    hint: "does not trust",
  },
  {
    cause: "an expired certificate",
    how: `${tls(`printf '[ca]\\ndefault_ca=x\\n[x]\\ndatabase=index\\nrand_serial=yes\\nnew_certs_dir=.\\npolicy=p\\ndefault_md=sha256\\n[p]\\ncommonName=supplied\\n' >conf; : >index
openssl ca -config conf -batch -selfsign -keyfile key -in request -out cert -startdate 20200101000000Z -enddate 20200201000000Z >/dev/null 2>&1`)} cert`,
    rc: 60,
    said: "curl: (60) SSL certificate problem: certificate has expired\nMore details here: https://curl.se/docs/sslcerts.html",
    hint: "renew it",
  },
  {
    cause: "no permission",
    how: "su nobody -s /bin/sh -c 'cat /etc/shadow'",
    rc: 1,
    said: "cat: /etc/shadow: Permission denied",
    hint: "become",
  },
  {
    cause: "a missing program",
    how: "no-such-program",
    rc: 127,
    said: "sh: 1: no-such-program: not found",
    hint: "missing there",
  },
  {
    cause: "a file that is not executable",
    how: "echo x >/srv/hint-plain; /srv/hint-plain",
    rc: 126,
    said: "sh: 1: /srv/hint-plain: Permission denied",
    hint: "may not be executed",
  },
  {
    cause: "a program on a file system mounted noexec",
    how: `${small("noexec")}; cp /bin/true /srv/hint/x; /srv/hint/x`,
    rc: 126,
    said: "sh: 1: /srv/hint/x: Permission denied",
    hint: "noexec",
  },
  {
    cause: "a program for another machine",
    how: "printf '\\177ELF' >/srv/hint-elf; chmod +x /srv/hint-elf; bash -c /srv/hint-elf",
    rc: 126,
    said: "bash: line 1: /srv/hint-elf: cannot execute binary file: Exec format error",
    hint: "another processor",
  },
  {
    cause: "an interpreter with a CR at its end",
    how: "printf '#!/bin/sh\\r\\n' >/srv/hint-cr; chmod +x /srv/hint-cr; bash -c /srv/hint-cr",
    rc: 127,
    said: "bash: line 1: /srv/hint-cr: cannot execute: required file not found",
    hint: "CR LF",
  },
  {
    cause: "the same by env",
    how: "printf '#!/usr/bin/env bash\\r\\n' >/srv/hint-env; chmod +x /srv/hint-env; /srv/hint-env",
    rc: 127,
    said: "/usr/bin/env: 'bash\\r': No such file or directory\n/usr/bin/env: use -[v]S to pass options in shebang lines",
    hint: "CR LF",
  },
  {
    cause: "a program that is running",
    how: 'cp /bin/sleep /srv/hint-sleep; /srv/hint-sleep 60 & trap "kill $!" EXIT; until cmp -s "/proc/$!/exe" /srv/hint-sleep; do :; done; cp /bin/true /srv/hint-sleep',
    rc: 1,
    said: "cp: cannot create regular file '/srv/hint-sleep': Text file busy",
    hint: "running",
  },
  {
    cause: "a lock of apt",
    how: `${lock("/var/lib/dpkg/lock-frontend")}; apt-get -y install --reinstall sudo`,
    rc: 100,
    said: "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 162 (perl)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?",
    hint: "installing packages",
  },
  {
    cause: "no such package",
    how: "apt-get -y install no-such-package",
    rc: 100,
    said: "E: Unable to locate package no-such-package",
    hint: "update_cache",
  },
  {
    cause: "an installation that broke off",
    how: "touch /var/lib/dpkg/updates/0001; trap 'rm /var/lib/dpkg/updates/0001' EXIT; apt-get -y install --reinstall sudo",
    rc: 100,
    said: "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.",
    hint: "dpkg --configure -a",
  },
  {
    cause: "another checksum",
    how: 'echo "$(printf %064d 0)  /etc/passwd" | sha256sum -c',
    rc: 1,
    said: "sha256sum: WARNING: 1 computed checksum did NOT match",
    hint: "not the one expected",
  },
  {
    cause: "ended by KILL",
    how: "kill -KILL $$",
    rc: 137,
    said: "",
    hint: "lack of memory",
  },
  {
    cause: "ended by TERM",
    how: "sh -c 'kill -TERM $$'",
    rc: 143,
    said: "",
    hint: "TERM",
  },
  {
    cause: "too many open files",
    how: `ulimit -n 20; perl -e 'for (;;) { open my $file, "<", "/etc/hosts" or die "/etc/hosts: $!\\n"; push @files, $file }'`,
    rc: 24,
    said: "/etc/hosts: Too many open files",
    hint: "ulimit -n",
  },
  {
    cause: "too many processes",
    how: "su deploy -s /bin/bash -c 'ulimit -u 1; : | :' 2>&1 | tail -n 1 >&2; exit 254",
    rc: 254,
    said: "bash: fork: Resource temporarily unavailable",
    hint: "ulimit -u",
  },
  {
    cause: "no memory",
    how: "ulimit -v 20000; head -c 100000000 /dev/zero | tail",
    rc: 1,
    said: "tail: memory exhausted",
    hint: "free -h",
  },
  {
    cause: "too many arguments",
    how: "bash -c '/bin/echo $(seq 1 600000)'",
    rc: 126,
    said: "bash: line 1: /bin/echo: Argument list too long",
    hint: "stdin",
  },
  {
    cause: "no such user",
    how: "chown no-such-user /srv",
    rc: 1,
    said: "chown: invalid user: 'no-such-user'",
    hint: "no such user",
  },
  {
    cause: "no such group",
    how: "chgrp no-such-group /srv",
    rc: 1,
    said: "chgrp: invalid group: 'no-such-group'",
    hint: "or group",
  },
  {
    cause: "a file system in use",
    how: `${small("size=64k")}; cd /srv/hint; umount /srv/hint; rc=$?; cd /; exit $rc`,
    rc: 32,
    said: "umount: /srv/hint: target is busy.",
    hint: "fuser",
  },
  {
    cause: "a value that a kernel parameter does not take",
    how: "sysctl -w net.ipv4.ip_forward=x",
    rc: 1,
    said: 'sysctl: setting key "net.ipv4.ip_forward": Invalid argument',
    hint: "does not take that value",
  },
  {
    cause: "no such kernel parameter",
    how: "sysctl -w net.ipv4.no_such=1",
    rc: 1,
    said: "sysctl: cannot stat /proc/sys/net/ipv4/no_such: No such file or directory",
    hint: "no such parameter",
  },
  {
    cause: "no such kernel module",
    how: "modprobe no_such_module",
    rc: 1,
    said: "modprobe: FATAL: Module no_such_module not found in directory /lib/modules/6.1.0-13-amd64",
    hint: "uname -r",
  },
  {
    // the kernel of the sandbox has neither SELinux nor AppArmor: the form of an audit record
    cause: "a security module",
    rc: 1,
    said: 'avc:  denied  { read } for  pid=812 comm="nginx" name="key.pem"',
    hint: "security module",
  },
];
