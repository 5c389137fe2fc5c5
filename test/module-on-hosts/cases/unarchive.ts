import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Case } from "../case.ts";
import { furnish } from "./furnish.ts";
import { listWith } from "./list.ts";
import { zip } from "./zip.ts";

/** In a folder `things`: a program, a file of an awkward name, folders and links. */
function packTar(folder: string): void {
  const things = join(folder, "pack/things");
  furnish({
    run: { text: "#!/bin/sh\n", mode: 0o755 },
    "sub/größe 'b' $c": "x\n",
    "sub/link": { link: "../run" },
    folder: { link: "sub" },
  })(things);
  mkdirSync(join(things, "empty"), { mode: 0o700 });
  mkdirSync(join(folder, "files"), { recursive: true });
  const words = ["-czf", join(folder, "files/things 1.tar.gz"), "--owner=0", "--group=0", "things"];
  execFileSync("tar", words, { cwd: join(folder, "pack") });
}

const zipped = zip([
  { name: "things/", text: "", mode: 0o040755 },
  { name: "things/run", text: "#!/bin/sh\n", mode: 0o100755 },
  { name: "things/größe b", text: "x\n", mode: 0o100644 },
]);

const list = listWith("%a");

const things = `d 700  ./things/empty
d 755  ./things
d 755  ./things/sub
f 644  ./things/sub/größe 'b' $c
f 755  ./things/run
l 777 ../run ./things/sub/link
l 777 sub ./things/folder
`;

const hasUnzip = (() => {
  try {
    execFileSync("unzip", ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

const zipOfController: Case = {
  about: "a zip of the controller",
  args: { src: "things.zip", dest: "@/." },
  furnish: furnish({ "files/things.zip": zipped }),
  effect: "once",
  after: [list, "d 755  ./things\nf 644  ./things/größe b\nf 755  ./things/run\n"],
};

export const unarchiveCases: readonly Case[] = [
  {
    about: "a tar.gz of the controller",
    args: { src: "things 1.tar.gz", dest: "@/." },
    furnish: packTar,
    effect: "once",
    after: [list, things],
  },
  {
    about: "over what is there, partly the same",
    args: { src: "things 1.tar.gz", dest: "@/.", owner: "deploy" },
    before: "mkdir -p things/sub; echo old >things/run; echo mine >things/mine",
    effect: "once",
    after: [
      "cat things/run things/mine; stat -c %U things/run things/mine",
      "#!/bin/sh\nmine\ndeploy\nroot\n",
    ],
  },
  {
    about: "without its first folder, and modes of one's own",
    args: {
      src: "things 1.tar.gz",
      dest: "@/.",
      extra_opts: ["--strip-components=1"],
      mode: "u=rwX,go=",
    },
    effect: "once",
    after: ["stat -c '%a %n' run sub sub/gr*", "700 run\n700 sub\n600 sub/größe 'b' $c\n"],
  },
  {
    about: "one member",
    args: { src: "things 1.tar.gz", dest: "@/.", include: ["things/run"] },
    effect: "once",
    after: ["find . -type f", "./things/run\n"],
  },
  {
    about: "an archive of the host",
    args: { src: "@/a b.tar.xz", dest: "@/to", remote_src: true },
    before: "mkdir from to; echo x >'from/x y'; ln -s 'x y' from/link; tar -cJf 'a b.tar.xz' from",
    effect: "once",
    after: ["cat to/from/link", "x\n"],
  },
  {
    about: "a zip of the host",
    args: { src: "@/things.zip", dest: "@/to", remote_src: true },
    before: `mkdir to; base64 -d >things.zip <<END\n${Buffer.from(zipped).toString("base64")}\nEND`,
    effect: "once",
    after: [`cd to; ${list}`, "d 755  ./things\nf 644  ./things/größe b\nf 755  ./things/run\n"],
  },
  {
    about: "what it would create is there",
    args: { src: "things 1.tar.gz", dest: "@/.", creates: "@/things" },
    before: "mkdir things",
    effect: "never",
  },
  // play asks unzip for a zip's members, on the controller too
  ...(hasUnzip ? [zipOfController] : []),
];
