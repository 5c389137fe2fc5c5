/** Something unusual about a whole host: shell text that makes it so, and takes it back. */
export interface OddHost {
  readonly make: string;
  readonly undo: string;
  /** Fails where the host is not so for the plays. */
  readonly proof?: string;
  /** What is made has other modes than on a usual host. */
  readonly modes?: "other";
  /** The play's keywords. */
  readonly keywords?: object;
}

/** The module script runs its file there. */
const otherTmp = { environment: { TMPDIR: "/var/tmp" } };
const deploy = { vars: { ansible_user: "deploy" }, become: true };

/** sshd hands its own umask to the sessions that follow, never less than 022. */
const umask = (bits: string, seen: string): OddHost => ({
  make: `mkdir -p /run/systemd/system/ssh.service.d
printf '[Service]\\nUMask=${bits}\\n' >/run/systemd/system/ssh.service.d/umask.conf
systemctl daemon-reload; systemctl reset-failed ssh; systemctl restart ssh`,
  undo: `rm -r /run/systemd/system/ssh.service.d
systemctl daemon-reload; systemctl reset-failed ssh; systemctl restart ssh`,
  proof: `grep -q ${seen} /srv/odd/shell`,
  modes: "other",
});

/** Of all that runs in sessions, by libfaketime at /usr/local/lib/faketime.so; `seconds` behind this machine's. */
const clock = (offset: string, seconds: number): OddHost => ({
  make: `echo '${offset}' >/etc/faketimerc; echo LD_PRELOAD=/usr/local/lib/faketime.so >>/etc/environment`,
  undo: "sed -i /^LD_PRELOAD/d /etc/environment; rm /etc/faketimerc",
  proof: `behind=$(( $(date +%s) - $(cat /srv/odd/clock) - ${seconds} )); test "$behind" -gt -60 -a "$behind" -lt 600`,
});

export const oddHosts: Readonly<Record<string, OddHost>> = {
  "no /tmp": {
    make: "! mountpoint -q /tmp || umount /tmp; rm -r /tmp",
    undo: "mkdir -m 1777 /tmp",
    keywords: otherTmp,
  },
  "/tmp mounted noexec": {
    make: "mount -t tmpfs -o noexec none /tmp",
    undo: "umount /tmp",
    keywords: otherTmp,
  },
  "umask 077": umask("0077", "0077"),
  "umask 000": umask("0000", "0022"),
  "a home folder that is not writable": {
    make: "chown root: /home/deploy; chmod 555 /home/deploy",
    undo: "chmod 755 /home/deploy; chown deploy: /home/deploy",
    keywords: deploy,
  },
};

export const skewedHosts: Readonly<Record<string, OddHost>> = {
  "a clock that is a day behind": clock("-1d", 86_400),
  "a clock that is a day ahead": clock("+1d", -86_400),
};
