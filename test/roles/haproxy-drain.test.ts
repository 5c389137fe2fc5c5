import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server, ServerResponse } from "node:http";
import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { issueAuthority } from "../../engine/module/shared/certificate/issue.ts";
import { whyNoHosts } from "../sandbox/preflight.ts";
import { waitFor } from "../sandbox/wait.ts";
import { ensureHaproxy } from "./haproxy.ts";
import { renderRoles } from "./render-roles.ts";

/** The role's settings, with a stand-in for the only API server, and real haproxy; no hosts, but the same package. */
describe.skipIf(whyNoHosts() !== undefined)("haproxy before an API server", () => {
  const folder = mkdtempSync(join(tmpdir(), "play-drain-"));
  const held: ServerResponse[] = [];
  /** What /readyz says is not well, as kube-apiserver says it. */
  let failing = "";
  let server: Server;
  let haproxy: ChildProcess;
  let port = 0;

  beforeAll(async () => {
    const { certificate, key } = await issueAuthority({ commonName: "told", days: 1, keyType: "ecdsa" });
    server = createServer({ cert: certificate, key }, ({ url }, response) => {
      if (url === "/held") return void (response.write("begun, "), held.push(response));
      if (failing === "") return response.end("ok");
      return response
        .writeHead(500)
        .end(`[+]ping ok\n[-]${failing} failed: reason withheld\nreadyz check failed\n`);
    });
    const behind = await listening(server);
    const taken = createServer();
    port = await listening(taken);
    taken.close();
    const rendered = await renderRoles("1.20", folder, {
      groups: { kube_master: ["m1"], lb: ["l1"] },
      variables: { haproxy_stats_port: 0 },
      files: ["loadbalancer/haproxy.cfg"],
    });
    const settings = String(rendered.get("loadbalancer/haproxy.cfg"))
      .replace(/^ +(uid|gid|stats socket) .*\n/gm, "")
      .replace("bind *:6443", `bind 127.0.0.1:${port}`)
      .replace("192.0.2.11:6443", `127.0.0.1:${behind}`)
      .replace("inter 3s", "inter 100ms");
    writeFileSync(join(folder, "haproxy.cfg"), settings);
    const { program, env } = await ensureHaproxy();
    haproxy = spawn(program, ["-db", "-f", join(folder, "haproxy.cfg")], { env, stdio: "ignore" });
    await leads();
  }, 300_000);

  afterAll(() => {
    haproxy?.kill();
    server?.closeAllConnections();
    server?.close();
    rmSync(folder, { recursive: true });
  });

  const leads = () =>
    waitFor("haproxy to lead on", 20, async () => ((await ask("/")) === "ok" ? true : undefined));
  const leadsNowhere = () =>
    waitFor("haproxy to lead nowhere", 20, async () => ((await ask("/")) === "cut" ? true : undefined));

  /** The answer, or "cut". A connection of its own each time. */
  const ask = (path: string): Promise<string> =>
    new Promise((resolve) => {
      let said = "";
      const asked = request({ port, path, agent: false, rejectUnauthorized: false }, (response) => {
        response.on("data", (chunk: Buffer) => (said += chunk.toString()));
        response.on("end", () => resolve(said));
        response.on("error", () => resolve("cut"));
      });
      asked.on("error", () => resolve("cut"));
      asked.end();
    });

  /** A request whose answer has begun. */
  const begin = async (): Promise<{
    readonly answer: Promise<string>;
    readonly response: ServerResponse;
  }> => {
    const before = held.length;
    const answer = ask("/held");
    const response = await waitFor("a request", 20, () => Promise.resolve(held[before]));
    return { answer, response };
  };

  test("one that is shutting down answers what it has begun, and gets no more", async () => {
    const { answer, response } = await begin();
    failing = "shutdown";
    await leadsNowhere();
    response.end("ended");
    expect(await answer).toBe("begun, ended");
    failing = "";
    await leads();
  });

  test("from one that is not well all connections are taken", async () => {
    const { answer } = await begin();
    failing = "etcd";
    expect(await answer).toBe("cut");
    await leadsNowhere();
  });
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
