import { describe, expect, it } from "vitest";
import type { ValueMap } from "../../engine/model/value.ts";
import { errorOf, filter } from "./calling.ts";
import { holdsRows } from "./rows.ts";

describe("paths, URLs, encodings and hashes", () => {
  holdsRows([
    ["dirname", "/etc/etcd/a.conf", [], "/etc/etcd"],
    ["dirname", "/a", [], "/"],
    ["dirname", "a", [], ""],
    ["dirname", "/a/b/", [], "/a/b"],
    ["basename", "/etc/etcd/a.conf", [], "a.conf"],
    ["basename", "/a/b/", [], ""],
    ["relpath", "/a/b/c", ["/a/x"], "../b/c"],
    ["splitext", "/a/b.tar.gz", [], ["/a/b.tar", ".gz"]],
    ["splitext", "/a/.bashrc", [], ["/a/.bashrc", ""]],
    ["path_join", ["/a", "b", "c"], [], "/a/b/c"],
    ["path_join", "/a", ["/b", "c"], "/b/c"],
    ["realpath", "/nonexistent/../x", [], "/x"],
    ["urlsplit", "https://u:p@Host:6443/a/b?x=1#f", ["hostname"], "host"],
    ["urlsplit", "https://host:6443/a", ["port"], 6443],
    ["urlsplit", "https://[::1]:2379/", ["hostname"], "::1"],
    ["urlsplit", "https://host/a?x=1", ["query"], "x=1"],
    ["urlencode", "a b/ü&", [], "a%20b/%C3%BC%26"],
    ["urlencode", { a: "1 2", b: "x" }, [], "a=1%202&b=x"],
    ["urldecode", "a%20b+c", [], "a b c"],
    ["b64encode", "grüße", [], "Z3LDvMOfZQ=="],
    ["b64decode", "Z3LDvMOfZQ==", [], "grüße"],
    ["to_json", { b: [1, true], a: "ü" }, [], '{"b": [1, true], "a": "\\u00fc"}'],
    ["to_json", "ü", [], '"ü"', { ensure_ascii: false }],
    ["to_nice_json", { b: [1], a: {} }, [], '{\n    "a": {},\n    "b": [\n        1\n    ]\n}'],
    ["to_nice_json", [1], [2], "[\n  1\n]"],
    ["from_json", '{"a": [1, null]}', [], { a: [1, null] }],
    ["from_yaml", "a: yes\nb: 0644\nc: '0644'", [], { a: true, b: 420, c: "0644" }],
    ["from_yaml_all", "a: 1\n---\nb: 2\n", [], [{ a: 1 }, { b: 2 }]],
    ["to_nice_yaml", { b: [1, { x: "yes" }], a: null }, [2], "a: null\nb:\n- 1\n- x: 'yes'\n"],
    ["to_yaml", { b: [1, 2], a: { x: [] } }, [], "a:\n  x: []\nb: [1, 2]\n"],
    ["to_yaml", { d: "2024-01-01", m: "1:30", t: "on" }, [], "d: '2024-01-01'\nm: '1:30'\nt: 'on'\n"],
    ["from_yaml", "d: 2024-01-01\n<<: {x: 1}", [], { d: "2024-01-01", x: 1 }],
    ["hash", "abc", ["sha256"], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    ["hash", "abc", [], "a9993e364706816aba3e25717850c26c9cd0d89d"],
    ["checksum", "abc", [], "a9993e364706816aba3e25717850c26c9cd0d89d"],
    ["sha1", "abc", [], "a9993e364706816aba3e25717850c26c9cd0d89d"],
    ["md5", "abc", [], "900150983cd24fb0d6963f7d28e17f72"],
    [
      "strftime",
      "%Y-%m-%d %H:%M:%S %j %a %b %s %z %%",
      [86_400 * 59, true],
      "1970-03-01 00:00:00 060 Sun Mar 5097600 +0000 %",
    ],
  ]);

  // What libcrypt's crypt(3) makes of them.
  it.each<[string, string, string, number | null, string]>([
    [
      "sha256",
      "Hello world!",
      "saltstring",
      null,
      "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
    ],
    [
      "sha256",
      "Hello world!",
      "saltstringsaltstring",
      10_000,
      "$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA",
    ],
    [
      "sha512",
      "Hello world!",
      "saltstring",
      null,
      "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
    ],
    [
      "sha512",
      "",
      "ab",
      null,
      "$6$ab$xnh5Qsr2NdbFw1PgdZie7nLON3gv.S.23iQDBqAzkdoXPtDnVSpludXkM5UWybQO3OI7hBj9wHg9Ow6sUWD60/",
    ],
  ])("hashes a password with %s as crypt(3) does", (...[scheme, password, salt, rounds, expected]) => {
    const named: ValueMap = rounds === null ? {} : { rounds };
    expect(filter("password_hash", password, { args: [scheme, salt], named })).toBe(expected);
  });

  it("salts a password by chance where no salt is given", () => {
    const [first, second] = [filter("password_hash", "x"), filter("password_hash", "x")];
    expect(first).toMatch(/^\$6\$[./\w]{16}\$[./\w]{86}$/);
    expect(first).not.toBe(second);
  });

  it.each([
    ["from_json", "{"],
    ["from_yaml", "a: [1"],
    ["from_yaml", `a: &a [1]\nb: &b [${"*a,".repeat(20)}]\nc: [${"*b,".repeat(20)}]`],
    ["b64decode", "no base64!"],
    ["human_to_bytes", "many"],
  ])("%s rejects %j", (name, text) => {
    expect(errorOf(() => filter(name, text)).code).toBe("BAD_VALUE");
  });
});
