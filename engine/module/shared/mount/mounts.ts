import { sh } from "../../../base/shell-text.ts";
import { script, type Query, type ScriptAnswer } from "../../../host/query.ts";
import { decodeText, encodeText } from "../file/text.ts";

export function askMounts(): Query<ScriptAnswer> {
  return script("what is mounted", sh`cut -d' ' -f2 /proc/self/mounts`);
}

/** Paths, blanks and the like decoded (proc_pid_mounts(5)). */
export function readMounts({ stdout }: ScriptAnswer): readonly string[] {
  const lines = (decodeText(stdout) ?? "").split("\n").filter((line) => line !== "");
  return lines.map((line) => unescaped(line));
}

export function answerOf(paths: readonly string[]): ScriptAnswer {
  const text = paths.map((path) => `${escaped(path)}\n`).join("");
  return { rc: 0, stdout: encodeText(text), stderr: new Uint8Array() };
}

export function escaped(field: string): string {
  return field.replaceAll(/[ \t\n\\]/g, (letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, "0")}`);
}

export function unescaped(field: string): string {
  return field.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
