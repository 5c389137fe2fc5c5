import { readFileSync, writeFileSync } from "node:fs";

const setting = "/proc/sys/fs/inotify/max_user_instances";
const enough = 1024;

/**
 * Raises the machine's limit of inotify instances where it is too low for hosts: all hosts' roots share it, a plain host
 * takes seven and a cluster host about twelve, and beyond it systemd does not boot. It is the one setting of the machine
 * that the sandbox touches; it lasts until the machine's next boot.
 */
export function raiseInotifyLimit(): void {
  const found = Number(readFileSync(setting, "utf8"));
  if (found >= enough) return;
  try {
    writeFileSync(setting, String(enough));
    process.stderr.write(`sandbox: fs.inotify.max_user_instances ${found} -> ${enough}\n`);
  } catch {
    // a few hosts boot all the same; more of them end with a message that tells the setting
  }
}
