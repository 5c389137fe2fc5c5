import { z } from "zod";
import { sh, type ShellText } from "../../base/shell-text.ts";
import { foreseeAnswer, type Change } from "../../host/change.ts";
import { script, type Query, type ScriptAnswer } from "../../host/query.ts";
import { defineModule } from "../contract.ts";
import { text } from "../option.ts";
import { decodeText, encodeText } from "../shared/file/text.ts";

/** The host's name, now (the kernel's) and after the next boot (hostname(5)). */
export const hostname = defineModule({
  name: "hostname",
  summary: "Set the host's name",
  args: z.object({
    name: text("The name").refine((name) => /^[A-Za-z0-9]([A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$/.test(name), {
      error: "must be letters, digits, dots and dashes, at most 64",
    }),
  }),
  probe: () => ({ names: askNames() }),
  plan: ({ name }, { names }) => {
    const [running = "", kept = ""] = (decodeText(names.stdout) ?? "").split("\n");
    const changes: Change[] = [];
    if (kept !== name)
      changes.push({
        summary: `keep host name ${name} in /etc/hostname${kept === "" ? "" : `, was ${kept}`}`,
        actions: [
          {
            kind: "write",
            path: "/etc/hostname",
            mode: "0644",
            content: { kind: "bytes", bytes: encodeText(`${name}\n`) },
          },
        ],
      });
    if (running !== name)
      changes.push({
        summary: `set host name ${name}, was ${running}`,
        actions: [{ kind: "run", script: setName(name) }],
      });
    const after = { rc: 0, stdout: encodeText(`${name}\n${name}\n`), stderr: new Uint8Array() };
    return {
      changes: changes.map((change) => ({ ...change, forecasts: [foreseeAnswer(askNames(), after)] })),
      result: { name },
    };
  },
});

/** A container may not write below /proc/sys, but call sethostname(2). */
function setName(name: string): ShellText {
  return sh`hostname ${name} 2>/dev/null || printf '%s' ${name} > /proc/sys/kernel/hostname`;
}

function askNames(): Query<ScriptAnswer> {
  return script("host name", sh`uname -n; head -n 1 /etc/hostname 2>/dev/null; true`);
}
