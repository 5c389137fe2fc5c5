import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { playEvents } from "../support/play.ts";
import { endsOf } from "./bench.ts";
import { controllerWriters } from "./controller-writers.ts";
import { cellsOf, describeCells, type FileBench } from "./file-faults.ts";

/** Without another user who plays, and without the old file of what only makes files. */
const tried = cellsOf(controllerWriters).filter(
  ({ fault, faultName, writer }) =>
    fault.user === undefined && !(writer.makes && faultName === "an immutable file"),
);

describe.skipIf(process.getuid?.() !== 0)("files of the controller", () => {
  describeCells(tried, async () => openFilesHere());
});

/** This machine, with file systems that nobody else sees: in a mount namespace of their own. */
async function openFilesHere(): Promise<FileBench> {
  const folder = mkdtempSync(join(tmpdir(), "play-controller-faults-"));
  for (const name of ["files", "templates"]) mkdirSync(join(folder, name));
  const keeper = spawn("unshare", ["--mount", "sh", "-c", "echo; exec sleep infinity"]);
  await new Promise((resolve) => keeper.stdout.once("data", resolve));
  const within = ["nsenter", `--mount=/proc/${keeper.pid}/ns/mnt`];
  const bench: FileBench = {
    folder,
    root: join(folder, "tried"),
    read: async (script) => runWithin(within, script),
    ends: async (tasks) => {
      const failing = tasks.map((task) => ({ ignore_errors: true, ...task }));
      return endsOf(await playEvents([writePlay(folder, failing)], { within }));
    },
    close: async () => {
      keeper.kill("SIGKILL");
      rmSync(folder, { recursive: true });
    },
  };
  return bench;
}

function runWithin([command = "", ...words]: readonly string[], script: string): string {
  return execFileSync(command, [...words, "sh"], { input: script, maxBuffer: 1e9 }).toString();
}

function writePlay(folder: string, tasks: readonly object[]): string {
  const ca = join(folder, "ca");
  const authority = { path: ca, privatekey_path: `${ca}-key`, common_name: "tests", key_type: "ecdsa" };
  const playbook = {
    name: "faults",
    hosts: "localhost",
    connection: "local",
    gather_facts: false,
    vars: { ca },
    tasks: [{ name: "authority", certificate_authority: authority }, ...tasks],
  };
  const path = join(folder, "play.yml");
  writeFileSync(path, JSON.stringify([playbook]));
  return path;
}
