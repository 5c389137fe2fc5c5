import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { get_url } from "../../engine/module/library/get-url.ts";
import { findChecksum, parseChecksum } from "../../engine/module/shared/download/checksum.ts";
import { fetchScript } from "../../engine/module/shared/download/fetch-script.ts";
import { encodeText } from "../../engine/module/shared/file/text.ts";
import { directoryEntry, fileEntry, planOf, scriptsOf, summariesOf } from "./shared/plan-of.ts";

const sum = "ab".repeat(32);
const other = "cd".repeat(32);
const args = { url: "https://example.org/a/etcd.tgz?x=1", dest: "/opt/etcd.tgz" };
const opt = { "parent /opt": directoryEntry() };

function answer(stdout: string, rc = 0): object {
  return { rc, stdout: encodeText(stdout), stderr: encodeText(rc === 0 ? "" : "no route\n") };
}

function there(checksum: string): Record<string, unknown> {
  return { ...opt, "there /opt/etcd.tgz": fileEntry(), "sum /opt/etcd.tgz": fileEntry({ checksum }) };
}

describe("get_url", () => {
  const rows: [string, Record<string, unknown>, Record<string, unknown>, string[]][] = [
    [
      "downloads a missing file",
      { mode: "0755" },
      opt,
      ["download /opt/etcd.tgz from https://example.org/a/etcd.tgz?x=1, mode 0755"],
    ],
    ["leaves any file where nothing is known of the URL's", {}, there(sum), []],
    ["leaves a file with the checksum", { checksum: `sha256:${sum.toUpperCase()}` }, there(sum), []],
    [
      "sets the mode of a file that it leaves",
      { mode: "0600" },
      there(sum),
      ["mode 0644 -> 0600 of /opt/etcd.tgz"],
    ],
    [
      "replaces a file with another checksum",
      { checksum: `sha256:${other}` },
      there(sum),
      ["replace /opt/etcd.tgz from https://example.org/a/etcd.tgz?x=1"],
    ],
    [
      "finds the checksum in a list",
      { checksum: "sha256:https://e.org/SUMS" },
      { ...there(sum), list: answer(`${other}  b\n${sum} *etcd.tgz\n`) },
      [],
    ],
    [
      "compares with what the URL holds with force",
      { force: true },
      { ...there(sum), fresh: answer(`status 0\n${sum}  -\n`) },
      [],
    ],
    [
      "replaces what differs with force",
      { force: true },
      { ...there(sum), fresh: answer(`status 0\n${other}  -\n`) },
      ["replace /opt/etcd.tgz from https://example.org/a/etcd.tgz?x=1"],
    ],
  ];
  it.each(rows)("%s", (_name, more, found, summaries) => {
    expect(summariesOf(planOf(get_url, { ...args, ...more }, found))).toEqual(summaries);
  });

  it("takes the URL's name in a folder", () => {
    const found = { ...opt, "there /opt": directoryEntry() };
    expect(planOf(get_url, { ...args, dest: "/opt" }, found).result).toMatchObject({ dest: "/opt/etcd.tgz" });
    expect(planOf(get_url, { ...args, dest: "/new/" }).needs).toBe("directory /new");
  });

  it("fails where the list or the URL cannot be read", () => {
    const found = { ...there(sum), list: answer("", 6), fresh: answer("status 22\n") };
    expect(() => planOf(get_url, { ...args, checksum: "sha1:http://e.org/s" }, found)).toThrow(
      "could not be read from the host: no route",
    );
    expect(() => planOf(get_url, { ...args, force: true }, found)).toThrow("could not be read");
  });

  it("keeps passwords and headers out of arguments, and out of what it says", () => {
    const want = {
      ...args,
      url: "http://me:pw1@e.org/f",
      url_username: "me",
      url_password: 'p"w2',
      headers: { A: "tok" },
    };
    const plan = planOf(get_url, want, opt);
    const lines = scriptsOf(plan).join("\n").split("\n");
    expect(lines).toContain('url = "http://me:pw1@e.org/f"');
    expect(lines).toContain('header = "A: tok"');
    expect(lines.filter((line) => line.startsWith("wget"))).toEqual([]);
    expect(summariesOf(plan).join("")).not.toContain("pw1");
  });
});

describe("a checksum", () => {
  it.each(["sha256:ab", "ab", "crc:00", `sha1:${sum}`])("refuses %s", (text) => {
    expect(() => parseChecksum(text)).toThrow("is not of the form");
  });

  it("is found as the only one of a list without names", () => {
    expect(findChecksum(`${sum}\n`, { algorithm: "sha256", url: "http://e.org/f" })).toBe(sum);
    expect(() =>
      findChecksum(`${sum}  a\n${sum}  b\n`, { algorithm: "sha256", url: "http://e.org/f" }),
    ).toThrow("none for f");
  });
});

describe("a download in a real shell", () => {
  const folder = mkdtempSync(join(tmpdir(), "get-url-"));
  let server: Server;
  let url = "";
  beforeAll(async () => {
    server = createServer((request, response) => {
      response.statusCode = request.url === "/f" ? 200 : 404;
      response.end(request.headers.authorization === undefined ? "plain" : "secret");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/f`;
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  async function run(script: string): Promise<{ status: number | null; stdout: string; stderr: string }> {
    const child = spawn("sh", ["-c", script]);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
    return { status, stdout, stderr };
  }

  const hasCurl = spawnSync("sh", ["-c", "command -v curl"]).status === 0;

  it.runIf(hasCurl)(
    "puts the file in place with its mode, and leaves the old one where the checksum is wrong",
    async () => {
      const dest = join(folder, "a file");
      const checksum = `sha256:${createHash("sha256").update("plain").digest("hex")}`;
      const parents = { [`parent ${folder}`]: directoryEntry() };
      const good = planOf(get_url, { url, dest, checksum, mode: "0640" }, parents);
      expect(await run(scriptsOf(good).join("\n"))).toMatchObject({ status: 0, stderr: "" });
      expect([readFileSync(dest, "utf8"), statSync(dest).mode & 0o7777]).toEqual(["plain", 0o640]);
      const bad = planOf(get_url, { url, dest, checksum: `sha256:${sum}` }, parents);
      expect(await run(scriptsOf(bad).join("\n"))).toMatchObject({
        status: 1,
        stderr: expect.stringContaining("the checksum is"),
      });
      expect(readFileSync(dest, "utf8")).toBe("plain");
    },
  );

  it.runIf(hasCurl)("logs in, and fails on an HTTP error", async () => {
    const want = { url, timeout: 5, validate_certs: true, username: "me", password: 'p"\\w' };
    expect((await run(fetchScript(want).text)).stdout).toBe("secret");
    expect((await run(fetchScript({ ...want, url: `${url}x` }).text)).status).toBe(22);
  });

  it.runIf(hasCurl)("tells what the URL holds", async () => {
    const asked = get_url.probe(get_url.args.parse({ url, dest: join(folder, "b"), force: true }), {});
    const script = asked.fresh?.kind === "script" ? asked.fresh.subject.script : "";
    const { stdout } = await run(script);
    expect(stdout).toContain("status 0");
    expect(stdout).toContain(createHash("sha256").update("plain").digest("hex"));
  });
});
