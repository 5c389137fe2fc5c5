import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { command } from "../../engine/module/library/command.ts";
import { raw } from "../../engine/module/library/raw.ts";
import { script } from "../../engine/module/library/script.ts";
import { shell } from "../../engine/module/library/shell.ts";
import { splitWords } from "../../engine/module/shared/command/split-words.ts";
import type { Module } from "../../engine/module/contract.ts";
import { planOf, scripts, summaries } from "./rows.ts";

/** What the real sh prints. */
function run(module: Module, options: object, input = ""): string {
  const [text = ""] = scripts(planOf(module, { ...options }, {}));
  const env = { PATH: process.env["PATH"], HOME: "/home/it", NAME: "a b" };
  return execFileSync("sh", ["-c", text], { input, env, encoding: "utf8" });
}

const output = (rc: number, stdout = "", stderr = "") => ({
  rc,
  stdout: Buffer.from(stdout),
  stderr: Buffer.from(stderr),
  started: Date.UTC(2024, 4, 1, 12),
  ended: Date.UTC(2024, 4, 1, 12) + 3_661_250,
});

describe("splitWords", () => {
  test.each([
    ["ls -l", ["ls", "-l"]],
    [`  echo 'a b' "c \\"d\\" \\n" e\\ f `, ["echo", "a b", `c "d" \\n`, "e f"]],
    [`a'b'"c" ''`, ["abc", ""]],
    ["one\\\ntwo\nthree", ["onetwo", "three"]],
    ["", []],
  ])("splits %j", (line, words) => expect(splitWords(line)).toEqual(words));

  test.each(["echo 'a", 'echo "a', "echo \\"])("refuses %j", (line) => {
    expect(() => splitWords(line)).toThrow(expect.objectContaining({ code: "BAD_OPTION" }));
  });
});

describe("command", () => {
  test.each([
    [
      "passes pipes and stars as they are",
      { cmd: "printf '%s.' a | wc > * $(id) ; `id`" },
      "a.|.wc.>.*.$(id).;.`id`.",
    ],
    [
      "expands variables that are set",
      { cmd: "printf %s. $HOME x${NAME}y '$HOME'" },
      "/home/it.xa by./home/it.",
    ],
    ["leaves variables that are not set", { cmd: "printf %s. $NONE ${NONE}x $1 $" }, "$NONE.${NONE}x.$1.$."],
    ["expands a home folder", { cmd: "printf %s. ~ ~/x a~ ~/$NAME" }, "/home/it./home/it/x.a~./home/it/a b."],
    ["expands nothing if told so", { cmd: "printf %s. $HOME ~", expand_argument_vars: "no" }, "$HOME.~."],
    ["takes a list of words", { argv: ["printf", "%s.", "a b", ""] }, "a b.."],
    ["runs programs, not what the shell has built in", { cmd: String.raw`echo -e a\\tb` }, "a\tb\n"],
  ])("%s", (_, options, printed) => expect(run(command, options)).toBe(printed));

  test("does not take a first word for an assignment or a keyword", () => {
    expect(() => run(command, { cmd: "A=b" })).toThrow(/not found/);
    expect(() => run(command, { cmd: "if" })).toThrow(/not found/);
  });

  test("says in one line what it runs", () => {
    expect(summaries(planOf(command, { cmd: "ls -l" }, {}))).toEqual(["run ls -l"]);
    expect(summaries(planOf(shell, { cmd: "set -e\nls" }, {}))).toEqual(["run set -e …"]);
  });

  test("hands over folder and input", () => {
    const plan = planOf(command, { cmd: "cat", chdir: "/srv", stdin: "hello" }, {});
    expect(plan.changes[0]?.actions[0]).toMatchObject({
      directory: "/srv",
      stdin: { kind: "bytes", bytes: new TextEncoder().encode("hello\n") },
    });
  });

  test("tells what the program printed", () => {
    const judgement = planOf(command, { cmd: "ls -l" }, {}).outcome?.([output(0, "a\r\n\nb\n\n", "")]);
    expect(judgement).toEqual({
      result: {
        cmd: ["ls", "-l"],
        rc: 0,
        stdout: "a\r\n\nb",
        stdout_lines: ["a", "", "b"],
        stderr: "",
        stderr_lines: [],
        start: "2024-05-01 12:00:00.000000",
        end: "2024-05-01 13:01:01.250000",
        delta: "1:01:01.250000",
        msg: "",
      },
    });
  });

  test("fails by exit status", () => {
    const judgement = planOf(command, { cmd: "false" }, {}).outcome?.([output(3)]);
    expect(judgement).toMatchObject({ failed: "non-zero return code", result: { rc: 3 } });
  });

  test("needs one command", () => {
    expect(() => planOf(command, {}, {})).toThrow(/no command/);
    expect(() => planOf(command, { cmd: " " }, {})).toThrow(
      expect.objectContaining({ code: "MISSING_OPTION" }),
    );
    expect(() => planOf(command, { cmd: "a", argv: ["b"] }, {})).toThrow(/not both/);
  });
});

