import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { closeWhenSilent } from "../../../engine/host/transport/silence.ts";

/** The shortest that can be asked for: dead after one second without a byte. */
const impatient = { interval: 1, count: 0 };

let server: Server;
let here: Socket;
let there: Socket;

beforeEach(async () => {
  server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const accepted = once(server, "connection");
  here = connect((server.address() as AddressInfo).port, "127.0.0.1");
  [there] = await accepted;
});

afterEach(() => {
  here.destroy();
  there.destroy();
  server.close();
});

test("a connection on which nothing comes in is closed", async () => {
  closeWhenSilent(here, impatient);
  const [error] = await once(here, "error");
  expect(String(error)).toContain("nothing was heard for too long");
  expect(here.destroyed).toBe(true);
});

test("one whose other side went on talking while this process was held up is kept", async () => {
  closeWhenSilent(here, impatient);
  there.write("alive");
  // longer than the patience, and no timer runs and nothing is read meanwhile
  spawnSync("sleep", ["2.5"]);
  const [heard] = await once(here, "data");
  expect(String(heard)).toBe("alive");
  expect(here.destroyed).toBe(false);
});
