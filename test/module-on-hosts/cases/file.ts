import type { Case } from "../case.ts";
import { listWith } from "./list.ts";

const always = { always: "touch sets the times to now" };
const list = listWith("%a %u");
const mess = "mkdir -p old/deep; echo x >'old/deep/-f g'; ln -s deep old/link; ln -s nowhere old/dangling";

export const fileCases: readonly Case[] = [
  {
    about: "a folder below folders that are missing",
    args: { path: "@/new/a/b", state: "directory", mode: "2750", owner: "deploy" },
    effect: "once",
    after: ["stat -c '%a %U' new new/a new/a/b", "2750 deploy\n2750 deploy\n2750 deploy\n"],
  },
  {
    about: "a folder of another mode",
    args: { path: "@/a", state: "directory", mode: "u=rwx,g=rxs,o=t" },
    before: "mkdir -m 2777 a",
    effect: "once",
    after: ["stat -c %a a", "3750\n"],
  },
  {
    about: "a setgid folder becomes a plain one",
    args: { path: "@/a/", state: "directory", mode: "0755" },
    before: "mkdir a; chmod 2755 a",
    effect: "once",
    after: ["stat -c %a a", "755\n"],
  },
  {
    about: "all below a folder",
    args: { path: "@/old", state: "directory", recurse: true, mode: "u=rwX,go=", owner: "1" },
    before: `${mess}; chmod 755 'old/deep/-f g'; echo y >old/plain`,
    effect: "once",
    after: [
      list,
      `d 700 1  ./old
d 700 1  ./old/deep
f 600 1  ./old/plain
f 700 1  ./old/deep/-f g
l 777 1 deep ./old/link
l 777 1 nowhere ./old/dangling
`,
    ],
  },
  {
    about: "remove a folder with all in it",
    args: { path: "@/old", state: "absent" },
    before: mess,
    effect: "once",
    after: ["ls -A", ""],
  },
  {
    about: "remove a link to a folder, not the folder",
    args: { path: "@/old/link", state: "absent" },
    before: mess,
    effect: "once",
    after: ["ls -A old old/deep", "old:\ndangling\ndeep\n\nold/deep:\n-f g\n"],
  },
  {
    about: "remove a dangling link",
    args: { path: "@/old/dangling", state: "absent" },
    before: mess,
    effect: "once",
    after: ["ls -A old", "deep\nlink\n"],
  },
  { about: "remove what is not there", args: { path: "@/none/at all", state: "absent" }, effect: "never" },
  {
    about: "remove a name with a line break, a dash and quotes",
    args: { path: "@/-a\n'b' \"c\"", state: "absent" },
    before: `touch -- "-a
'b' \\"c\\"" other`,
    effect: "once",
    after: ["ls -A", "other\n"],
  },
  {
    about: "a folder of such a name",
    args: { path: "@/-a\n'b' \"c\" $d `e`", state: "directory", mode: "0700" },
    effect: "once",
    after: [`stat -c %a ./-a*'$d \`e\`'`, "700\n"],
  },
  {
    about: "a link to a link",
    args: { path: "@/to", src: "old/link", state: "link" },
    before: mess,
    effect: "once",
    after: ["readlink to", "old/link\n"],
  },
  {
    about: "a link that leads elsewhere",
    args: { path: "@/old/link", src: "../old", state: "link" },
    before: mess,
    effect: "once",
    after: ["readlink old/link; ls old/deep", "../old\n-f g\n"],
  },
  {
    about: "a link to nothing, by force, in place of a file",
    args: { path: "@/a", src: "-no where", state: "link", force: true },
    before: "echo x >a",
    effect: "once",
    after: ["readlink a", "-no where\n"],
  },
  {
    about: "a link that is there already",
    args: { path: "@/old/dangling", src: "nowhere", state: "link", force: true },
    before: mess,
    effect: "never",
  },
  {
    about: "a link and the owner of its file",
    args: { path: "@/a", src: "file", state: "link", owner: "deploy", mode: "0600" },
    before: "echo x >file",
    effect: "once",
    after: ["stat -c '%a %U' file; readlink a", "600 deploy\nfile\n"],
  },
  {
    about: "a hard link",
    args: { path: "@/hard", src: "@/old/deep/-f g", state: "hard" },
    before: mess,
    effect: "once",
    after: ["stat -c %h hard", "2\n"],
  },
  {
    about: "a mode through a link",
    args: { path: "@/link", mode: "0640" },
    before: "echo x >file; ln -s file link",
    effect: "once",
    after: ["stat -c %a file; readlink link", "640\nfile\n"],
  },
  {
    about: "a new owner leaves setuid",
    args: { path: "@/a", state: "file", owner: "deploy", group: "2", mode: "6711" },
    before: "echo x >a; chmod 6711 a",
    effect: "once",
    after: ["stat -c '%a %U %g' a", "6711 deploy 2\n"],
  },
  {
    about: "a new owner, and nothing said of setuid",
    args: { path: "@/a", state: "file", owner: "deploy" },
    before: "echo x >a; chmod 755 a",
    effect: "once",
    after: ["stat -c '%a %U' a", "755 deploy\n"],
  },
  {
    about: "setuid is taken away",
    args: { path: "@/a", mode: "u-s,g-s" },
    before: "echo x >a; chmod 6755 a",
    effect: "once",
    after: ["stat -c %a a", "755\n"],
  },
  {
    about: "a file as it should be",
    args: { path: "@/a", state: "file", mode: "a=rX,u+w", owner: "root" },
    before: "echo x >a; chmod 644 a",
    effect: "never",
  },
  { about: "touch", args: { path: "@/a", state: "touch", mode: "0600" }, effect: always },
  {
    about: "touch, times preserved",
    args: { path: "@/a", state: "touch", modification_time: "preserve", access_time: "preserve" },
    effect: "once",
    after: ["stat -c '%s %a' a", "0 644\n"],
  },
  {
    about: "touch of an old file, times preserved",
    args: { path: "@/a", state: "touch", modification_time: "preserve", access_time: "preserve" },
    before: "echo x >a",
    effect: "never",
  },
];
