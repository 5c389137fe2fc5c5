import { expect, test } from "vitest";
import { knownName, matchesName, parseKnownHosts } from "../../../engine/host/transport/known-hosts.ts";

// `ssh-keygen -H` made the hashed names.
const rows: readonly [names: string, name: string, matches: boolean][] = [
  ["h1.example.org", "h1.example.org", true],
  ["H1.Example.org", "h1.example.org", true],
  ["h1,10.0.0.1", "10.0.0.1", true],
  ["h1", "h11", false],
  ["h?", "h7", true],
  ["*.example.org", "a.b.example.org", true],
  ["*.example.org,!bad.example.org", "bad.example.org", false],
  ["!bad.example.org", "good.example.org", false],
  ["[h1]:2222", "[h1]:2222", true],
  ["[h1]:2222", "h1", false],
  ["[*.example.org]:2222", "[h1.example.org]:2222", true],
  ["h.1", "hx1", false],
  ["|1|dO38iWG8Fu1RG4zGK4vW2GrtJno=|MHEzUQfED+Zff8ZJeMRa45Zh9JE=", "h1", true],
  ["|1|dO38iWG8Fu1RG4zGK4vW2GrtJno=|MHEzUQfED+Zff8ZJeMRa45Zh9JE=", "h2", false],
  ["|1|wYMSkktc2o022pXwtUnuLelXoac=|EueIofIjP28C8IgdcGaVm6qrM5M=", "[h1]:2222", true],
];

test.each(rows)("%s, asked for %s: %s", (names, name, matches) => {
  expect(matchesName(names, name)).toBe(matches);
});

test("a port other than 22 is part of the name", () => {
  expect([knownName("H1", 22), knownName("::1", 22), knownName("h1", 2222)]).toEqual([
    "h1",
    "::1",
    "[h1]:2222",
  ]);
});

test("comments and empty lines are passed over, broken ones are told, and all are counted", () => {
  const key = Buffer.from("\0\0\0\x07ssh-rsa").toString("base64");
  const text = [
    "# hosts",
    "",
    `h1 ssh-rsa ${key} someone\r`,
    `@revoked * ssh-rsa ${key}`,
    "nonsense",
    `@unknown h2 ssh-rsa ${key}`,
    `h3 ssh-ed25519 ${key}`,
    "h4 ssh-rsa AAA!",
  ].join("\n");
  expect(parseKnownHosts("/k", text)).toEqual({
    lines: [
      { file: "/k", line: 3, marker: "", names: "h1", type: "ssh-rsa", key },
      { file: "/k", line: 4, marker: "@revoked", names: "*", type: "ssh-rsa", key },
    ],
    broken: [5, 6, 7, 8],
  });
});
