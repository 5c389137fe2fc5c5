import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { waitFor } from "../sandbox/wait.ts";

/** The playbook of `first-run/site.yml`, for one host of a sandbox that is to be disturbed; `size` in bytes of its big file. */
export class FirstRun {
  readonly #sandbox: Sandbox;
  readonly #host: string;
  readonly #size: number;
  readonly #folder = mkdtempSync(path.join(tmpdir(), "play-faults-"));

  constructor(sandbox: Sandbox, host: string, size = 20_000_000) {
    this.#size = size;
    this.#sandbox = sandbox;
    this.#host = host;
    writeFileSync(path.join(this.#folder, "hosts"), sandbox.inventoryText());
    writeFileSync(path.join(this.#folder, "big"), "");
    truncateSync(path.join(this.#folder, "big"), size);
  }

  get #own(): string {
    return path.join(this.#folder, "own");
  }

  /** {@link wrong}, once what ends by itself has ended: shells clean up after their connection is closed. */
  async settled(): Promise<string> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const wrong = await this.wrong();
      if (wrong === "" || Date.now() > deadline) return wrong;
    }
  }

  get arguments(): readonly string[] {
    const inventory = ["-i", path.join(this.#folder, "hosts"), "--limit", this.#host];
    const site = path.join(import.meta.dirname, "first-run", "site.yml");
    return [site, ...inventory, "-e", `big=${path.join(this.#folder, "big")} here=${this.#folder}`];
  }

  /** The host as it was before the first run. */
  async undo(): Promise<void> {
    rmSync(this.#own, { recursive: true, force: true });
    mkdirSync(this.#own);
    await this.#sandbox.read(this.#host, undo);
  }

  /** What is wrong on the host: with everything in its place, and nothing left of a run, an empty text. */
  async wrong(): Promise<string> {
    const here = readdirSync(this.#own).filter((name) => name !== "file" && name !== "secret");
    return `${here.join(" ")}${await this.#sandbox.read(this.#host, look(this.#size))}`;
  }

  /** Looks at the files all the time; answers what was half there once it is told to stop. */
  async watch(): Promise<() => Promise<string>> {
    const { status, stderr } = await this.#sandbox.run(this.#host, startWatching(this.#size));
    if (status !== 0) throw new Error(stderr);
    return async () => {
      await this.#sandbox.run(this.#host, "touch /run/faults-watch/stop");
      await waitFor("the watcher to end", 120, async () => {
        const { status: isThere } = await this.#sandbox.run(this.#host, "test -e /run/faults-watch/ended");
        return isThere === 0 ? true : undefined;
      });
      return this.#sandbox.read(this.#host, "sort -u /run/faults-watch/seen");
    };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const undo = `
systemctl stop faults 2>/dev/null
rm -rf /srv/faults /etc/systemd/system/faults.service
systemctl daemon-reload
! id faults >/dev/null 2>&1 || userdel faults`;

/** Temporary files are looked for wherever the run has written. */
const look = (size: number): string => `cd /srv/faults || exit 0
[ "$(stat -c '%s %a' big)" = "${size} 600" ] || echo "big: $(stat -c '%s %a' big)"
for n in $(seq 100 119); do [ "$(cat small-$n)" = $n ] || echo small-$n; done
[ "$(stat -c '%U %a' text)" = "faults 640" ] || echo "text: $(stat -c '%U %a' text)"
grep -vx 'one\\|two\\|three\\|four\\|five\\|# .* ANSIBLE MANAGED BLOCK' text
[ "$(wc -l <text)" = 7 ] || cat text
cmp text started
[ "$(systemctl is-active faults)" = active ] || systemctl status faults
find /srv /etc /tmp /var/tmp /root /dev/shm /run -xdev \\( -name '.*.play-*' -o -name 'play.*' \\) 2>/dev/null | grep -v 'play[.]lock$'
exit 0`;

/** A file that has another size than its own is half there. */
const startWatching = (size: number): string => `
rm -rf /run/faults-watch; mkdir /run/faults-watch; : >/run/faults-watch/seen
cat >/run/faults-watch/watch <<'END'
while [ ! -e /run/faults-watch/stop ]; do
  stat -c '%n %s' /srv/faults/big /srv/faults/small-1?? /etc/systemd/system/faults.service 2>/dev/null |
    while read -r name size; do
      case $name/$size in
        */big/${size} | */small-1??/3 | */faults.service/98) ;;
        *) echo "$name $size" >>/run/faults-watch/seen ;;
      esac
    done
  sleep 0.01
done
touch /run/faults-watch/ended
END
setsid sh /run/faults-watch/watch </dev/null >/dev/null 2>&1 &`;
