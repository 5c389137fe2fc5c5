import { posix } from "node:path";
import type { Change, ForecastEntry } from "../../../host/change.ts";
import { read, stat, type Entry, type Query } from "../../../host/query.ts";
import type { Plan } from "../../contract.ts";
import { placeOf, type AskedDestination, type FoundDestination } from "../file/destination.ts";
import { planOneFile, planUnknownContent } from "../file/plan.ts";
import { decodeText, encodeText } from "../file/text.ts";
import { contentOf } from "../file/write.ts";
import { askText } from "../text/edit.ts";
import { KubeconfigDocument, withoutSecrets } from "./document.ts";
import { editsOf } from "./entry-edits.ts";
import { fileFields, secretFields, type EntryWant, type KubeconfigWant, type Section } from "./want.ts";

type AskedCerts = Record<`cert ${string}`, Query<Entry | null>> &
  Record<`pem ${string}`, Query<Uint8Array | null>>;
type FoundCerts = Readonly<
  Record<`cert ${string}`, ForecastEntry | null> & Record<`pem ${string}`, Uint8Array | null>
>;

type Found = FoundDestination & FoundCerts;

const allSections = ["clusters", "users", "contexts"] as const satisfies readonly Section[];

/** Enough for any certificate or key; a limit makes a file that is only foreseen read as null. */
const limit = 65_536;

export function askKubeconfig(want: KubeconfigWant): AskedDestination & AskedCerts {
  const asked: AskedCerts = {};
  for (const path of embeddedFiles(want)) {
    asked[`cert ${path}`] = stat(path, { follow: true });
    asked[`pem ${path}`] = read(path, { limit });
  }
  return Object.assign(asked, ...want.path.map((path) => askText(path)));
}

export function planKubeconfig(want: KubeconfigWant, found: Found): Plan {
  const unknown = want.content_unknown ?? unknownCert(want, found);
  const needs = missingCert(want, found);
  if (unknown !== undefined || needs !== undefined) return planBefore(want, found, { unknown, needs });
  const documents = new Map<string, KubeconfigDocument>();
  for (const path of want.path) {
    const text = textAt(path, found);
    if (text !== undefined) documents.set(path, new KubeconfigDocument(path, text));
  }
  if (want.state === "absent") removeAll(want, documents);
  else ensureAll(want, found, documents);
  const plans = [...documents.values()].map((document) => planDocument(want, found, document));
  const lacking = plans.find((plan) => plan.needs !== undefined);
  return {
    changes: plans.flatMap(({ changes }) => changes),
    result: { path: [...want.path], ...plans[0]?.result },
    secrets: secretsOf(want),
    ...(lacking?.needs !== undefined && { needs: lacking.needs }),
  };
}

/** Certificates that are not there, or of which only a run can tell what is in them. */
function planBefore(
  want: KubeconfigWant,
  found: Found,
  { unknown, needs }: { unknown: string | undefined; needs: string | undefined },
): Plan {
  const path = newHome(want, found);
  const isNew = want.path.every((file) => placeOf(file, found).found.target === null);
  const reason = unknown ?? `${needs ?? ""} does not exist yet`;
  const plan: Plan =
    isNew && want.state === "present"
      ? planUnknownContent(
          { ...attributesOf(want, true), path, content_unknown: reason },
          placeOf(path, found),
        )
      : { changes: [], unknown: `what goes into ${path}: ${reason}` };
  return { ...plan, ...(needs !== undefined && { needs }) };
}

function embeddedFiles(want: KubeconfigWant): readonly string[] {
  if (!want.embed_certs || want.state === "absent") return [];
  const named = [...want.clusters, ...want.users].flatMap(({ fields }) =>
    [...fileFields.keys()].flatMap((field) => {
      const value = fields.get(field);
      return typeof value === "string" && value !== "" ? [value] : [];
    }),
  );
  return [...new Set(named.map((file) => beside(want, file)))];
}

