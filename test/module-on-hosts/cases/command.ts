import type { Case } from "../case.ts";
import { furnish } from "./furnish.ts";

const always = { always: "only a run tells what a command does" };

export const commandCases: readonly Case[] = [
  {
    about: "a program",
    args: { argv: ["touch", "-a b'c\n"], chdir: "@/." },
    effect: { always: "a name that begins with a dash is an option, so that this one fails" },
    task: { failed_when: false },
  },
  {
    about: "words as they are",
    args: { cmd: "cp one 'two | three' ", chdir: "@/." },
    before: "echo x >one",
    effect: always,
    after: ["ls", "one\ntwo | three\n"],
  },
  {
    about: "standard input and environment",
    args: { argv: ["tee", "out"], chdir: "@/.", stdin: "größe" },
    task: { environment: { NAME: "it's" } },
    effect: always,
    after: ["cat out", "größe\n"],
    result: { stdout: "größe", rc: 0 },
  },
  {
    about: "creates what is missing",
    args: { cmd: "touch 'a b'", chdir: "@/.", creates: "a b" },
    effect: "once",
    after: ["ls", "a b\n"],
  },
  {
    about: "removes what is there",
    args: { cmd: "rm 'a b'", chdir: "@/.", removes: "@/a b" },
    before: "touch 'a b'",
    effect: "once",
    after: ["ls", ""],
  },
  {
    about: "creates what is there",
    args: { cmd: "false", creates: "@/a" },
    before: "touch a",
    effect: "never",
  },
  { about: "changes nothing, it is told", args: "true", task: { changed_when: false }, effect: "never" },
];

export const shellCases: readonly Case[] = [
  {
    about: "shell source",
    args: { cmd: "for n in 1 2; do echo $n; done | tac >'out put'; echo \"$NAME\"", chdir: "@/." },
    task: { environment: { NAME: 'it\'s "x"' } },
    effect: always,
    after: ["cat out*", "2\n1\n"],
    result: { stdout: 'it\'s "x"' },
  },
  {
    about: "another shell",
    args: { cmd: "a=(1 2); echo ${a[1]} >out", chdir: "@/.", executable: "/bin/bash" },
    effect: always,
    after: ["cat out", "2\n"],
  },
  {
    about: "creates what is missing",
    args: { cmd: "echo x >'a b'", chdir: "@/.", creates: "@/a b" },
    effect: "once",
    after: ["cat 'a b'", "x\n"],
  },
  {
    about: "removes what is there",
    args: { cmd: "rm a*", chdir: "@/.", removes: "@/a*" },
    before: "touch a1 a2",
    effect: "once",
    after: ["ls", ""],
  },
];

export const scriptCases: readonly Case[] = [
  {
    about: "a script with arguments",
    args: { cmd: "-my_script.sh 'a b' größe", chdir: "@/." },
    furnish: furnish({ "files/-my_script.sh": '#!/bin/sh\nprintf "%s|" "$@" >out\n' }),
    effect: always,
    after: ["cat out; ls -A", "a b|größe|out\n"],
  },
  {
    about: "another program runs it",
    args: { cmd: "in.awk", chdir: "@/.", executable: "/bin/bash" },
    furnish: furnish({ "files/in.awk": "a=(1 2 3); echo ${a[2]} >out\n" }),
    effect: always,
    after: ["cat out", "3\n"],
  },
  {
    about: "creates what is missing",
    args: { cmd: "make.sh", chdir: "@/.", creates: "@/made" },
    furnish: furnish({ "files/make.sh": "#!/bin/sh\necho x >made\n" }),
    effect: "once",
    after: ["cat made", "x\n"],
  },
];

export const rawCases: readonly Case[] = [
  {
    about: "a command line",
    args: { cmd: "echo x | tr x y" },
    effect: always,
    result: { rc: 0, stdout: "y\n" },
  },
  {
    about: "changes nothing, it is told",
    args: "id -un",
    task: { changed_when: false },
    effect: "never",
    result: { stdout: "root\n" },
  },
];
