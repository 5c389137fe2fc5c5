import type { Case } from "../case.ts";

const clusters = [{ name: "one", server: "https://10.0.0.1:6443" }];
const users = [{ name: "anna", token: "s3cret" }];
const contexts = [{ name: "anna@one", cluster: "one", user: "anna" }];

export const kubeconfigCases: readonly Case[] = [
  {
    about: "a new file",
    args: { path: "@/config", clusters, users, contexts, current_context: "anna@one", mode: "0600" },
    effect: "once",
    after: [
      "grep -c -e 'server: https://10.0.0.1:6443' -e 'token: s3cret' -e 'current-context: anna@one' config; stat -c %a config",
      "3\n600\n",
    ],
  },
  {
    about: "beside what is there",
    args: { path: "@/a b", clusters },
    before:
      "printf '# mine\\napiVersion: v1\\nkind: Config\\nclusters:\\n- name: two\\n  cluster: {server: x}\\n' >'a b'",
    effect: "once",
    after: ["grep -c -e '# mine' -e 'name: two' -e 'name: one' 'a b'", "3\n"],
  },
];
