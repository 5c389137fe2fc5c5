#!/usr/bin/env node
import { PlayError } from "../base/play-error.ts";
import { runsFolder } from "../journal/folder.ts";
import { modules } from "../module/registry.ts";
import { colourLevel, makePaint } from "../report/colour.ts";
import { makeRedact } from "../report/redact.ts";
import { renderError, renderErrors } from "../report/render-error.ts";
import { visible } from "../report/visible.ts";
import { printDoc } from "./doc.ts";
import { explain } from "./explain.ts";
import { exitStatus, type ExitStatus } from "./exit-status.ts";
import { history } from "./history.ts";
import { Mistakes } from "./mistakes.ts";
import { packageVersion } from "./package-folder.ts";
import { parseArguments } from "./parse-arguments.ts";
import { play } from "./play.ts";

/** Learned while files are read and tasks run; known to whatever writes. */
const secrets = new Set<string>();
const redact = makeRedact(secrets);

async function main(argv: readonly string[]): Promise<ExitStatus> {
  try {
    return await dispatch(argv);
  } catch (error) {
    return told(error);
  }
}

async function dispatch(argv: readonly string[]): Promise<ExitStatus> {
  const invocation = parseArguments(argv);
  switch (invocation.kind) {
    case "play":
      return play(invocation.options, secrets);
    case "doc":
      console.log(printDoc(modules, invocation.module));
      return exitStatus.well;
    case "explain":
      console.log(explain(invocation.code));
      return exitStatus.well;
    case "history":
      console.log(history(invocation, runsFolder(process.env)));
      return exitStatus.well;
    case "help":
      console.log(invocation.text);
      return exitStatus.well;
    case "version":
      console.log(`play ${packageVersion()}`);
      return exitStatus.well;
  }
}

/** Shows why there is no run: what the user did wrong, or a defect of ours. */
function told(error: unknown): ExitStatus {
  const paint = makePaint(colourLevel(process.env, process.stderr.isTTY));
  const style = { paint, clean: (text: string) => visible(redact(text)) };
  if (error instanceof Mistakes) console.error(renderErrors(error.errors, style));
  else if (error instanceof PlayError) console.error(renderError(error, style));
  else return defect(error);
  return isInterrupted(error) ? exitStatus.interrupted : exitStatus.mistake;
}

function isInterrupted(error: unknown): boolean {
  return error instanceof PlayError && error.code === "INTERRUPTED";
}

function defect(error: unknown): ExitStatus {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(`This is a defect of play ${packageVersion()}, not of your playbook.\n\n${redact(stack)}\n`);
  console.error("Please report it with the text above and, if you can, the playbook.");
  return exitStatus.defect;
}

process.on("uncaughtException", (error) => process.exit(defect(error)));
process.on("unhandledRejection", (error) => process.exit(defect(error)));

process.exitCode = await main(process.argv.slice(2));
