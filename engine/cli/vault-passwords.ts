import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { PlayError } from "../base/play-error.ts";
import type { VaultPassword } from "../load/vault/vault.ts";
import type { Options } from "./options.ts";
import { ask, openTerminal, type Terminal } from "./prompt.ts";

/** The passwords of `--vault-id`, `--vault-password-file`, `-J` and PLAY_VAULT_PASSWORD. Throws BAD_USAGE and FILE_*. */
export async function vaultPasswords(
  { vaultIds, askVaultPassword }: Pick<Options, "vaultIds" | "askVaultPassword">,
  environment: Readonly<Record<string, string | undefined>>,
  open: () => Terminal = openTerminal,
): Promise<readonly VaultPassword[]> {
  const passwords: VaultPassword[] = [];
  const given = environment["PLAY_VAULT_PASSWORD"];
  if (given !== undefined && given !== "") passwords.push({ label: "default", password: given });
  const ids = [...vaultIds, ...(askVaultPassword ? ["prompt"] : [])];
  for (const id of ids) {
    const { label, source } = splitId(id);
    const password = source === "prompt" ? await askFor(label, open) : fromFile(source);
    passwords.push({ label, password });
  }
  return passwords;
}

/** `label@source`, or a source alone. */
function splitId(id: string): { readonly label: string; readonly source: string } {
  const [, label = "", source = ""] = /^([^@/]*)@(.+)$/.exec(id) ?? [];
  return source === "" ? { label: "default", source: id } : { label: label || "default", source };
}

async function askFor(label: string, open: () => Terminal): Promise<string> {
  const terminal = terminalOr(open);
  const which = label === "default" ? "" : ` (${label})`;
  try {
    return await ask(`vault password${which}: `, terminal, { echo: false });
  } finally {
    terminal.close();
  }
}

function terminalOr(open: () => Terminal): Terminal {
  try {
    return open();
  } catch (cause) {
    const hint = "set PLAY_VAULT_PASSWORD, or give --vault-password-file";
    throw new PlayError("BAD_USAGE", "a vault password is to be asked for, but there is no terminal", {
      hint,
      cause,
    });
  }
}

/** A file's content, or what a program prints; the line break at its end does not belong to it. */
function fromFile(file: string): string {
  try {
    const isProgram = (statSync(file).mode & 0o111) !== 0;
    return (isProgram ? printedBy(file) : readFileSync(file, "utf8")).replace(/\r?\n$/, "");
  } catch (cause) {
    if (cause instanceof PlayError) throw cause;
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    const code = reason === "ENOENT" ? "FILE_NOT_FOUND" : "FILE_UNREADABLE";
    throw new PlayError(code, `the vault password file ${file} cannot be read: ${reason}`, { cause });
  }
}

function printedBy(program: string): string {
  const { status, stdout, stderr } = spawnSync(program.includes("/") ? program : `./${program}`, {
    encoding: "utf8",
    stdio: ["inherit", "pipe", "pipe"],
  });
  if (status === 0) return stdout;
  throw new PlayError("FILE_UNREADABLE", `${program} ended with ${status}: ${stderr.trim()}`, {
    hint: "a vault password file that may be executed must print the password",
  });
}
