import { readFileSync } from "node:fs";

/** What booting needs, with the capability's bit in CapEff, see capabilities(7). */
const neededCapabilities = {
  CAP_NET_ADMIN: 12n,
  CAP_SYS_CHROOT: 18n,
  CAP_SYS_ADMIN: 21n,
  CAP_MKNOD: 27n,
} as const;

/** Why hosts cannot be booted here, as part of a sentence; `undefined`: they can. */
export function whyNoHosts(): string | undefined {
  if (process.env["PLAY_SANDBOX"] === "off") return "PLAY_SANDBOX=off";
  if (process.platform !== "linux") return `this is ${process.platform}, not Linux`;
  if (process.getuid?.() !== 0) return "it takes root";
  const missing = missingCapabilities(readFileSync("/proc/self/status", "utf8"));
  return missing.length === 0
    ? undefined
    : `root lacks ${missing.join(", ")} here (in a container: --privileged)`;
}

/** Takes the text of /proc/PID/status. */
export function missingCapabilities(status: string): readonly string[] {
  const found = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0"}`);
  return Object.entries(neededCapabilities)
    .filter(([, bit]) => ((found >> bit) & 1n) === 0n)
    .map(([name]) => name);
}
