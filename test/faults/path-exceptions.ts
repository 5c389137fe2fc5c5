/** What some modules make of a path that others fail with, or the other way round, each by its nature. */
type Outcome =
  | "works"
  /** It fails, and some of what it writes is there: an archive is unpacked member by member. */
  | "partly"
  /** It fails and says this. */
  | RegExp;

const exceptions: readonly (readonly [fault: RegExp, module: RegExp, outcome: Outcome])[] = [
  // none of these needs room for content; a directory and a link need an inode
  [/^a full file system/, /^file, (a mode|touch|a link|nothing there|a directory)$/, "works"],
  [/^no inode left/, /^file, (a mode|touch|nothing there)$/, "works"],
  [/^a full file system/, /^get_url/, /curl: \(23\)/],
  [/^(a full|no inode|an immutable)/, /^file, a hard link/, /Invalid cross-device link/],
  [/^an immutable file/, /^file, a directory/, "works"],
  [/^an immutable directory/, /^file, (a mode|touch)/, "works"],
  [/^(a full file system|an immutable file)/, /^unarchive/, "partly"],
  // into the directory
  [/^a directory at/, /^copy, a (streamed file|file of the host)|^get_url|^template|^unarchive/, "works"],
  [/^a directory at/, /^file, (a mode|touch|a link|nothing there|a directory)/, "works"],
  [/^a file where|^no directory|^a link in a circle/, /^file, nothing there/, "works"],
  [/^a name of 256|^a path of 5000/, /^file, a directory/, /too long/],
  [/^a name of 256/, /^kubeconfig/, /File name too long/],
  [/^a path of 5000/, /^kubeconfig/, /does not exist/],
  // they make the directories
  [/^no directory/, /^file, a directory|^mount|^sysctl|^certificate|^generated|^fetch/, "works"],
  [/^a (dangling|link in a circle)/, /^(blockinfile|lineinfile|replace|unarchive)/, /does not exist/],
  [/^a (dangling|link in a circle)/, /^file, touch/, /is a link, a file is wanted there/],
  [/^a (dangling|link in a circle)/, /^file, a mode/, /is a link that leads nowhere or in a circle/],
  // a secret may be kept where the link leads, which is only not there today
  [/^a (dangling|link in a circle)/, /^generated, a secret/, /is a link that leads nowhere or in a circle/],
  // the link is replaced
  [
    /^a link in a circle/,
    /^copy, (?!a text, links followed)|^get_url|^template|^file|^certificate|^generated|^fetch/,
    "works",
  ],
];

/** Undefined where the fault has its usual outcome. */
export function exceptionOf(cell: {
  readonly faultName: string;
  readonly module: string;
  readonly writer: { readonly way: string };
}): Outcome | undefined {
  const { faultName, module, writer } = cell;
  const found = exceptions.find(
    ([fault, who]) => fault.test(faultName) && who.test(`${module}, ${writer.way}`),
  );
  return found?.[2];
}
