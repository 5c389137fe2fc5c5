import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openController } from "../../engine/host/controller/controller-session.ts";
import { uri } from "../../engine/module/library/uri.ts";
import type { Judgement } from "../../engine/module/contract.ts";
import { summariesOf } from "./shared/plan-of.ts";
import { planHere } from "./shared/play-module.ts";

const session = openController();
let server: Server;
let base = "";
let last: { method?: string | undefined; headers: IncomingMessage["headers"]; body: string } = {
  headers: {},
  body: "",
};

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      last = { method: request.method, headers: request.headers, body: Buffer.concat(chunks).toString() };
      if (request.url === "/gone") return response.writeHead(404).end("nothing here");
      if (request.url === "/away") return response.writeHead(302, { location: "/" }).end();
      return response
        .writeHead(200, { "content-type": "application/json; charset=utf-8" })
        .end('{"ok": [1]}\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  await session.close();
});

async function request(
  options: Readonly<Record<string, unknown>>,
): Promise<Judgement & { changes: readonly string[] }> {
  const plan = await planHere(uri, { url: `${base}/`, ...options }, { host: session, controller: session });
  const actions = plan.changes.flatMap((change) => change.actions);
  const outputs =
    actions.length > 0 ? await session.apply(actions, { identity: { kind: "login" }, environment: {} }) : [];
  const judgement = plan.outcome?.(outputs);
  if (!judgement) throw new Error("a request has an outcome");
  return { ...judgement, changes: summariesOf(plan) };
}

describe("uri", () => {
  test("asks, which is no change", async () => {
    const { result, failed, changes } = await request({ return_content: "yes" });
    expect(changes).toEqual([]);
    expect(failed).toBeUndefined();
    expect(result).toMatchObject({
      status: 200,
      json: { ok: [1] },
      content: '{"ok": [1]}\n',
      url: `${base}/`,
    });
  });

  test("fails at another status than asked for, and tells it", async () => {
    const { result, failed } = await request({ url: `${base}/gone` });
    expect(failed).toBe(`GET ${base}/gone: HTTP status 404`);
    expect(result).toMatchObject({ status: 404, content: "nothing here" });
    expect((await request({ url: `${base}/gone`, status_code: "200,404" })).failed).toBeUndefined();
  });

  test("tells that nobody answers", async () => {
    const { result, failed } = await request({ url: "http://127.0.0.1:1/" });
    expect(result["status"]).toBe(-1);
    expect(failed).toMatch(/no answer: curl/);
  });

  test("follows, or not", async () => {
    expect((await request({ url: `${base}/away` })).result).toMatchObject({ status: 200, url: `${base}/` });
    expect((await request({ url: `${base}/away`, follow_redirects: "none" })).result).toMatchObject({
      status: 302,
    });
  });

  test("sends JSON, forms and text as they are", async () => {
    const { changes } = await request({
      method: "put",
      body: { a: 'x"\\\n@' },
      body_format: "json",
      headers: { "X-A": 'b"' },
    });
    expect(changes).toEqual([`PUT ${base}/`]);
    expect(last).toMatchObject({ method: "PUT", body: '{"a":"x\\"\\\\\\n@"}' });
    expect(last.headers).toMatchObject({ "content-type": "application/json", "x-a": 'b"' });
    await request({ method: "POST", body: { a: "1 2", b: ["x", "y"] }, body_format: "form-urlencoded" });
    expect(last.body).toBe("a=1+2&b=x&b=y");
    await request({ method: "POST", body: "@/etc/passwd\n" });
    expect(last.body).toBe("@/etc/passwd\n");
  });

  test("has no secret among arguments", async () => {
    await request({ url_username: "me", url_password: "s3cret" });
    expect(last.headers.authorization).toBe(`Basic ${Buffer.from("me:s3cret").toString("base64")}`);
    const query = uri.probe(
      uri.args.parse({ url: base, url_password: "s3cret", url_username: "me" }),
      {},
    ).answer;
    if (query?.kind !== "script") throw new Error("not a script");
    expect(query.subject.script).toMatch(/curl -q --config - <<'END_OF_CONFIG'\n/);
  });

  test("refuses headers that hold a line break", () => {
    expect(() => uri.probe(uri.args.parse({ url: base, headers: { a: "b\nc: d" } }), {})).toThrow(
      expect.objectContaining({ code: "BAD_OPTION" }),
    );
  });
});
