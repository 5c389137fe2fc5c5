import type { Case } from "../case.ts";

export const lineinfileCases: readonly Case[] = [
  {
    about: "a line at the end of a file that ends without a line break",
    args: { path: "@/a", line: "größe=2 $HOME \\1 'x'" },
    before: "printf 'one' >a; chmod 600 a; chown deploy a",
    effect: "once",
    after: ["cat a; stat -c '%a %U' a", "one\ngröße=2 $HOME \\1 'x'\n600 deploy\n"],
  },
  {
    about: "the last line that matches is replaced",
    args: { path: "@/a", regexp: "^#?port\\b", line: "port 2" },
    before: "printf '#port 1\\nport 1\\nports\\n' >a",
    effect: "once",
    after: ["cat a", "#port 1\nport 2\nports\n"],
  },
  {
    about: "groups",
    args: { path: "@/a", regexp: "^(\\w+)=(\\d+)$", line: "\\1=\\g<2>0", backrefs: true },
    task: { when: "true" },
    before: "printf 'x\\nn=1\\n' >a",
    effect: { always: "the line with its groups filled in matches again, and grows" },
  },
  {
    about: "groups that come to the same",
    args: { path: "@/a", regexp: "^(\\w+)=.*$", line: "\\1=5", backrefs: true },
    before: "printf 'x\\nn=1\\nend' >a",
    effect: "once",
    after: ["cat a", "x\nn=5\nend"],
  },
  {
    about: "groups of nothing",
    args: { path: "@/a", regexp: "^(z)=", line: "\\1=1", backrefs: true },
    before: "echo x >a",
    effect: "never",
  },
  {
    about: "after a line",
    args: { path: "@/a", line: "  - b", insertafter: "^list:" },
    before: "printf 'list:\\n  - c\\nend:\\n' >a",
    effect: "once",
    after: ["cat a", "list:\n  - b\n  - c\nend:\n"],
  },
  {
    about: "before all",
    args: { path: "@/a", line: "first", insertbefore: "BOF" },
    before: "echo x >a",
    effect: "once",
    after: ["cat a", "first\nx\n"],
  },
  {
    about: "lines removed",
    args: { path: "@/a", regexp: "^b", state: "absent", backup: true },
    before: "printf 'a\\nb\\nc\\nbb\\n' >a",
    effect: "once",
    after: ["cat a; ls | wc -l", "a\nc\n2\n"],
  },
  {
    about: "a new file",
    args: { path: "@/a", line: "x", create: true, mode: "0600" },
    effect: "once",
    after: ["cat a; stat -c %a a", "x\n600\n"],
  },
  {
    about: "a file behind a link",
    args: { path: "@/link", line: "y" },
    before: "echo x >file; ln -s file link",
    effect: "once",
    after: ["cat link", "x\ny\n"],
  },
  {
    about: "a line that is there",
    args: { path: "@/a", line: "x" },
    before: "printf 'x\\ny' >a",
    effect: "never",
  },
  {
    about: "nothing to remove from",
    args: { path: "@/none", line: "x", state: "absent" },
    effect: "never",
  },
];

export const blockinfileCases: readonly Case[] = [
  {
    about: "a new block",
    args: { path: "@/a", block: "one\ntwo $HOME\n" },
    before: "printf 'x' >a; chmod 640 a",
    effect: "once",
    after: [
      "cat a; stat -c %a a",
      "x\n# BEGIN ANSIBLE MANAGED BLOCK\none\ntwo $HOME\n# END ANSIBLE MANAGED BLOCK\n640\n",
    ],
  },
  {
    about: "another text, markers of one's own",
    args: { path: "@/a", block: "new", marker: "// {mark} ü" },
    before: "printf '// BEGIN ü\\nold\\nolder\\n// END ü\\nx\\n' >a",
    effect: "once",
    after: ["cat a", "// BEGIN ü\nnew\n// END ü\nx\n"],
  },
  {
    about: "before all, in a new file",
    args: { path: "@/a", block: "x", insertbefore: "BOF", create: true },
    effect: "once",
    after: ["head -n 2 a", "# BEGIN ANSIBLE MANAGED BLOCK\nx\n"],
  },
  {
    about: "a block removed",
    args: { path: "@/a", state: "absent" },
    before: "printf 'x\\n# BEGIN ANSIBLE MANAGED BLOCK\\ny\\n# END ANSIBLE MANAGED BLOCK\\nz\\n' >a",
    effect: "once",
    after: ["cat a", "x\nz\n"],
  },
  { about: "no file, no block", args: { path: "@/a", state: "absent" }, effect: "never" },
];

export const replaceCases: readonly Case[] = [
  {
    about: "all that matches, with groups",
    args: { path: "@/a", regexp: "^(\\w+): off$", replace: "\\1: on" },
    before: "printf 'a: off\\nb: on\\nc: off' >a",
    effect: "once",
    after: ["cat a", "a: on\nb: on\nc: on"],
  },
  {
    about: "between two places",
    args: { path: "@/a", regexp: "x", replace: "ü$&'", after: "begin\n", before: "end" },
    before: "printf 'x\\nbegin\\nx x\\nend\\nx\\n' >a",
    effect: "once",
    after: ["cat a", "x\nbegin\nü$&' ü$&'\nend\nx\n"],
  },
  {
    about: "nothing matches",
    args: { path: "@/a", regexp: "y", replace: "z" },
    before: "echo x >a",
    effect: "never",
  },
  {
    about: "what is put there matches again",
    args: { path: "@/a", regexp: "a", replace: "aa" },
    before: "echo a >a",
    effect: { always: "each run replaces what the one before put there" },
  },
];
