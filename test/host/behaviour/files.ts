import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { sh } from "../../../engine/base/shell-text.ts";
import { CommandFailure } from "../../../engine/host/command-failure.ts";
import { read, stat, tree } from "../../../engine/host/query.ts";
import { type Bench, failureOf, textOf } from "./bench.ts";

/** Writing files: whole or not at all. */
export function describeFiles(bench: Bench): void {
  describe("files", () => {
    test("get content, mode and owner, and leave nothing beside them", async () => {
      const inside = `${bench.folder}/written`;
      await bench.run(sh`mkdir ${inside}`);
      const bytes = Buffer.from("\0\xff\n\x81\x88'\"$`", "latin1");
      await bench.apply(
        ["a", "b c", "-d", "new\nline", "x".repeat(255)].map((name) => ({
          kind: "write",
          path: `${inside}/${name}`,
          content: { kind: "bytes", bytes },
          mode: "0640",
        })),
      );
      const [entries] = await bench.session.ask([tree(inside)], bench.identity);
      expect(entries?.slice(1).map((entry) => [entry.path.slice(0, 9), entry.mode, entry.size])).toEqual([
        ["-d", "0640", bytes.length],
        ["a", "0640", bytes.length],
        ["b c", "0640", bytes.length],
        ["new\nline", "0640", bytes.length],
        ["xxxxxxxxx", "0640", bytes.length],
      ]);
      expect(await bench.ask(read(`${inside}/b c`))).toEqual([bytes]);
    });

    test.each([10, 300_000])("of %i bytes keep their mode, or get the umask's", async (size) => {
      const path = `${bench.folder}/mode-${size}`;
      await bench.write(path, randomBytes(size));
      await bench
        .run(sh`stat -c %a ${path}; chmod 0751 ${path}`)
        .then(({ stdout }) => expect(stdout).toBe("644\n"));
      const bytes = randomBytes(size);
      await bench.write(path, bytes);
      const [entry] = await bench.session.ask([stat(path)], bench.identity);
      expect(entry).toMatchObject({ mode: "0751", size });
      expect(await bench.ask(read(path))).toEqual([bytes]);
      expect(await bench.listing()).not.toContain(".play-");
    });

    test.each([5, 300_000])("of %i bytes that do not pass their check change nothing", async (size) => {
      const path = `${bench.folder}/checked-${size}`;
      await bench.write(path, "old");
      const failure = await failureOf(
        bench.write(path, randomBytes(size), { validate: "echo seen; wc -c < %s; exit 4" }),
      );
      expect(failure.code).toBe("VALIDATION");
      expect(failure.message).toContain("seen");
      expect(await bench.ask(read(path))).toEqual([Buffer.from("old")]);
      expect(await bench.listing()).not.toContain(".play-");
      await bench.write(path, "new", { validate: `test -s %s && echo "it's fine"` });
      expect(await bench.ask(read(path))).toEqual([Buffer.from("new")]);
    });

    test("leave a backup where asked", async () => {
      const path = `${bench.folder}/backed`;
      await bench.write(path, "old");
      const [output] = await bench.write(path, "new", { backup: true });
      expect(textOf(output?.stdout)).toMatch(/^\/tmp\/.*\/backed\.\d+\.[-\d]+@[\d:]+~$/);
      expect(await bench.ask(read(path), read(textOf(output?.stdout)))).toEqual([
        Buffer.from("new"),
        Buffer.from("old"),
      ]);
    });

    test("replace a link, or what it leads to", async () => {
      const links = sh`mkdir there; echo old > there/file; ln -s there/file link; ln -s there/file followed`;
      await bench.run(links, { directory: bench.folder });
      await bench.write(`${bench.folder}/link`, "new");
      await bench.write(`${bench.folder}/followed`, "by the link", { follow: true });
      const found = await bench.session.ask(
        [stat(`${bench.folder}/link`), stat(`${bench.folder}/followed`)],
        bench.identity,
      );
      expect(found.map((entry) => entry?.type)).toEqual(["file", "link"]);
      expect(await bench.ask(read(`${bench.folder}/there/file`))).toEqual([Buffer.from("by the link")]);
    });

    test("never go into a folder that a link leads to", async () => {
      await bench.run(sh`mkdir inside; ln -s inside folder-link`, { directory: bench.folder });
      // busybox has no way to replace such a link at once, and is not asked to
      const outcome = await bench
        .write(`${bench.folder}/folder-link`, "no longer a link")
        .catch((error: unknown) => error);
      const [entry] = await bench.session.ask([stat(`${bench.folder}/folder-link`)], bench.identity);
      expect(entry?.type).toBe(outcome instanceof CommandFailure ? "link" : "file");
      expect((await bench.run(sh`ls -A inside`, { directory: bench.folder })).stdout).toBe("");
    });

    test("may be written in place", async () => {
      const path = `${bench.folder}/in-place`;
      await bench.write(path, "old, and longer");
      const [before] = await bench.session.ask([stat(path)], bench.identity);
      await bench.write(path, "new", { unsafe: true, mode: "0604" });
      const [after] = await bench.session.ask([stat(path)], bench.identity);
      expect(after).toMatchObject({ inode: before?.inode, size: 3, mode: "0604" });
      expect(await bench.listing()).not.toContain(".play-");
    });

    test.each([
      ["a folder", "", "it is a directory"],
      ["a place in no folder", "/no-folder/file", "does not exist"],
      ["a place below a file", "/plain-file/file", "does not exist"],
    ])("cannot be %s", async (_, path, reason) => {
      await bench.write(`${bench.folder}/plain-file`, "");
      for (const size of [3, 100_000]) {
        const failure = await failureOf(bench.write(`${bench.folder}${path}`, randomBytes(size)));
        expect(failure.code).toBe("WRITE_FAILED");
        expect(failure.message).toContain(reason);
      }
    });

    test("and commands keep their order", async () => {
      const path = `${bench.folder}/ordered`;
      const outputs = await bench.apply([
        { kind: "run", script: sh`mkdir ${path}` },
        { kind: "write", path: `${path}/a`, content: { kind: "bytes", bytes: Buffer.from("1") } },
        { kind: "run", script: sh`cat ${`${path}/a`}` },
        { kind: "write", path: `${path}/a`, content: { kind: "bytes", bytes: randomBytes(100_000) } },
        { kind: "run", script: sh`wc -c < ${`${path}/a`}` },
        {
          kind: "write",
          path: `${path}/a`,
          content: { kind: "made", make: async () => Buffer.from("made") },
        },
        { kind: "run", script: sh`cat ${`${path}/a`}` },
        { kind: "write", path: `${path}/b`, content: { kind: "remote", remotePath: `${path}/a` } },
        { kind: "run", script: sh`cat`, stdin: { kind: "remote", remotePath: `${path}/b` } },
      ]);
      const said = ["", "", "1", "", "100000", "", "made", "", "made"];
      expect(outputs.map((output) => textOf(output.stdout).trim())).toEqual(said);
    });
  });
}
