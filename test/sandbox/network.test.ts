import { expect, test } from "vitest";
import { isRouted } from "./network.ts";

test.each([
  ["default via 10.0.2.2 dev eth0", false],
  ["10.213.4.0/24 dev eth1 proto kernel scope link src 10.213.4.1", true],
  ["10.213.4.77 dev eth1", true],
  ["local 10.213.4.1 dev lo table local proto kernel", true],
  ["unreachable 10.0.0.0/8 metric 1024", true],
  ["10.213.5.0/24 dev play-5", false],
  ["10.0.0.0/16 dev eth0", false],
])("whether a route is in the way: %s", (route, want) => {
  expect(isRouted("10.213.4.0/24", `default via 192.0.2.1 dev eth0\n${route}\n`)).toBe(want);
});
