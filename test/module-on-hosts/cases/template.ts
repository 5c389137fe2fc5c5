import type { Case } from "../case.ts";
import { furnish } from "./furnish.ts";

export const templateCases: readonly Case[] = [
  {
    about: "words of the vocabulary",
    args: { src: "members.conf.hbs", dest: "@/members.conf", mode: "0640", group: "daemon" },
    task: { vars: { members: ["a", "b"], title: "größe", tree: { z: 1, a: "<&>" } } },
    furnish: furnish({
      "templates/members.conf.hbs": `# {{upper title}}
{{#each members}}
{{@index}}: {{this}} of {{length ../members}}
{{/each}}
{{join members ","}} {{to_json tree}} {{b64encode title}}
`,
    }),
    effect: "once",
    after: [
      "cat members.conf; stat -c '%a %G' members.conf",
      `# GRÖSSE\n0: a of 2\n1: b of 2\na,b {"z": 1, "a": "<&>"} Z3LDtsOfZQ==\n640 daemon\n`,
    ],
  },
  {
    about: "each host its own, into a folder",
    args: { src: "host.conf.hbs", dest: "@/" },
    furnish: furnish({ "templates/host.conf.hbs": "{{#if (eq inventory_hostname 'nobody')}}no{{/if}}yes\n" }),
    effect: "once",
    after: ["cat host.conf", "yes\n"],
  },
  {
    about: "an empty text over a dangling link",
    args: { src: "nothing.hbs", dest: "@/link" },
    before: "ln -s nowhere link",
    furnish: furnish({ "templates/nothing.hbs": "" }),
    effect: "once",
    after: ["stat -c '%s %F' link", "0 regular empty file\n"],
  },
  {
    about: "through a link, validated, with a backup",
    args: {
      src: "plain.hbs",
      dest: "@/link",
      follow: true,
      backup: true,
      validate: "test -s %s",
      mode: "u=rw,go=",
    },
    before: "echo old >file; ln -s file link",
    furnish: furnish({ "templates/plain.hbs": "new\n" }),
    effect: "once",
    after: ["readlink link; cat file file.*~; stat -c %a file", "file\nnew\nold\n600\n"],
  },
  {
    about: "a text that is there already",
    args: { src: "there.hbs", dest: "@/a" },
    before: "echo 3 >a",
    furnish: furnish({ "templates/there.hbs": "{{length 'abc'}}\n" }),
    effect: "never",
  },
  {
    about: "a loop",
    args: { src: "item.hbs", dest: "@/{{ item }}" },
    task: { loop: ["one", "two", "b c"] },
    before: "echo two >two",
    furnish: furnish({ "templates/item.hbs": "{{item}}\n" }),
    effect: "once",
    after: ["cat one two 'b c'", "one\ntwo\nb c\n"],
  },
];
