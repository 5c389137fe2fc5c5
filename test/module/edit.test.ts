import { describe, expect, it } from "vitest";
import { blockinfile } from "../../engine/module/library/blockinfile.ts";
import { lineinfile } from "../../engine/module/library/lineinfile.ts";
import { replace } from "../../engine/module/library/replace.ts";
import type { Plan } from "../../engine/module/contract.ts";
import { decodeText, encodeText } from "../../engine/module/shared/file/text.ts";
import { contentOf } from "../../engine/module/shared/file/write.ts";
import { directoryEntry, fileEntry, planOf, scriptsOf, summariesOf } from "./shared/plan-of.ts";

const path = "/etc/x";

function holding(text: string): Record<string, unknown> {
  const bytes = encodeText(text);
  const entry = fileEntry({ checksum: contentOf(bytes).checksum as string, size: bytes.length });
  return {
    "parent /etc": directoryEntry(),
    [`entry ${path}`]: entry,
    [`target ${path}`]: entry,
    [`bytes ${path}`]: bytes,
  };
}

/** The text that a plan writes; undefined where it writes nothing. */
function written(plan: Plan): string | undefined {
  const write = plan.changes.flatMap(({ actions }) => actions).find(({ kind }) => kind === "write");
  return write?.kind === "write" && write.content.kind === "bytes"
    ? decodeText(write.content.bytes)
    : undefined;
}

describe("lineinfile", () => {
  const rows: [string, Record<string, unknown>, string, string | undefined][] = [
    ["adds a line at the end", { line: "c" }, "a\nb", "a\nb\nc\n"],
    ["leaves a line that is there", { line: "b" }, "a\nb\n", undefined],
    ["leaves a last line without a newline", { line: "b" }, "a\nb", undefined],
    ["leaves an open end of other lines", { regexp: "^a", line: "x" }, "a\nb", "x\nb"],
    ["closes a last line that it replaces", { regexp: "^b", line: "x" }, "a\nb", "a\nx\n"],
    ["removes and leaves the end open", { line: "a", state: "absent" }, "a\nb", "b"],
    ["replaces the last match", { regexp: "^a", line: "a=2" }, "a=0\na=1\n", "a=0\na=2\n"],
    ["replaces the first match", { regexp: "^a", line: "a=2", firstmatch: true }, "a=0\na=1\n", "a=2\na=1\n"],
    ["adds where nothing matches", { regexp: "^z", line: "z=1" }, "a\n", "a\nz=1\n"],
    ["leaves the line where only it is there", { regexp: "^#z", line: "z=1" }, "z=1\n", undefined],
    ["finds a text", { search_string: "(a", line: "b" }, "x (a) y\n", "b\n"],
    ["inserts after a match", { line: "n", insertafter: "^a" }, "a\na\nb\n", "a\na\nn\nb\n"],
    [
      "inserts before the first match",
      { line: "n", insertbefore: "^a", firstmatch: "yes" },
      "a\na\n",
      "n\na\na\n",
    ],
    ["inserts at the beginning", { line: "n", insertbefore: "BOF" }, "a\n", "n\na\n"],
    ["inserts at the end where nothing matches", { line: "n", insertbefore: "^q" }, "a\n", "a\nn\n"],
    [
      "fills in groups",
      { regexp: "^(?P<key>\\w+)=(.*)$", line: "\\g<key> = \\2", backrefs: true },
      "a=1\n",
      "a = 1\n",
    ],
    ["adds nothing with backrefs", { regexp: "^(b)", line: "\\1", backrefs: true }, "a\n", undefined],
    ["ignores case by flag", { regexp: "(?i)^swap", line: "#" }, "SWAP on\n", "#\n"],
    ["removes all matches", { regexp: "swap", state: "absent" }, "a\nswap 1\nswap 2\n", "a\n"],
    ["removes a line", { line: "a", state: "absent" }, "a\nab\n", "ab\n"],
    ["removes nothing", { line: "q", state: "absent" }, "a", undefined],
    ["leaves a carriage return", { line: "a" }, "a\r\n", undefined],
  ];
  it.each(rows)("%s", (_name, args, before, after) => {
    const plan = planOf(lineinfile, { path, ...args }, holding(before));
    expect(written(plan)).toBe(after);
    if (after !== undefined)
      expect(planOf(lineinfile, { path, ...args }, holding(after)).changes).toEqual([]);
  });

  it("says what it does, and sets the mode", () => {
    const plan = planOf(lineinfile, { path, line: "a", mode: "0600" }, holding(""));
    expect(summariesOf(plan)).toEqual(["add a line in /etc/x, mode 0600"]);
    expect(plan.result).toMatchObject({ path, msg: "add a line", mode: "0600" });
    expect(plan.changes[0]).toMatchObject({
      diff: { before: "", after: "a\n" },
      actions: [{ follow: true }],
    });
  });

  it("creates a missing file only where asked", () => {
    expect(planOf(lineinfile, { path, line: "a" }).needs).toBe("file /etc/x");
    expect(scriptsOf(planOf(lineinfile, { path, line: "a", create: true }))).toEqual([
      "mkdir -- /etc",
      `write ${path}`,
    ]);
    expect(planOf(lineinfile, { path, line: "a", state: "absent" })).toMatchObject({ changes: [] });
  });

  it.each([
    [{ path }, "line is missing"],
    [{ path, state: "absent" }, "needs line"],
    [{ path, line: "a", backrefs: true }, "backrefs needs regexp"],
    [{ path, line: "a", regexp: "(" }, "malformed"],
  ])("refuses %j", (args, message) => {
    expect(() => planOf(lineinfile, args, holding(""))).toThrow(message);
  });
});

