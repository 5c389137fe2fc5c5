import { writeSync } from "node:fs";
import type { RunServices } from "../execute/play-context.ts";
import { run } from "../execute/run.ts";
import { runsFolder } from "../journal/folder.ts";
import { Vault } from "../load/vault/vault.ts";
import type { PlayEvent } from "../model/event.ts";
import { JsonReporter } from "../report/json-reporter.ts";
import { makeRedact } from "../report/redact.ts";
import type { Reporter } from "../report/reporter.ts";
import { streamSink } from "../report/sink.ts";
import { TerminalReporter } from "../report/terminal-reporter.ts";
import { askVariables } from "./ask-variables.ts";
import { type Checked, checkPlaybooks } from "./check-playbooks.ts";
import { type ExitStatus, exitStatus, exitStatusOf } from "./exit-status.ts";
import { type Interruption, interruption } from "./interruption.ts";
import { listProgram } from "./listings.ts";
import type { Options } from "./options.ts";
import { passphraseAsker } from "./passphrase.ts";
import { type Resumed, resumedRun } from "./resume.ts";
import { runFacts } from "./run-facts.ts";
import { runOptions } from "./run-options.ts";
import { openServices } from "./services.ts";
import { type Started, startJournal } from "./start-journal.ts";
import { UnderWay } from "./under-way.ts";
import { vaultPasswords } from "./vault-passwords.ts";

/** Milliseconds that what is under way has to end after the first signal; then it is given up. */
const grace = 10_000;

/** Milliseconds that hosts have at most to answer that commands that were given up are ended. */
const endingTime = 10_000;

/** Milliseconds after which a process ends that has nothing left to do. */
const lingering = 2000;

/** Loads, compiles and runs; what must not be shown is added to `secrets`. Throws Mistakes where there is anything to mend before a host may be touched. */
export async function play(options: Options, secrets: Set<string>): Promise<ExitStatus> {
  const keepSecret = (text: string): void => void secrets.add(text);
  const passwords = await vaultPasswords(options, process.env);
  for (const { password } of passwords) keepSecret(password);
  const vault = new Vault(passwords);
  const checked = checkPlaybooks(options, { keepSecret, vault });
  const { program } = checked;
  if (options.lists.length > 0) {
    writeSync(1, listProgram(program, options.lists));
    return exitStatus.well;
  }
  if (options.syntaxCheck) {
    tellWarnings(checked, options, makeRedact(secrets));
    writeSync(1, `${options.playbooks.join(", ")}: no mistakes found\n`);
    return exitStatus.well;
  }
  return playProgram(options, checked, secrets);
}

async function playProgram(options: Options, checked: Checked, secrets: Set<string>): Promise<ExitStatus> {
  const { prepared, program } = checked;
  const keepSecret = (text: string): void => void secrets.add(text);
  const folder = runsFolder(process.env);
  const facts = runFacts(options, checked);
  const resumed = resumedRun(options, facts, folder);
  const given = new Set(prepared.context.extraVariables.keys());
  const prompted = await askVariables(program, { given, keepSecret });
  const settings = await runOptions(options, prompted);
  const redact = makeRedact(secrets);
  const reporter = makeReporter(options, redact);
  const started = startJournal(facts, resumed, { folder, redact, emit: (event) => reporter.event(event) });
  const underWay = new UnderWay();
  const emit = (event: PlayEvent): void => {
    underWay.event(event);
    started?.journal.event(event);
    reporter.event(event);
  };
  const heard = interruption({
    grace,
    stopping: (by) => emit({ kind: "run stopping", by, tasks: underWay.tasks, grace }),
    forced: async () => {
      started?.journal.forced();
      started?.close();
      await reporter.end();
      await endCommands(services);
    },
  });
  const services = openServices(prepared, {
    emit,
    addSecret: keepSecret,
    interrupted: heard.signal,
    halted: heard.halted,
    reconnectTimeout: options.reconnectTimeout,
    askPassphrase: passphraseAsker({
      environment: process.env,
      hold: () => reporter.hold(),
      keepSecret,
      interrupted: heard.signal,
      interrupt: heard.interrupt,
    }),
    ...(started && !options.check && { progress: started.journal }),
    ...(resumed && { resumption: resumed.resumption }),
    lockTimeout: options.lockTimeout,
    lock: options.lock && !options.check,
  });
  try {
    emit(runStarted(options, checked, { started, resumed }));
    for (const warning of checked.warnings) emit(warning);
    const end = await run(program, settings, services);
    return exitStatusOf(end, options.check && options.exitChanged);
  } finally {
    await reporter.end();
    started?.close();
    await close(services, heard);
  }
}

/** Beside the answer of `--syntax-check`, which is for programs, too. */
function tellWarnings(
  { warnings }: Checked,
  { verbosity, diff, check }: Options,
  redact: (text: string) => string,
): void {
  if (warnings.length === 0) return;
  const sink = streamSink(process.stderr, process.env);
  const reporter = new TerminalReporter(sink, { verbosity, diff, check, redact });
  for (const warning of warnings) reporter.event(warning);
  reporter.end();
}

interface Ids {
  readonly started: Started | undefined;
  readonly resumed: Resumed | undefined;
}

function runStarted({ check, diff }: Options, { prepared }: Checked, { started, resumed }: Ids): PlayEvent {
  const playbooks = prepared.playbooks.map((playbook) => playbook.path);
  return {
    kind: "run started",
    playbooks,
    check,
    diff,
    ...(started && { run: started.id }),
    ...(resumed && { resumes: { run: resumed.id, stops: resumed.stops } }),
  };
}

/** What was given up goes on on its host until it is ended there. */
async function close(services: RunServices, { signal, dispose }: Interruption): Promise<void> {
  if (signal.aborted) await endCommands(services);
  dispose();
  await services.sessions.closeAll();
  await services.controller.close();
  // whoever was given up may hold the process
  if (signal.aborted) setTimeout(() => process.exit(exitStatus.interrupted), lingering).unref();
}

async function endCommands({ sessions, controller }: RunServices): Promise<void> {
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, endingTime).unref();
  });
  await Promise.race([Promise.all([sessions.endCommands(), controller.endCommands()]), late]);
}

function makeReporter(options: Options, redact: (text: string) => string): Reporter {
  const sink = streamSink(process.stdout, process.env);
  const { verbosity, diff, check } = options;
  return options.output === "json"
    ? new JsonReporter(sink, { redact })
    : new TerminalReporter(sink, { verbosity, diff, check, redact });
}
