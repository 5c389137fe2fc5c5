import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { sh, ShellText } from "../../../engine/base/shell-text.ts";
import type { Action, RunAction } from "../../../engine/host/change.ts";
import { script, stat } from "../../../engine/host/query.ts";
import { type Bench, failureOf, textOf } from "./bench.ts";

/** In seconds: longer than any test may take, so that a test ends only if what sleeps is ended. */
const day = "86400";

/** Running commands: isolation, input, limits, and what they leave behind. */
export function describeCommands(bench: Bench): void {
  describe("commands", () => {
    test("get bench.folder, environment and input, and give bytes back", async () => {
      const input = Buffer.from("\0\x01\xff\n\0", "latin1");
      const [output] = await bench.apply(
        [
          {
            kind: "run",
            script: sh`pwd; printf '%s\n' "$ODD"; cat; printf 'e\0' >&2`,
            directory: bench.folder,
            stdin: { kind: "bytes", bytes: input },
          },
        ],
        { ODD: 'it\'s $HOME "and"\nmore' },
      );
      const stdout = Buffer.from(output?.stdout ?? []);
      expect(
        stdout.equals(Buffer.concat([Buffer.from(`${bench.folder}\nit's $HOME "and"\nmore\n`), input])),
      ).toBe(true);
      expect(textOf(output?.stderr)).toBe("e\0");
    });

    test("keep nothing for the next one", async () => {
      await bench.run(sh`cd /; LEAK=1; export LEAK; set -e; umask 000; trap '' TERM; exec >/dev/null`);
      expect(
        (await bench.run(sh`echo "$LEAK"; false; pwd; umask; read x; echo "$?"`)).stdout.split("\n"),
      ).toEqual(["", expect.stringMatching(/^\//), expect.stringMatching(/^0?022$/), "1", ""]);
    });

    const failures: readonly [ShellText, Partial<RunAction>, string, number][] = [
      [sh`echo bad >&2; exit 3`, {}, "COMMAND_FAILED", 3],
      [sh`true`, { accept: [1, 2] }, "COMMAND_FAILED", 0],
      [ShellText.trusted("if then fi"), {}, "COMMAND_FAILED", 2],
      [sh`kill -KILL $$`, {}, "COMMAND_FAILED", 137],
      [sh`kill -KILL $PPID`, {}, "COMMAND_FAILED", 137],
      [sh`no-such-command-anywhere`, {}, "COMMAND_FAILED", 127],
    ];

    test.each(failures)("%s with %j fails", async (text, options, code, rc) => {
      const failure = await failureOf(bench.run(text, options));
      expect([failure.code, failure.output.rc]).toEqual([code, rc]);
    });

    test("any status passes where the caller judges", async () => {
      expect(await bench.run(sh`exit 77`, { accept: "any" })).toMatchObject({ rc: 77 });
      expect(await bench.run(sh`exit 77`, { accept: [0, 77] })).toMatchObject({ rc: 77 });
    });

    test("a failure keeps what was done before it, and ends the rest", async () => {
      const step = (text: ShellText): Action => ({ kind: "run", script: text });
      const failure = await failureOf(
        bench.apply([
          step(sh`echo one`),
          step(sh`echo two; exit 1`),
          step(sh`touch ${`${bench.folder}/never`}`),
        ]),
      );
      expect(failure.outputs.map((output) => textOf(output.stdout))).toEqual(["one\n", "two\n"]);
      expect(await bench.ask(stat(`${bench.folder}/never`))).toEqual([null]);
    });

    test("a time limit ends the whole process group, however stubborn", async () => {
      const pids = `${bench.folder}/pids`;
      const text = sh`trap '' TERM; echo $$ > ${pids}; (trap '' TERM; sleep ${day}) & echo $! >> ${pids}; sleep ${day}`;
      const failure = await failureOf(bench.run(text, { timeout: 3 }));
      expect(failure.code).toBe("TIMEOUT");
      const left = sh`for pid in $(cat ${pids}); do cat /proc/$pid/cmdline 2>/dev/null; done; wc -l < ${pids}`;
      expect((await bench.run(left)).stdout.trim()).toBe("2");
    });

    test("a time limit ends what has left the process group, but keeps an output open or a parent", async () => {
      const left = `${bench.folder}/left`;
      const stubborn = (name: string) =>
        sh`/bin/sh -c ${`trap '' TERM HUP; echo $$ >>${left}; : ${name}; while :; do sleep ${day}; done`}`;
      const failure = await failureOf(
        bench.run(
          sh`setsid ${stubborn("a session of its own")} >/dev/null 2>&1 &
(setsid ${stubborn("an orphan with an output")} >/dev/null &)
(setsid ${stubborn("an orphan with the other")} 2>/dev/null &)
echo begun; sleep ${day}`,
          { timeout: 4 },
        ),
      );
      expect([failure.code, textOf(failure.output.stdout)]).toEqual(["TIMEOUT", "begun\n"]);
      // one that has ended may wait for a lazy parent
      const living = sh`for pid in $(cat ${left}); do cat "/proc/$pid/cmdline" 2>/dev/null; done; wc -l <${left}`;
      expect((await bench.run(living)).stdout.trim()).toBe("3");
    });

    test("a time limit that is not reached is not waited for", async () => {
      const output = await bench.run(sh`echo quick; exit 0`, { timeout: Number(day) });
      expect(output).toMatchObject({ stdout: "quick\n", stderr: "" });
    });

    test("something left behind cannot speak into later answers", async () => {
      await bench.run(sh`(while sleep 0.1; do echo STRAY; echo STRAY >&2; done) & echo started`);
      const outputs = await bench.apply([
        { kind: "run", script: sh`sleep 0.5; echo one` },
        { kind: "run", script: sh`sleep 0.5; echo two` },
      ]);
      expect(outputs.map((output) => textOf(output.stdout) + textOf(output.stderr))).toEqual([
        "one\n",
        "two\n",
      ]);
      const [said] = await bench.session.ask([script("x", sh`sleep 0.3; echo fine`)], bench.identity);
      expect(textOf(said.stdout) + textOf(said.stderr)).toBe("fine\n");
    });

    test("may print millions of bytes on both outputs, of which both ends are kept", async () => {
      const flood = sh`{ printf 'first\n'; head -c 20000000 /dev/zero; printf '\nlast\n'; }`;
      const output = await bench.run(sh`${flood}; ${flood} >&2`);
      const bytes = 20_000_012;
      for (const name of ["stdout", "stderr"] as const) {
        const text = output[name];
        const [, dropped] = /\n\[\.\.\. (\d+) bytes left out \.\.\.\]\n/.exec(text) ?? [];
        expect([text.slice(0, 6), text.slice(-5)]).toEqual(["first\n", "last\n"]);
        expect(Number(dropped)).toBe(output.dropped?.[name]);
        expect(text.length + Number(dropped)).toBe(bytes + `\n[... ${dropped} bytes left out ...]\n`.length);
      }
    });

    test("may print four millions of bytes, all of which are kept", async () => {
      const output = await bench.run(sh`head -c 4194304 /dev/zero`);
      expect(output.stdout).toHaveLength(4_194_304);
      expect(output.dropped).toBeUndefined();
    });

    test("may print what looks like a frame", async () => {
      const lines = sh`for word in begin 0 end; do echo "0123456789abcdef0123456789abcdef $word"; done`;
      const output = await bench.run(sh`${lines}; ${lines} >&2; exit 3`, { accept: [3] });
      expect(output.rc).toBe(3);
      expect(output.stdout.split("\n")).toHaveLength(4);
      expect(output.stderr).toBe(output.stdout);
    });

    test("take their time after a write of the same task", async () => {
      const path = `${bench.folder}/before-a-slow-one`;
      const outputs = await bench.apply([
        { kind: "write", path, content: { kind: "bytes", bytes: Buffer.from("x") } },
        { kind: "run", script: sh`sleep 1; cat ${path}` },
      ]);
      expect(outputs.map(({ stdout }) => textOf(stdout))).toEqual(["", "x"]);
    });

    test("may be huge themselves", async () => {
      const text = ShellText.trusted(`: ${"x".repeat(3_000_000)}\necho done`);
      expect((await bench.run(text)).stdout).toBe("done\n");
    });

    test("read large input to its end, or not", async () => {
      const bytes = randomBytes(3_000_000);
      expect((await bench.run(sh`wc -c`, { stdin: { kind: "bytes", bytes } })).stdout.trim()).toBe("3000000");
      expect(
        (await bench.run(sh`head -c 3 | wc -c`, { stdin: { kind: "bytes", bytes } })).stdout.trim(),
      ).toBe("3");
      expect((await bench.run(sh`exit 0`, { stdin: { kind: "bytes", bytes } })).stdout).toBe("");
    });

    test("what is secret is in no arguments", async () => {
      const output = await bench.run(
        sh`cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' '; : canary-in-the-script`,
        { stdin: { kind: "bytes", bytes: Buffer.from("canary-in-the-input") } },
        { CANARY: "canary-in-the-environment" },
      );
      expect(output.stdout).not.toContain("canary-in");
    });
  });
}