describe("blockinfile", () => {
  const block = "# BEGIN ANSIBLE MANAGED BLOCK\nx\ny\n# END ANSIBLE MANAGED BLOCK\n";
  const rows: [string, Record<string, unknown>, string, string | undefined][] = [
    ["adds a block", { block: "x\ny\n" }, "a\n", `a\n${block}`],
    ["replaces a block", { block: "x\ny" }, `${block.replace("y", "z")}b\n`, `${block}b\n`],
    ["leaves a block", { block: "x\ny" }, `${block}b`, undefined],
    ["removes a block", { block: "x", state: "absent" }, `a\n${block}`, "a\n"],
    ["puts a block after a line", { block: "x\ny", insertafter: "^a" }, "a\nb\n", `a\n${block}b\n`],
    [
      "takes other markers",
      { block: "x", marker: "<!-- {mark} -->", marker_begin: "from", marker_end: "to" },
      "",
      "<!-- from -->\nx\n<!-- to -->\n",
    ],
  ];
  it.each(rows)("%s", (_name, args, before, after) => {
    expect(written(planOf(blockinfile, { path, ...args }, holding(before)))).toBe(after);
  });
});

describe("replace", () => {
  const rows: [string, Record<string, unknown>, string, string | undefined][] = [
    ["replaces all matches", { regexp: "^(\\w)=\\d$", replace: "\\1=9" }, "a=1\nb=2\n", "a=9\nb=9\n"],
    ["removes without a replacement", { regexp: "\\d" }, "a1b2", "ab"],
    ["leaves what does not match", { regexp: "q" }, "a", undefined],
    [
      "stays between two places",
      { regexp: "x", replace: "y", after: "\\[a\\]", before: "\\[b\\]" },
      "x[a]x[b]x",
      "x[a]y[b]x",
    ],
    ["does nothing where the place is missing", { regexp: "x", replace: "y", after: "q" }, "x", undefined],
  ];
  it.each(rows)("%s", (_name, args, before, after) => {
    expect(written(planOf(replace, { path, ...args }, holding(before)))).toBe(after);
  });
});
