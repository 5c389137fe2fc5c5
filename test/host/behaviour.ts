import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Action, RunAction, WriteAction } from "../../engine/host/change.ts";
import { CommandFailure } from "../../engine/host/command-failure.ts";
import { group, read, script, stat, tree, user } from "../../engine/host/query.ts";
import type { Identity, Session } from "../../engine/host/session.ts";
import { joinShell, sh, ShellText } from "../../engine/base/shell-text.ts";

/** What every session must do, however its host is reached and whoever it is to become. */
export function describeSession(name: string, open: () => Promise<Session>, identity: Identity): void {
  describe(name, () => {
    let session: Session;
    const folder = `/tmp/play-session-${randomBytes(6).toString("hex")}`;
    const apply = async (actions: readonly Action[], environment = {}) =>
      session.apply(actions, { identity, environment });
    const run = async (text: ShellText, options: Partial<RunAction> = {}, environment = {}) => {
      const [output] = await apply([{ kind: "run", script: text, ...options }], environment);
      return { ...output, stdout: textOf(output?.stdout), stderr: textOf(output?.stderr) };
    };
    const write = async (path: string, content: string | Uint8Array, options: Partial<WriteAction> = {}) =>
      apply([{ kind: "write", path, content: { kind: "bytes", bytes: Buffer.from(content) }, ...options }]);
    const ask = async (...queries: Parameters<Session["ask"]>[0]) => session.ask(queries, identity);
    const listing = async () => (await run(sh`ls -A ${folder}`)).stdout;

    beforeAll(async () => {
      session = await open();
      await run(sh`mkdir -m 0700 ${folder}`);
    });
    afterAll(async () => {
      await run(sh`rm -rf ${folder}`);
      await session.close();
    });

    describe("questions", () => {
      test("of all kinds are answered in one go, in their order", async () => {
        const [root, entry, none, hosts, admin, said] = await session.ask(
          [
            user("root"),
            stat("/"),
            stat("/no/such"),
            read("/etc/passwd"),
            group("root"),
            script("x", sh`echo ${"a b"}; exit 3`),
          ],
          identity,
        );
        expect(root).toMatchObject({ name: "root", uid: 0, home: "/root" });
        expect(entry).toMatchObject({ type: "directory", owner: "root", uid: 0 });
        expect(none).toBeNull();
        expect(textOf(hosts)).toContain("root:");
        expect(admin).toEqual({ name: "root", gid: 0 });
        expect([said.rc, textOf(said.stdout), textOf(said.stderr)]).toEqual([3, "a b\n", ""]);
      });

      const names = [
        "plain",
        "with blank",
        "-dash",
        "new\nline",
        "quote'\"",
        "back\\slash",
        "ümlaut",
        "$(id)",
        "tab\t*?",
        "!",
      ];

      test("see files with odd names as they are", async () => {
        const inside = `${folder}/odd`;
        await run(
          joinShell([
            sh`mkdir ${inside}`,
            ...names.map((odd) => sh`printf %s ${odd} > ${`${inside}/${odd}`}`),
          ]),
        );
        const paths = names.map((odd) => `${inside}/${odd}`);
        const entries = await session.ask(
          paths.map((path) => stat(path, { checksum: "sha1" })),
          identity,
        );
        expect(entries.map((entry) => entry?.size)).toEqual(names.map((odd) => Buffer.byteLength(odd)));
        const found = await session.ask([tree(inside, "sha1")], identity);
        expect(found[0]?.map((entry) => entry.path)).toEqual(["", ...names.toSorted()]);
        const sums = new Map(found[0]?.map((entry) => [entry.path, entry.checksum]));
        expect(names.map((odd) => sums.get(odd))).toEqual(entries.map((entry) => entry?.checksum));
        expect(sums.get("plain")).toBe(createHash("sha1").update("plain").digest("hex"));
        const contents = await session.ask(
          paths.map((path) => read(path)),
          identity,
        );
        expect(contents.map(textOf)).toEqual(names);
      });

      test("tell links from what they lead to", async () => {
        await run(
          sh`cd ${folder}; mkdir links; cd links; echo x > file; ln -s file link; ln -s nowhere dangling; ln -s loop loop; ln -s ${"new\nline"} odd; mkfifo pipe`,
        );
        const at = (path: string) => `${folder}/links/${path}`;
        const [link, led, dangling, nowhere, loop, odd, pipe, below, content] = await session.ask(
          [
            stat(at("link")),
            stat(at("link"), { follow: true, checksum: "md5" }),
            stat(at("dangling")),
            stat(at("dangling"), { follow: true }),
            stat(at("loop"), { follow: true }),
            stat(at("odd")),
            stat(at("pipe"), { checksum: "sha256" }),
            stat(at("file/below")),
            read(at("pipe")),
          ],
          identity,
        );
        expect(link).toMatchObject({ type: "link", target: "file" });
        expect(led).toMatchObject({ type: "file", size: 2, checksum: "401b30e3b8b5d629635a5c613cdb7919" });
        expect(dangling).toMatchObject({ type: "link", target: "nowhere" });
        expect([nowhere, loop, below, content]).toEqual([null, null, null, null]);
        expect(odd?.target).toBe("new\nline");
        expect(pipe?.type).toBe("fifo");
        const [all] = await session.ask([tree(at(""))], identity);
        expect(all?.filter((entry) => entry.type === "link").map((entry) => entry.target)).toEqual([
          "nowhere",
          "file",
          "loop",
          "new\nline",
        ]);
      });

      test("read the beginning of a file, or all of its bytes", async () => {
        const bytes = randomBytes(200_000);
        await write(`${folder}/random`, bytes);
        const [all, first, missing] = await session.ask(
          [read(`${folder}/random`), read(`${folder}/random`, { limit: 1000 }), read(folder)],
          identity,
        );
        expect(Buffer.from(all ?? []).equals(bytes)).toBe(true);
        expect(Buffer.from(first ?? []).equals(bytes.subarray(0, 1000))).toBe(true);
        expect(missing).toBeNull();
      });

      test("may be many, with long paths", async () => {
        const long = `${folder}/${"x".repeat(200)}/${Array.from({ length: 18 }, () => "y".repeat(200)).join("/")}`;
        const queries = Array.from({ length: 300 }, (_, index) => stat(`${long}/${index}`));
        expect(await session.ask(queries, identity)).toEqual(queries.map(() => null));
      });

      test("walk thousands of files at once", async () => {
        await run(
          sh`mkdir ${`${folder}/many`}; cd ${`${folder}/many`}; i=0; while [ $i -lt 3000 ]; do echo $i > f$i; i=$((i+1)); done`,
        );
        const [entries] = await session.ask([tree(`${folder}/many`, "sha256")], identity);
        expect(entries).toHaveLength(3001);
        expect(entries?.filter((entry) => entry.checksum?.length === 64)).toHaveLength(3000);
      });

      test("a script that is no shell leaves the session as it was", async () => {
        const [broken, fine] = await session.ask(
          [script("a", { text: "if then (" }), script("b", sh`echo fine`)],
          identity,
        );
        expect(broken.rc).not.toBe(0);
        expect(textOf(fine.stdout)).toBe("fine\n");
      });
    });

    describe("commands", () => {
      test("get folder, environment and input, and give bytes back", async () => {
        const input = Buffer.from("\0\x01\xff\n\0", "latin1");
        const [output] = await apply(
          [
            {
              kind: "run",
              script: sh`pwd; printf '%s\n' "$ODD"; cat; printf 'e\0' >&2`,
              directory: folder,
              stdin: { kind: "bytes", bytes: input },
            },
          ],
          { ODD: 'it\'s $HOME "and"\nmore' },
        );
        const stdout = Buffer.from(output?.stdout ?? []);
        expect(
          stdout.equals(Buffer.concat([Buffer.from(`${folder}\nit's $HOME "and"\nmore\n`), input])),
        ).toBe(true);
        expect(textOf(output?.stderr)).toBe("e\0");
      });

      test("keep nothing for the next one", async () => {
        await run(sh`cd /; LEAK=1; export LEAK; set -e; umask 000; trap '' TERM; exec >/dev/null`);
        expect(
          (await run(sh`echo "$LEAK"; false; pwd; umask; read x; echo "$?"`)).stdout.split("\n"),
        ).toEqual(["", expect.stringMatching(/^\//), expect.stringMatching(/^0?022$/), "1", ""]);
      });

      const failures: readonly [ShellText, Partial<RunAction>, string, number][] = [
        [sh`echo bad >&2; exit 3`, {}, "COMMAND_FAILED", 3],
        [sh`true`, { accept: [1, 2] }, "COMMAND_FAILED", 0],
        [ShellText.trusted("if then fi"), {}, "COMMAND_FAILED", 2],
        [sh`kill -KILL $$`, {}, "COMMAND_FAILED", 137],
        [sh`no-such-command-anywhere`, {}, "COMMAND_FAILED", 127],
      ];

      test.each(failures)("%s with %j fails", async (text, options, code, rc) => {
        const failure = await failureOf(run(text, options));
        expect([failure.code, failure.output.rc]).toEqual([code, rc]);
      });

      test("any status passes where the caller judges", async () => {
        expect(await run(sh`exit 77`, { accept: "any" })).toMatchObject({ rc: 77 });
        expect(await run(sh`exit 77`, { accept: [0, 77] })).toMatchObject({ rc: 77 });
      });

      test("a failure keeps what was done before it, and ends the rest", async () => {
        const step = (text: ShellText): Action => ({ kind: "run", script: text });
        const failure = await failureOf(
          apply([step(sh`echo one`), step(sh`echo two; exit 1`), step(sh`touch ${`${folder}/never`}`)]),
        );
        expect(failure.outputs.map((output) => textOf(output.stdout))).toEqual(["one\n", "two\n"]);
        expect(await ask(stat(`${folder}/never`))).toEqual([null]);
      });

      test("a time limit ends the whole process group, however stubborn", async () => {
        const marker = `${folder}/stubborn`;
        const text = sh`trap '' TERM; (trap '' TERM; sleep 4; touch ${marker}) & sleep 60`;
        const failure = await failureOf(run(text, { timeout: 1 }));
        expect(failure.code).toBe("TIMEOUT");
        expect(failure.output.ended - failure.output.started).toBeLessThan(8000);
        await run(sh`sleep 3`);
        expect(await ask(stat(marker))).toEqual([null]);
      });

      test("a time limit that is not reached costs no time", async () => {
        const output = await run(sh`echo quick; exit 0`, { timeout: 30 });
        expect(output.stdout).toBe("quick\n");
        expect(Number(output.ended) - Number(output.started)).toBeLessThan(5000);
      });

      test("something left behind cannot speak into later answers", async () => {
        await run(sh`(while sleep 0.1; do echo STRAY; echo STRAY >&2; done) & echo started`);
        const outputs = await apply([
          { kind: "run", script: sh`sleep 0.5; echo one` },
          { kind: "run", script: sh`sleep 0.5; echo two` },
        ]);
        expect(outputs.map((output) => textOf(output.stdout) + textOf(output.stderr))).toEqual([
          "one\n",
          "two\n",
        ]);
        const [said] = await session.ask([script("x", sh`sleep 0.3; echo fine`)], identity);
        expect(textOf(said.stdout) + textOf(said.stderr)).toBe("fine\n");
      });

      test("may print millions of bytes, and what looks like a frame", async () => {
        const output = await run(
          sh`head -c 20000000 /dev/zero; printf '\n0123456789abcdef0123456789abcdef end\n'`,
        );
        expect(output.stdout).toHaveLength(20_000_038);
      });

      test("may be huge themselves", async () => {
        const text = ShellText.trusted(`: ${"x".repeat(3_000_000)}\necho done`);
        expect((await run(text)).stdout).toBe("done\n");
      });

      test("read large input to its end, or not", async () => {
        const bytes = randomBytes(3_000_000);
        expect((await run(sh`wc -c`, { stdin: { kind: "bytes", bytes } })).stdout.trim()).toBe("3000000");
        expect((await run(sh`head -c 3 | wc -c`, { stdin: { kind: "bytes", bytes } })).stdout.trim()).toBe(
          "3",
        );
        expect((await run(sh`exit 0`, { stdin: { kind: "bytes", bytes } })).stdout).toBe("");
      });

      test("what is secret is in no arguments", async () => {
        const output = await run(
          sh`cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' '; : canary-in-the-script`,
          { stdin: { kind: "bytes", bytes: Buffer.from("canary-in-the-input") } },
          { CANARY: "canary-in-the-environment" },
        );
        expect(output.stdout).not.toContain("canary-in");
      });
    });

    describe("files", () => {
      test("get content, mode and owner, and leave nothing beside them", async () => {
        const inside = `${folder}/written`;
        await run(sh`mkdir ${inside}`);
        const bytes = Buffer.from("\0\xff\n\x81\x88'\"$`", "latin1");
        await apply(
          ["a", "b c", "-d", "new\nline", "x".repeat(255)].map((name) => ({
            kind: "write",
            path: `${inside}/${name}`,
            content: { kind: "bytes", bytes },
            mode: "0640",
          })),
        );
        const [entries] = await session.ask([tree(inside)], identity);
        expect(entries?.slice(1).map((entry) => [entry.path.slice(0, 9), entry.mode, entry.size])).toEqual([
          ["-d", "0640", bytes.length],
          ["a", "0640", bytes.length],
          ["b c", "0640", bytes.length],
          ["new\nline", "0640", bytes.length],
          ["xxxxxxxxx", "0640", bytes.length],
        ]);
        expect(await ask(read(`${inside}/b c`))).toEqual([bytes]);
      });

      test.each([10, 300_000])("of %i bytes keep their mode, or get the umask's", async (size) => {
        const path = `${folder}/mode-${size}`;
        await write(path, randomBytes(size));
        await run(sh`stat -c %a ${path}; chmod 0751 ${path}`).then(({ stdout }) =>
          expect(stdout).toBe("644\n"),
        );
        const bytes = randomBytes(size);
        await write(path, bytes);
        const [entry] = await session.ask([stat(path)], identity);
        expect(entry).toMatchObject({ mode: "0751", size });
        expect(await ask(read(path))).toEqual([bytes]);
        expect(await listing()).not.toContain(".play-");
      });

      test.each([5, 300_000])("of %i bytes that do not pass their check change nothing", async (size) => {
        const path = `${folder}/checked-${size}`;
        await write(path, "old");
        const failure = await failureOf(
          write(path, randomBytes(size), { validate: "echo seen; wc -c < %s; exit 4" }),
        );
        expect(failure.code).toBe("VALIDATION");
        expect(failure.message).toContain("seen");
        expect(await ask(read(path))).toEqual([Buffer.from("old")]);
        expect(await listing()).not.toContain(".play-");
        await write(path, "new", { validate: `test -s %s && echo "it's fine"` });
        expect(await ask(read(path))).toEqual([Buffer.from("new")]);
      });

      test("leave a backup where asked", async () => {
        const path = `${folder}/backed`;
        await write(path, "old");
        const [output] = await write(path, "new", { backup: true });
        expect(textOf(output?.stdout)).toMatch(/^\/tmp\/.*\/backed\.\d+\.[-\d]+@[\d:]+~$/);
        expect(await ask(read(path), read(textOf(output?.stdout)))).toEqual([
          Buffer.from("new"),
          Buffer.from("old"),
        ]);
      });

      test("replace a link, or what it leads to", async () => {
        await run(
          sh`cd ${folder}; mkdir there; echo old > there/file; ln -s there/file link; ln -s there/file followed; ln -s there folder-link`,
        );
        await write(`${folder}/link`, "new");
        await write(`${folder}/followed`, "by the link", { follow: true });
        await write(`${folder}/folder-link`, "no longer a link");
        const found = await session.ask(
          [stat(`${folder}/link`), stat(`${folder}/followed`), stat(`${folder}/folder-link`)],
          identity,
        );
        expect(found.map((entry) => entry?.type)).toEqual(["file", "link", "file"]);
        expect(await ask(read(`${folder}/there/file`))).toEqual([Buffer.from("by the link")]);
      });

      test("may be written in place", async () => {
        const path = `${folder}/in-place`;
        await write(path, "old, and longer");
        const [before] = await session.ask([stat(path)], identity);
        await write(path, "new", { unsafe: true, mode: "0604" });
        const [after] = await session.ask([stat(path)], identity);
        expect(after).toMatchObject({ inode: before?.inode, size: 3, mode: "0604" });
        expect(await listing()).not.toContain(".play-");
      });

      test.each([
        ["a folder", "", "it is a directory"],
        ["a place in no folder", "/no-folder/file", "does not exist"],
        ["a place below a file", "/plain-file/file", "does not exist"],
      ])("cannot be %s", async (_, path, reason) => {
        await write(`${folder}/plain-file`, "");
        for (const size of [3, 100_000]) {
          const failure = await failureOf(write(`${folder}${path}`, randomBytes(size)));
          expect(failure.code).toBe("WRITE_FAILED");
          expect(failure.message).toContain(reason);
        }
      });

      test("and commands keep their order", async () => {
        const path = `${folder}/ordered`;
        const outputs = await apply([
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
        ]);
        expect(outputs.map((output) => textOf(output.stdout).trim())).toEqual([
          "",
          "",
          "1",
          "",
          "100000",
          "",
          "made",
        ]);
      });
    });
  });
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString("utf8");
}

async function failureOf(promise: Promise<unknown>): Promise<CommandFailure> {
  const outcome = await promise.catch((error: unknown) => error);
  if (outcome instanceof CommandFailure) return outcome;
  throw new Error(`no failure, but ${String(outcome)}`);
}