describe("creates and removes", () => {
  const entry = { type: "file" };
  test.each([
    ["runs while it creates nothing", { creates: "/x" }, { creates: null }, 1],
    ["does not run once it exists", { creates: "/x" }, { creates: entry }, 0],
    ["runs while there is something to remove", { removes: "/x" }, { removes: entry }, 1],
    ["does not run once it is gone", { removes: "/x" }, { removes: null }, 0],
    ["does not run if a pattern matches", { creates: "/x*" }, { creates: { rc: 0 } }, 0],
    ["runs if a pattern matches nothing", { creates: "/x*" }, { creates: { rc: 1 } }, 1],
  ])("%s", (_, options, found, count) => {
    expect(planOf(command, { cmd: "make", ...options }, found).changes).toHaveLength(count);
  });

  test("are looked for in the command's folder", () => {
    const want = command.args.parse({ cmd: "make", chdir: "/srv/a", creates: "out" });
    expect(command.probe(want, {})).toMatchObject({
      creates: { kind: "stat", subject: { path: "/srv/a/out" } },
    });
  });

  test("may be patterns", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "guard "));
    writeFileSync(path.join(folder, "b1"), "");
    const matches = (creates: string): boolean => {
      const query = command.probe(command.args.parse({ cmd: "make", creates }), {})["creates"];
      if (query?.kind !== "script") throw new Error("not a script");
      try {
        execFileSync("sh", ["-c", query.subject.script]);
        return true;
      } catch {
        return false;
      }
    };
    expect(matches(`${folder}/b*`)).toBe(true);
    expect(matches(`${folder}/[a-c]?`)).toBe(true);
    expect(matches(`${folder}/[^b]?`)).toBe(false);
    expect(matches(`${folder}/c*`)).toBe(false);
  });

  test("tell why nothing ran", () => {
    const plan = planOf(command, { cmd: "make", creates: "/x" }, { creates: entry });
    expect(plan.result).toMatchObject({ rc: 0, stdout: "skipped, since /x exists", cmd: ["make"] });
  });
});

describe("shell, raw and script", () => {
  test("a shell runs its text as it is", () => {
    expect(run(shell, { cmd: "printf '%s\\n' b a | sort && echo \"$HOME\"" })).toBe("a\nb\n/home/it\n");
  });

  test("another shell reads the text from a file, and the input is the command's", () => {
    const cmd = "a=(1 2)\nread -r line\necho \"${a[1]} $line 'END_OF_SCRIPT'\"\nEND_OF_SCRIPT=1\nexit 0";
    expect(run(shell, { cmd, executable: "/bin/bash" }, "in\n")).toBe("2 in 'END_OF_SCRIPT'\n");
    expect(run(raw, { cmd: "echo $((1 + 1))", executable: "/bin/bash" })).toBe("2\n");
  });

  test("another shell's exit status is the command's", () => {
    expect(() => run(shell, { cmd: "exit 7", executable: "/bin/bash" })).toThrow(
      expect.objectContaining({ status: 7 }),
    );
  });

  test("raw keeps the output as it comes", () => {
    expect(planOf(raw, { cmd: "ls" }, {}).outcome?.([output(0, "a\n\n")]).result).toMatchObject({
      stdout: "a\n\n",
    });
  });

  test("a script comes through the input and gets the arguments that follow its name", () => {
    const plan = planOf(script, { cmd: "'/roles/a b/files/x.sh' 'one two' three" }, {});
    expect(plan.changes[0]?.actions[0]).toMatchObject({
      stdin: { kind: "local", path: "/roles/a b/files/x.sh" },
    });
    const text = "#!/bin/bash\nprintf '%s.' \"$@\"; cat";
    expect(run(script, { cmd: "x.sh 'one two' three" }, text)).toBe("one two.three.");
    expect(run(script, { cmd: "x.sh a", executable: "/bin/sh" }, 'echo "$1"')).toBe("a\n");
  });
});
