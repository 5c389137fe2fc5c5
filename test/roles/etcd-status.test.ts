import { expect, test } from "vitest";
import { defaultsOf } from "./role-files.ts";

const { etcd_leads: leads, etcd_follows: follows } = defaultsOf("cluster");

/** Lines of `etcdctl endpoint status` of some versions: what is before and after "is leader, is learner". */
const versions: readonly (readonly [version: string, before: string, after: string])[] = [
  ["3.4", "https://192.0.2.11:2379, 8e9e05c52164694d, 3.4.23, 20 kB", "2, 9, 9, "],
  ["3.5", "https://192.0.2.11:2379, 8e9e05c52164694d, 3.5.21, 20 kB", "2, 9, 9, "],
  [
    "3.6",
    "https://192.0.2.11:2379, 8e9e05c52164694d, 3.6.8, 3.6.0, 20 kB, 16 kB, 20%, 2.1 GB",
    "2, 9, 9, , , false",
  ],
];

test.each(versions)("etcd %s: who leads and who follows", (_, before, after) => {
  const has = (what: unknown, member: string) => `${before}, ${member}, ${after}`.includes(String(what));
  const members = ["true, false", "false, false", "false, true"];
  expect(members.map((member) => has(leads, member))).toEqual([true, false, false]);
  expect(members.map((member) => has(follows, member))).toEqual([false, true, false]);
});
