import { expect, test } from "vitest";
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
