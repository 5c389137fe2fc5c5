import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { PlayError } from "../../engine/base/play-error.ts";
import { decodeResult } from "../../engine/journal/decode.ts";
import { encodeResult } from "../../engine/journal/encode.ts";
import { newRunFile, runFiles, runsFolder } from "../../engine/journal/folder.ts";
import { JournalFile } from "../../engine/journal/journal-file.ts";
import { parseRun } from "../../engine/journal/read-run.ts";
import { hideObviousSecrets } from "../../engine/report/obvious-secrets.ts";
import { Unknown, type ValueMap } from "../../engine/model/value.ts";

const root = mkdtempSync(path.join(tmpdir(), "play-journal-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const refuse = (text: string): string | undefined =>
  text.includes("hunter2") ? "it holds a secret" : undefined;

function kept(result: ValueMap, hidden = false) {
  const json: unknown = JSON.parse(JSON.stringify(encodeResult(result, hidden, refuse)));
  return { json: JSON.stringify(json), ...decodeResult(json, 'the result of "t"') };
}

describe("a result is read back as it was", () => {
  test.each<[string, ValueMap]>([
    ["texts, numbers, flags, nothing", { a: "x", b: 1.5, c: true, d: null }],
    ["lists and maps", { a: [1, [2, { b: "c" }]], e: {} }],
    ["numbers that JSON lacks", { a: Infinity, b: -Infinity }],
    ["keys that look like our marks", { a: { $lost: "no" }, $map: 1 }],
    ["a key that every object has", { constructor: "x" }],
  ])("%s", (_, result) => {
    expect(kept(result).incomplete).toBe(false);
    expect({ ...kept(result).result }).toEqual(result);
  });

  test("also what was not known", () => {
    expect(kept({ a: new Unknown("why") }).result["a"]).toEqual(new Unknown("why"));
  });
});

describe("what may not be kept is missing, and asking for it says so", () => {
  const asked = (result: ValueMap, name: string): unknown => {
    try {
      return result[name];
    } catch (error) {
      return error instanceof PlayError ? [error.code, error.message] : error;
    }
  };

  test("a secret, with its neighbours there", () => {
    const { json, result, incomplete } = kept({ rc: 0, stdout: "is hunter2", lines: ["is", "hunter2"] });
    expect(json).not.toContain("hunter2");
    expect(incomplete).toBe(true);
    expect(result["rc"]).toBe(0);
    const error = ["NOT_KEPT", '"stdout" of the result of "t" cannot be restored: it holds a secret'];
    expect(asked(result, "stdout")).toEqual(error);
    expect(asked(result, "lines")).toEqual([error[0], error[1]?.replace("stdout", "lines")]);
  });

  test("all lines of a private key, which none of them is by its looks", () => {
    const lines = ["-----BEGIN PRIVATE KEY-----", "MIIEvQIBADANBgkqhkiG9w0B", "-----END PRIVATE KEY-----"];
    const judge = (text: string) => (hideObviousSecrets(text) === text ? undefined : "it holds a secret");
    const encoded = encodeResult({ stdout: lines.join("\n"), stdout_lines: lines }, false, judge);
    expect(JSON.stringify(encoded)).not.toContain("MII");
  });

  test("all but flags of what no_log hides", () => {
    const { json, result } = kept({ changed: true, stdout: "quiet" }, true);
    expect(json).not.toContain("quiet");
    expect(result["changed"]).toBe(true);
    expect(asked(result, "stdout")).toEqual([
      "NOT_KEPT",
      '"stdout" of the result of "t" cannot be restored: no_log hides it',
    ]);
  });

  test("all but flags of what is too long", () => {
    const { json, result } = kept({ changed: false, stdout: "x".repeat(1_000_001) });
    expect(json.length).toBeLessThan(200);
    expect(result["changed"]).toBe(false);
  });
});

test("the folder is the user's own, and so is the file", () => {
  const folder = path.join(root, "own", "runs");
  const { path: file } = newRunFile(folder, new Date());
  new JournalFile(file, () => undefined).close();
  expect((statSync(folder).mode & 0o777).toString(8)).toBe("700");
  expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
});

test("the last fifty runs are kept, the last one first", () => {
  const folder = path.join(root, "fifty");
  const made = Array.from({ length: 60 }, (_, minute) => {
    const file = newRunFile(folder, new Date(Date.UTC(2026, 0, 1, 0, minute)));
    writeFileSync(file.path, "");
    return file.id;
  });
  expect(runFiles(folder).map(({ id }) => id)).toEqual(made.slice(10).toReversed());
});

test.each([
  [{ XDG_STATE_HOME: "/srv/state" }, /^\/srv\/state\/play\/runs$/],
  [{ XDG_STATE_HOME: "relative" }, /\/\.local\/state\/play\/runs$/],
  [{}, /\/\.local\/state\/play\/runs$/],
])("XDG_STATE_HOME names the folder where it is absolute: %o", (environment, folder) => {
  expect(runsFolder(environment)).toMatch(folder);
});

test("an error while writing is told once, and nothing more is written", () => {
  const folder = path.join(root, "full");
  mkdirSync(folder);
  const errors: unknown[] = [];
  const file = new JournalFile(path.join(folder, "journal"), (error) => errors.push(error));
  file.close();
  file.writeText("late");
  expect(errors).toEqual([]);
  expect(() => new JournalFile(path.join(folder, "missing", "journal"), () => undefined)).toThrow("ENOENT");
});

const head = JSON.stringify({ kind: "run", version: 1, id: "abcd", at: 1 });
const end = (place: string): string =>
  JSON.stringify({
    kind: "end",
    at: 2,
    place,
    host: "a",
    name: place,
    outcome: "ok",
    result: {},
    notifies: [],
  });

describe("a journal that breaks off is read up to there", () => {
  const whole = [head, end("0/1/0"), end("0/1/1"), ""].join("\n");

  test("at every byte", () => {
    for (let length = head.length; length <= whole.length; length++) {
      const log = parseRun(whole.slice(0, length));
      const complete = [end("0/1/0"), end("0/1/1")].filter((line) => whole.slice(0, length).includes(line));
      expect(log?.steps.map((step) => step.kind)).toEqual(complete.map(() => "end"));
    }
  });

  test("also where the rest is zeros", () => {
    expect(parseRun(`${whole}${"\0".repeat(100)}`)?.steps).toHaveLength(2);
  });

  test("what is no journal is none", () => {
    for (const text of ["", "{}", "hello", '{"kind":"end"}']) expect(parseRun(text)).toBeUndefined();
  });
});
