import { createHash, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { joinShell, sh } from "../../../engine/base/shell-text.ts";
import { group, read, script, stat, tree, user } from "../../../engine/host/query.ts";
import { type Bench, textOf } from "./bench.ts";

/** Reading: odd names, links, many files, no interference. */
export function describeQuestions(bench: Bench): void {
  describe("questions", () => {
    test("of all kinds are answered in one go, in their order", async () => {
      const [root, entry, none, hosts, admin, said] = await bench.session.ask(
        [
          user("root"),
          stat("/"),
          stat("/no/such"),
          read("/etc/passwd"),
          group("root"),
          script("x", sh`echo ${"a b"}; exit 3`),
        ],
        bench.identity,
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
      const inside = `${bench.folder}/odd`;
      await bench.run(
        joinShell([sh`mkdir ${inside}`, ...names.map((odd) => sh`printf %s ${odd} > ${`${inside}/${odd}`}`)]),
      );
      const paths = names.map((odd) => `${inside}/${odd}`);
      const entries = await bench.session.ask(
        paths.map((path) => stat(path, { checksum: "sha1" })),
        bench.identity,
      );
      expect(entries.map((entry) => entry?.size)).toEqual(names.map((odd) => Buffer.byteLength(odd)));
      const found = await bench.session.ask([tree(inside, "sha1")], bench.identity);
      expect(found[0]?.map((entry) => entry.path)).toEqual(["", ...names.toSorted()]);
      const sums = new Map(found[0]?.map((entry) => [entry.path, entry.checksum]));
      expect(names.map((odd) => sums.get(odd))).toEqual(entries.map((entry) => entry?.checksum));
      expect(sums.get("plain")).toBe(createHash("sha1").update("plain").digest("hex"));
      const contents = await bench.session.ask(
        paths.map((path) => read(path)),
        bench.identity,
      );
      expect(contents.map(textOf)).toEqual(names);
    });

    test("tell links from what they lead to", async () => {
      await bench.run(
        sh`cd ${bench.folder}; mkdir links; cd links; echo x > file; ln -s file link; ln -s nowhere dangling; ln -s loop loop; ln -s ${"new\nline"} odd; mkfifo pipe`,
      );
      const at = (path: string) => `${bench.folder}/links/${path}`;
      const [link, led, dangling, nowhere, loop, odd, pipe, below, content] = await bench.session.ask(
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
        bench.identity,
      );
      expect(link).toMatchObject({ type: "link", target: "file" });
      expect(led).toMatchObject({ type: "file", size: 2, checksum: "401b30e3b8b5d629635a5c613cdb7919" });
      expect(dangling).toMatchObject({ type: "link", target: "nowhere" });
      expect([nowhere, loop, below, content]).toEqual([null, null, null, null]);
      expect(odd?.target).toBe("new\nline");
      expect(pipe?.type).toBe("fifo");
      const [all] = await bench.session.ask([tree(at(""))], bench.identity);
      expect(all?.filter((entry) => entry.type === "link").map((entry) => entry.target)).toEqual([
        "nowhere",
        "file",
        "loop",
        "new\nline",
      ]);
    });

    test("read the beginning of a file, or all of its bytes", async () => {
      const bytes = randomBytes(200_000);
      await bench.write(`${bench.folder}/random`, bytes);
      const [all, first, missing] = await bench.session.ask(
        [read(`${bench.folder}/random`), read(`${bench.folder}/random`, { limit: 1000 }), read(bench.folder)],
        bench.identity,
      );
      expect(Buffer.from(all ?? []).equals(bytes)).toBe(true);
      expect(Buffer.from(first ?? []).equals(bytes.subarray(0, 1000))).toBe(true);
      expect(missing).toBeNull();
    });

    test("may be many, with long paths", async () => {
      const long = `${bench.folder}/${"x".repeat(200)}/${Array.from({ length: 18 }, () => "y".repeat(200)).join("/")}`;
      const queries = Array.from({ length: 300 }, (_, index) => stat(`${long}/${index}`));
      expect(await bench.session.ask(queries, bench.identity)).toEqual(queries.map(() => null));
    });

    test("walk thousands of files at once", async () => {
      await bench.run(
        sh`mkdir ${`${bench.folder}/many`}; cd ${`${bench.folder}/many`}; i=0; while [ $i -lt 3000 ]; do echo $i > f$i; i=$((i+1)); done`,
      );
      const [entries] = await bench.session.ask([tree(`${bench.folder}/many`, "sha256")], bench.identity);
      expect(entries).toHaveLength(3001);
      expect(entries?.filter((entry) => entry.checksum?.length === 64)).toHaveLength(3000);
    });

    test("a script that is no shell leaves the session as it was", async () => {
      const [broken, fine] = await bench.session.ask(
        [script("a", { text: "if then (" }), script("b", sh`echo fine`)],
        bench.identity,
      );
      expect(broken.rc).not.toBe(0);
      expect(textOf(fine.stdout)).toBe("fine\n");
    });
  });
}
