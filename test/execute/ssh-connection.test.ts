import { expect, test } from "vitest";
import { sshConnectionOf } from "../../engine/execute/ssh-connection.ts";
import { thisMachine } from "../../engine/host/ssh-config/machine.ts";
import { SshConfigs } from "../../engine/host/ssh-config/ssh-configs.ts";
import type { SshConnection } from "../../engine/host/transport/ssh-connection.ts";
import type { Value } from "../../engine/model/value.ts";
import { scopeOf } from "./support.ts";

function connectionWith(variables: Readonly<Record<string, Value>>): SshConnection {
  const scope = scopeOf(variables);
  return sshConnectionOf("web", { variables: scope, task: scope }, new Map(), {
    user: undefined,
    connection: undefined,
    privateKeyFiles: [],
    password: undefined,
    hostKeyChecking: undefined,
    sshCommonArguments: undefined,
    sshExtraArguments: undefined,
    sshConfigFile: "none",
    sshConfigs: new SshConfigs(thisMachine()),
    become: false,
    becomeUser: undefined,
    becomeMethod: undefined,
    becomePassword: undefined,
    timeout: undefined,
  });
}

test.each<[Value, string]>([
  [false, "no"],
  [0, "no"],
  ["0", "no"],
  ["False", "no"],
  ["NO", "no"],
  ["off", "no"],
  ["n", "no"],
  ["f", "no"],
  [true, "yes"],
  [1, "yes"],
  ["True", "yes"],
  ["y", "yes"],
  ["on", "yes"],
  ["ask", "yes"],
  ["accept-new", "accept-new"],
  ["Accept-New", "accept-new"],
])("ansible_host_key_checking=%j is %s", (value, checking) => {
  expect(connectionWith({ ansible_host_key_checking: value }).hostKeyChecking).toBe(checking);
  expect(connectionWith({ ansible_ssh_host_key_checking: value }).hostKeyChecking).toBe(checking);
});

test("another word for ansible_host_key_checking is refused with its name", () => {
  expect(() => connectionWith({ ansible_host_key_checking: "maybe" })).toThrow(
    expect.objectContaining({
      code: "SSH_CONFIG",
      message: 'ansible_host_key_checking: StrictHostKeyChecking is "maybe"',
    }),
  );
});
