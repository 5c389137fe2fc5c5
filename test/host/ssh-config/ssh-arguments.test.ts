import { expect, test } from "vitest";
import { harmless, heeded, unheeded } from "../../../engine/host/ssh-config/keywords.ts";
import { readSshArguments } from "../../../engine/host/ssh-config/ssh-arguments.ts";

const rows: readonly [text: string, directives: readonly string[]][] = [
  ["", []],
  ["-o StrictHostKeyChecking=no", ["stricthostkeychecking no"]],
  ["-oStrictHostKeyChecking=no -o 'User a'", ["stricthostkeychecking no", "user a"]],
  ["-J a,b -i ~/k -p 22 -l me", ["proxyjump a,b", "identityfile ~/k", "port 22", "user me"]],
  ["-Ja -p22", ["proxyjump a", "port 22"]],
  [`-o ProxyCommand="ssh -W %h:%p \\"a b\\""`, ['proxycommand ssh -W %h:%p "a b"']],
  ["-C -q -vvv -o ControlMaster=auto", ["controlmaster auto"]],
  ["-6", ["addressfamily inet6"]],
];

test.each(rows)("%s", (text, directives) => {
  const read = readSshArguments(text, "x").directives.map(
    ({ keyword, text: value }) => `${keyword} ${value}`,
  );
  expect(read).toEqual(directives);
});

test("-F names a file, and is no directive", () => {
  expect(readSshArguments("-F '/my config'", "x")).toEqual({ directives: [], configFile: "/my config" });
});

test.each([
  "-L 80:a:80",
  "-D 1080",
  "-o LocalForward=1",
  "-o ProxyJump",
  "-i",
  "-o 'User a",
  "a.example.org",
  "-W a:1",
])("%s is refused, and it is told where it stands", (text) => {
  expect(() => readSshArguments(text, "ansible_ssh_extra_args")).toThrow(
    expect.objectContaining({
      code: "SSH_CONFIG",
      message: expect.stringContaining("ansible_ssh_extra_args"),
    }),
  );
});

const refused = (text: string): object =>
  expect.objectContaining({ code: "SSH_CONFIG", message: expect.stringContaining(text) });

test.each(Object.entries(unheeded))("-o %s is refused, and it is told what is done instead", (_, loss) => {
  expect(() => readSshArguments(`-o ${loss.name}=value`, "x")).toThrow(refused(loss.instead));
});

test.each([
  "CanonicalizeHostname=no",
  "VerifyHostKeyDNS=no",
  "HostKeyAlgorithms=+ssh-rsa",
  "RemoteCommand=none",
  "ProxyUseFdpass=no",
])("-o %s asks for nothing that is not so", (text) => {
  expect(readSshArguments(`-o ${text}`, "x").directives).toHaveLength(1);
});

test.each(Object.keys(harmless))("-o %s is taken and means nothing", (keyword) => {
  expect(readSshArguments(`-o ${keyword}=yes`, "x").directives).toHaveLength(1);
});

test("a keyword is heeded, harmless or refused, and never two of them", () => {
  const all = [...heeded, ...Object.keys(harmless), ...Object.keys(unheeded)];
  expect(all).toHaveLength(new Set(all).size);
  expect(Object.entries(unheeded).map(([keyword, { name }]) => [keyword, name.toLowerCase()])).toEqual(
    Object.keys(unheeded).map((keyword) => [keyword, keyword]),
  );
});
