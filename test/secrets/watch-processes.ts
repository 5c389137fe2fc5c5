import { readdirSync, readFileSync } from "node:fs";

/**
 * Looks again and again at the arguments of all processes of this machine, those inside sandbox hosts among them; `end`
 * answers which of the texts were seen, and where.
 */
export function watchProcesses(texts: readonly string[]): { readonly end: () => readonly string[] } {
  const seen = new Set<string>();
  const timer = setInterval(() => {
    for (const command of commandLines())
      for (const text of texts) if (command.includes(text)) seen.add(`${text} in: ${command}`);
  }, 40);
  return {
    end: () => {
      clearInterval(timer);
      return [...seen];
    },
  };
}

function commandLines(): readonly string[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return [readFileSync(`/proc/${name}/cmdline`, "latin1").replaceAll("\0", " ")];
    } catch {
      // it has ended in between
      return [];
    }
  });
}
