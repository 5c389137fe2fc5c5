import { createHash, randomBytes } from "node:crypto";
import type { Case } from "../case.ts";
import { furnish } from "./furnish.ts";
import { listWith } from "./list.ts";

const every = Uint8Array.from({ length: 4096 }, (_, index) => index % 256);
const large = randomBytes(30 * 1024 * 1024);
const sum = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

const treeFiles = furnish({
  "files/tree/top": "top\n",
  "files/tree/sub/deep/run me": { text: "#!/bin/sh\n", mode: 0o755 },
  "files/tree/sub/name": { link: "../top" },
  "files/tree/sub/dangling": { link: "nowhere at all" },
  "files/tree/folder": { link: "sub" },
});

/** Types, modes, link targets and names below a folder. */
const list = listWith("%a");

export const copyCases: readonly Case[] = [
  {
    about: "a text",
    args: { content: "größe: 1\n", dest: "@/a" },
    effect: "once",
    after: ["cat a; stat -c '%a %U:%G' a", "größe: 1\n644 root:root\n"],
  },
  {
    about: "a text that is there already",
    args: { content: "same\n", dest: "@/a", mode: "0640" },
    before: "printf 'same\\n' >a; chmod 640 a",
    effect: "never",
  },
  {
    about: "a mapping becomes JSON",
    args: { content: { one: [1, 2] }, dest: "@/a.json" },
    effect: "once",
    after: ["cat a.json", '{"one":[1,2]}'],
  },
  {
    about: "setuid, setgid, another owner",
    args: { content: "x", dest: "@/a", mode: "6755", owner: "deploy", group: "deploy" },
    before: "echo old >a",
    effect: "once",
    after: ["stat -c '%a %U:%G %s' a", "6755 deploy:deploy 1\n"],
  },
  {
    about: "only the owner of a setuid file differs",
    args: { content: "x", dest: "@/a", mode: "4755", owner: "deploy" },
    before: "printf x >a; chmod 4755 a",
    effect: "once",
    after: ["stat -c '%a %U:%G %s' a", "4755 deploy:root 1\n"],
  },
  {
    about: "a symbolic mode of an old file",
    args: { content: "x", dest: "@/a", mode: "u+x,g=u-w,o=" },
    before: "printf old >a; chmod 604 a",
    effect: "once",
    after: ["cat a; stat -c ' %a' a", "x 750\n"],
  },
  {
    about: "owner and mode of an old file stay",
    args: { content: "x", dest: "@/a" },
    before: "printf old >a; chmod 604 a; chown deploy:daemon a",
    effect: "once",
    after: ["cat a; stat -c ' %a %U:%G' a", "x 604 deploy:daemon\n"],
  },
  {
    about: "a file of 0 bytes",
    args: { src: "empty", dest: "@/a" },
    before: "echo old >a",
    furnish: furnish({ "files/empty": "" }),
    effect: "once",
    after: ["stat -c '%s %F' a", "0 regular empty file\n"],
  },
  {
    about: "a binary file",
    args: { src: "every byte", dest: "@/a" },
    furnish: furnish({ "files/every byte": every }),
    effect: "once",
    after: ["sha256sum <a", `${sum(every)}  -\n`],
  },
  {
    about: "a file of 30 MB",
    args: { src: "large", dest: "@/a" },
    furnish: furnish({ "files/large": large }),
    effect: "once",
    after: ["sha256sum <a", `${sum(large)}  -\n`],
  },
  {
    about: "a name with a dash, a line break, quotes, a dollar and letters",
    args: { content: "x\n", dest: "@/-a\n 'b' \"ü\" $HOME \\n *" },
    effect: "once",
    after: [`cat -- "$(printf '%s\\n %s' -a "'b'")"*; find . -type f | wc -l`, "x\n2\n"],
  },
  {
    about: "a file of such a name",
    args: { src: "-x\n 'y' $HOME", dest: "@/" },
    furnish: furnish({ "files/-x\n 'y' $HOME": "x\n" }),
    effect: "once",
    after: ["cat -- -x*y*HOME", "x\n"],
  },
  {
    about: "into a folder",
    args: { src: "some.conf", dest: "@/folder" },
    before: "mkdir folder",
    furnish: furnish({ "files/some.conf": "x\n" }),
    effect: "once",
    after: ["cat folder/some.conf", "x\n"],
  },
  {
    about: "into a folder that a link leads to",
    args: { src: "some.conf", dest: "@/link/" },
    before: "mkdir folder; ln -s folder link",
    furnish: furnish({ "files/some.conf": "x\n" }),
    effect: "once",
    after: ["stat -c %F link; cat folder/some.conf", "symbolic link\nx\n"],
  },
  {
    about: "into folders that are missing",
    args: { src: "some.conf", dest: "@/new/er/", directory_mode: "0700", mode: "0600" },
    furnish: furnish({ "files/some.conf": "x\n" }),
    effect: "once",
    after: [list, "d 700  ./new\nd 700  ./new/er\nf 600  ./new/er/some.conf\n"],
  },
  {
    about: "a link to a file is replaced",
    args: { content: "new\n", dest: "@/link" },
    before: "echo old >file; ln -s file link",
    effect: "once",
    after: ["stat -c %F link; cat link file", "regular file\nnew\nold\n"],
  },
  {
    about: "a link to a file is followed",
    args: { content: "new\n", dest: "@/link", follow: true, mode: "0600" },
    before: "echo old >file; ln -s file link",
    effect: "once",
    after: ["readlink link; cat file; stat -c %a file", "file\nnew\n600\n"],
  },
  {
    about: "a dangling link is replaced",
    args: { content: "new\n", dest: "@/link" },
    before: "ln -s nowhere link",
    effect: "once",
    after: ["stat -c %F link; cat link; ls", "regular file\nnew\nlink\n"],
  },
  {
    about: "a dangling link is followed",
    args: { content: "new\n", dest: "@/link", follow: true },
    before: "ln -s nowhere link",
    effect: "once",
    after: ["readlink link; cat nowhere", "nowhere\nnew\n"],
  },
  {
    about: "not by force",
    args: { content: "new\n", dest: "@/a", force: false },
    before: "echo old >a",
    effect: "never",
    after: ["cat a", "old\n"],
  },
  {
    about: "a backup",
    args: { content: "new\n", dest: "@/a", backup: true },
    before: "echo old >a; chmod 600 a",
    effect: "once",
    after: ["cat a a.*~; stat -c %a a.*~", "new\nold\n600\n"],
  },
  {
    about: "validated",
    args: { content: "new\n", dest: "@/a", validate: "grep -q new %s" },
    before: "echo old >a",
    effect: "once",
    after: ["cat a; ls -A", "new\na\n"],
  },
  {
    about: "a folder",
    args: { src: "tree", dest: "@/", mode: "preserve" },
    furnish: treeFiles,
    effect: "once",
    after: [
      list,
      `d 755  ./tree
d 755  ./tree/sub
d 755  ./tree/sub/deep
f 644  ./tree/sub/name
f 644  ./tree/top
f 755  ./tree/sub/deep/run me
l 777 nowhere at all ./tree/sub/dangling
l 777 sub ./tree/folder
`,
    ],
  },
  {
    about: "what is in a folder, over what is there",
    args: { src: "tree/", dest: "@/to", mode: "u=rw,go=r", directory_mode: "0750", group: "daemon" },
    before: "mkdir -p to/sub; echo old >to/top; echo mine >to/mine; ln -s top to/sub/dangling",
    effect: "once",
    after: [
      `cd to; cat top mine; ${listWith("%a %G")}`,
      `top
mine
d 750 daemon  ./sub
d 750 daemon  ./sub/deep
f 644 daemon  ./sub/deep/run me
f 644 daemon  ./sub/name
f 644 daemon  ./top
f 644 root  ./mine
l 777 root nowhere at all ./sub/dangling
l 777 root sub ./folder
`,
    ],
  },
  {
    about: "a file of the host",
    args: { src: "@/from file", dest: "@/to", remote_src: true, mode: "preserve" },
    before: "head -c 3000000 /dev/zero >'from file'; chmod 751 'from file'; echo old >to",
    effect: "once",
    after: ["cmp to 'from file' && stat -c %a to", "751\n"],
  },
  {
    about: "a folder of the host",
    args: { src: "@/from/", dest: "@/to", remote_src: true },
    before:
      "mkdir -p from/sub; echo x >'from/sub/-x y'; ln -s sub from/link; echo old >from/old; cp -r from to; echo new >from/old",
    effect: "once",
    after: ["diff -r from to; find to | wc -l; cat to/old; readlink to/link", "5\nnew\nsub\n"],
  },
];
