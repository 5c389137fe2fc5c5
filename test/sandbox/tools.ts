import { accessSync, constants, existsSync } from "node:fs";
import { installPackages } from "./apt.ts";
import { toolPath } from "./command.ts";
import { withLock } from "./lock.ts";
import { SandboxError } from "./sandbox-error.ts";
import { stateFolder } from "./state.ts";

/** The programs that the sandbox calls, with the Debian package that brings each. */
const packageOfProgram = {
  mmdebstrap: "mmdebstrap",
  "systemd-nspawn": "systemd-container",
  ip: "iproute2",
  "ssh-keygen": "openssh-client",
  nsenter: "util-linux",
} as const satisfies Record<string, string>;

/** Installs what is missing with apt-get; where there is no apt-get, the error names what to install. */
export async function ensureTools(): Promise<void> {
  if (missingPackages().length === 0) return;
  if (!existsSync("/etc/debian_version")) {
    throw new SandboxError(
      `this is not Debian: install what its packages ${missingPackages().join(", ")} hold`,
    );
  }
  await withLock(`${stateFolder}/install.lock`, async () => {
    const missing = missingPackages();
    if (missing.length === 0) return;
    process.stderr.write(`sandbox: installing ${missing.join(", ")}\n`);
    await installPackages(missing);
  });
}

function missingPackages(): readonly string[] {
  return Object.entries(packageOfProgram)
    .filter(([program]) => !isOnPath(program))
    .map(([, name]) => name);
}

function isOnPath(program: string): boolean {
  return toolPath.split(":").some((folder) => isExecutable(`${folder}/${program}`));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
