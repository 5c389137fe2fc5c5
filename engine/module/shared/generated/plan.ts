import { PlayError } from "../../../base/play-error.ts";
import type { Change, Forecast, ForecastEntry } from "../../../host/change.ts";
import { read, stat, type Entry, type Query } from "../../../host/query.ts";
import { Unknown } from "../../../model/value.ts";
import type { Plan, ResultFields } from "../../contract.ts";
import { chmodScript } from "../file/attributes.ts";
import {
  askParents,
  describeType,
  missingParents,
  type AskedParents,
  type FoundParents,
} from "../file/parents.ts";
import { decodeText, encodeText } from "../file/text.ts";
import { kinds, publicKeyOf, type Kind } from "./kinds.ts";
import { MadeSecret, writeOnce } from "./write-once.ts";

export interface WantGenerated {
  readonly path: string;
  readonly kind: Kind;
  readonly public_path?: string | undefined;
  readonly length: number;
}

type AskedGenerated = AskedParents & {
  readonly entry: Query<Entry | null>;
  readonly bytes: Query<Uint8Array | null>;
  readonly publicEntry?: Query<Entry | null>;
  readonly publicBytes?: Query<Uint8Array | null>;
};

export type FoundGenerated = FoundParents & {
  readonly entry: ForecastEntry | null;
  /** Null also where the entry is only foreseen. */
  readonly bytes: Uint8Array | null;
  readonly publicEntry?: ForecastEntry | null;
  readonly publicBytes?: Uint8Array | null;
};

/** Enough for any secret; a limit makes a file that is only foreseen read as null. */
const limit = 65_536;
const secretMode = "0600";
const publicMode = "0644";

export function askGenerated({ path, public_path }: WantGenerated): AskedGenerated {
  return {
    ...askParents(path),
    entry: stat(path, { follow: true }),
    bytes: read(path, { limit }),
    ...(public_path !== undefined && {
      ...askParents(public_path),
      publicEntry: stat(public_path, { follow: true }),
      publicBytes: read(public_path, { limit }),
    }),
  };
}

/** Makes what is missing; what is there stays. Throws PRECONDITION where what is there is something else. */
export function planGenerated(want: WantGenerated, found: FoundGenerated): Plan {
  const result = resultOf(want);
  refuseOther(want.path, found.entry);
  refuseOther(want.public_path, found.publicEntry);
  if (!found.entry) return planNew(want, found);
  const modes = planMode(want.path, found.entry, secretMode);
  if (!found.bytes) return foreseenOnly(want, modes);
  const text = decodeText(found.bytes)?.trim() ?? "";
  const rules = kinds[want.kind];
  if (!rules.accepts(text))
    throw new PlayError("PRECONDITION", `${want.path} is not ${rules.noun}`, {
      hint: "it is never replaced: put the right file back, or remove it where nothing depends on it",
    });
  return {
    changes: [...modes, ...planPublic(want, found, text)],
    result: { ...result, ...rules.fields(text) },
    secrets: rules.secrets(text),
  };
}

function refuseOther(path = "", entry?: ForecastEntry | null): void {
  if (!entry || entry.type === "file") return;
  throw new PlayError("PRECONDITION", `${path} is ${describeType(entry)}, a file is wanted there`, {
    hint: "remove it, or choose another path",
  });
}

function resultOf({ path, kind, public_path }: WantGenerated): ResultFields {
  return { path, kind, ...(public_path !== undefined && { public_path }) };
}

/** An earlier task of a check run would make it. */
function foreseenOnly(want: WantGenerated, modes: readonly Change[]): Plan {
  const value = new Unknown(`${want.path}, which the run makes`);
  return {
    changes: modes,
    result: { ...resultOf(want), value, id: value, secret: value, public_key: value, all: value },
  };
}

function planNew(want: WantGenerated, found: FoundGenerated): Plan {
  if (found.publicEntry)
    throw new PlayError("PRECONDITION", `${want.path} is missing, but its public key is there`, {
      hint: `put the private key back, or remove ${want.public_path ?? ""} where nothing was signed with it`,
    });
  const rules = kinds[want.kind];
  const made = new MadeSecret(() => rules.make(want.length));
  const folders = [
    ...missingParents(want.path, found),
    ...(want.public_path === undefined ? [] : missingParents(want.public_path, found)),
  ];
  const change: Change = {
    summary: `make ${want.path}: ${rules.noun}`,
    actions: [
      ...writeOnce(want.path, [...new Set(folders)], made),
      ...(want.public_path === undefined
        ? []
        : [writePublic(want.public_path, async () => publicKeyOf(made.text()))]),
    ],
    forecasts: [
      ...folders.map((folder) => foreseen(folder, "directory", "0700")),
      foreseen(want.path, "file", secretMode),
      ...(want.public_path === undefined ? [] : [foreseen(want.public_path, "file", publicMode)]),
    ],
  };
  return {
    changes: [change],
    result: resultOf(want),
    outcome: () => ({ result: rules.fields(made.text()), secrets: rules.secrets(made.text()) }),
  };
}

/** The public key follows from the private one, so that it may be written again. */
function planPublic(want: WantGenerated, found: FoundGenerated, text: string): Change[] {
  const { path: secret, public_path: path } = want;
  if (path === undefined) return [];
  const after = publicKeyOf(text);
  const before = found.publicBytes && decodeText(found.publicBytes);
  if (found.publicEntry && before === after) return planMode(path, found.publicEntry, publicMode);
  // foreseen by an earlier task, which writes the same
  if (found.publicEntry && before === null) return [];
  return [
    {
      summary: `write ${path}, the public key of ${secret}`,
      diff: { path, before: before ?? "", after },
      actions: [writePublic(path, async () => after)],
      forecasts: [foreseen(path, "file", publicMode)],
    },
  ];
}

function writePublic(path: string, text: () => Promise<string>) {
  const make = async (): Promise<Uint8Array> => encodeText(await text());
  return { kind: "write", path, mode: publicMode, content: { kind: "made", make } } as const;
}

function planMode(path: string, entry: ForecastEntry, wanted: string): Change[] {
  if (entry.mode === undefined || entry.mode === wanted) return [];
  return [
    {
      summary: `mode ${entry.mode} -> ${wanted} of ${path}`,
      actions: [{ kind: "run", script: chmodScript([path], wanted) }],
      forecasts: [{ kind: "entry", path, entry: { ...entry, mode: wanted } }],
    },
  ];
}

function foreseen(path: string, type: "file" | "directory", mode: string): Forecast {
  return { kind: "entry", path, entry: { type, mode } };
}
