import { writeSync } from "node:fs";
import { run } from "../execute/run.ts";
import { Vault } from "../load/vault/vault.ts";
import { JsonReporter } from "../report/json-reporter.ts";
import { makeRedact } from "../report/redact.ts";
import type { Reporter } from "../report/reporter.ts";
import { streamSink } from "../report/sink.ts";
import { TerminalReporter } from "../report/terminal-reporter.ts";
import { askVariables } from "./ask-variables.ts";
import { checkPlaybooks } from "./check-playbooks.ts";
import { type ExitStatus, exitStatus, exitStatusOf } from "./exit-status.ts";
import { interruption } from "./interruption.ts";
import { listProgram } from "./listings.ts";
import type { Options } from "./options.ts";
import { passphraseAsker } from "./passphrase.ts";
import { runOptions } from "./run-options.ts";
import { openServices } from "./services.ts";
import { vaultPasswords } from "./vault-passwords.ts";

/** Loads, compiles and runs; what must not be shown is added to `secrets`. Throws Mistakes where there is anything to mend before a host may be touched. */
export async function play(options: Options, secrets: Set<string>): Promise<ExitStatus> {
  const keepSecret = (text: string): void => void secrets.add(text);
  const passwords = await vaultPasswords(options, process.env);
  for (const { password } of passwords) keepSecret(password);
  const vault = new Vault(passwords);
  const { prepared, program } = checkPlaybooks(options, { keepSecret, vault });
  if (options.lists.length > 0) {
    writeSync(1, listProgram(program, options.lists));
    return exitStatus.well;
  }
  if (options.syntaxCheck) {
    writeSync(1, `${options.playbooks.join(", ")}: no mistakes found\n`);
    return exitStatus.well;
  }
  const given = new Set(prepared.context.extraVariables.keys());
  const prompted = await askVariables(program, { given, keepSecret });
  const settings = await runOptions(options, prompted);
  const reporter = makeReporter(options, secrets);
  const { signal, dispose } = interruption();
  const services = openServices(prepared, {
    emit: (event) => reporter.event(event),
    addSecret: keepSecret,
    interrupted: signal,
    reconnectTimeout: options.reconnectTimeout,
    askPassphrase: passphraseAsker({ environment: process.env, hold: () => reporter.hold(), keepSecret }),
  });
  try {
    reporter.event({
      kind: "run started",
      playbooks: prepared.playbooks.map((playbook) => playbook.path),
      check: options.check,
      diff: options.diff,
    });
    const end = await run(program, settings, services);
    return exitStatusOf(end, options.check && options.exitChanged);
  } finally {
    await reporter.end();
    dispose();
    await services.sessions.closeAll();
    await services.controller.close();
  }
}

function makeReporter(options: Options, secrets: ReadonlySet<string>): Reporter {
  const sink = streamSink(process.stdout, process.env);
  const { verbosity, diff, check } = options;
  const redact = makeRedact(secrets);
  return options.output === "json"
    ? new JsonReporter(sink, { redact })
    : new TerminalReporter(sink, { verbosity, diff, check, redact });
}
