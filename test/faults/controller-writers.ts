import type { Writer } from "./writers.ts";

const pair = (path: string) => ({ path, privatekey_path: "{{ beside }}", key_type: "ecdsa", force: true });
const issued = (path: string) => ({ ...pair(path), common_name: "one", days: 90 });
const signer = { ca_path: "{{ ca }}", ca_privatekey_path: "{{ ca }}-key" };

/** Every module that writes files on the controller; `beside` is a path where nothing is wrong, `ca` an authority. */
export const controllerWriters: Readonly<Record<string, readonly Writer[]>> = {
  certificate_authority: [{ way: "an authority", args: issued }],
  certificate: [{ way: "a certificate", args: (path) => ({ ...issued(path), ...signer }) }],
  copy: [
    { way: "a text", args: (path) => ({ dest: path, content: "new\n".repeat(2000) }) },
    { way: "a streamed file", args: (path) => ({ dest: path, src: "large" }) },
  ],
  fetch: [
    {
      way: "a streamed file",
      args: (path) => ({ src: "{{ playbook_dir }}/files/large", dest: path, flat: true }),
    },
  ],
  generated: [
    { way: "a secret", args: (path) => ({ path, kind: "password", length: 9000 }), makes: true },
    {
      way: "a key pair",
      args: (path) => ({ path: "{{ beside }}", kind: "key_pair", public_path: path }),
      makes: true,
    },
  ],
};