/** Files to embed are looked for beside the first kubeconfig. */
function beside({ path: [first = "/"] }: KubeconfigWant, file: string): string {
  return posix.resolve(posix.dirname(first), file);
}

function missingCert(want: KubeconfigWant, found: FoundCerts): string | undefined {
  const missing = embeddedFiles(want).find((path) => (found[`cert ${path}`] ?? null) === null);
  return missing === undefined ? undefined : `file ${missing}`;
}

function unknownCert(want: KubeconfigWant, found: FoundCerts): string | undefined {
  const foreseen = embeddedFiles(want).find(
    (path) => (found[`cert ${path}`] ?? null) !== null && (found[`pem ${path}`] ?? null) === null,
  );
  return foreseen === undefined ? undefined : `the content of ${foreseen}`;
}

function textAt(path: string, found: FoundDestination): string | undefined {
  const { target, bytes } = placeOf(path, found).found;
  return target === null ? undefined : (decodeText(bytes ?? new Uint8Array()) ?? "\0");
}

/** Where something new goes: into the first file that exists, or else the last one. */
function newHome({ path }: KubeconfigWant, found: FoundDestination): string {
  return path.find((file) => placeOf(file, found).found.target !== null) ?? path.at(-1) ?? "/";
}

function ensureAll(want: KubeconfigWant, found: Found, documents: Map<string, KubeconfigDocument>): void {
  const home = newHome(want, found);
  const open = (path: string): KubeconfigDocument => {
    const document = documents.get(path) ?? new KubeconfigDocument(path, "");
    documents.set(path, document);
    return document;
  };
  const embed = (path: string): string =>
    Buffer.from(found[`pem ${beside(want, path)}`] ?? new Uint8Array()).toString("base64");
  for (const section of allSections)
    for (const entry of want[section]) {
      const origin = originOf(section, entry, documents) ?? open(home);
      origin.edit(section, entry.name, editsOf(entry, want.embed_certs ? embed : undefined));
    }
  const current = [...documents.values()].find(({ currentContext }) => currentContext !== "")?.currentContext;
  if (want.current_context !== undefined && current !== want.current_context)
    open(home).currentContext = want.current_context;
}

function originOf(
  section: Section,
  { name }: EntryWant,
  documents: ReadonlyMap<string, KubeconfigDocument>,
): KubeconfigDocument | undefined {
  return [...documents.values()].find((document) => document.has(section, name));
}

/** Out of every file: an entry that is only out of the first would make way for the next. */
function removeAll(want: KubeconfigWant, documents: ReadonlyMap<string, KubeconfigDocument>): void {
  for (const document of documents.values()) {
    for (const section of allSections) for (const { name } of want[section]) document.remove(section, name);
    if (want.current_context !== undefined && document.currentContext === want.current_context)
      document.currentContext = "";
  }
}

function attributesOf({ mode, owner, group }: KubeconfigWant, isNew: boolean) {
  return { mode: mode ?? (isNew ? "0600" : undefined), owner, group, follow: true };
}

function planDocument(want: KubeconfigWant, found: Found, document: KubeconfigDocument): Plan {
  const { path } = document;
  const place = placeOf(path, found);
  const content = contentOf(encodeText(document.toString()));
  const title = `keep ${document.done.join(", ")} in ${path}`;
  const file = { ...attributesOf(want, place.found.target === null), ...content, path, title };
  const plan = planOneFile(file, place);
  return { ...plan, changes: plan.changes.map(withMaskedDiff) };
}

function withMaskedDiff(change: Change): Change {
  const { diff, ...rest } = change;
  if (!diff) return rest;
  return {
    ...rest,
    diff: { ...diff, before: withoutSecrets(diff.before), after: withoutSecrets(diff.after) },
  };
}

function secretsOf({ users }: KubeconfigWant): readonly string[] {
  return users.flatMap(({ fields }) =>
    [...fields].flatMap(([field, value]) =>
      secretFields.has(field) && typeof value === "string" ? [value] : [],
    ),
  );
}
