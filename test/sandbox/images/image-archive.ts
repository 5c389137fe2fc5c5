import { createHash } from "node:crypto";
import {
  createReadStream,
  cpSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCommand } from "../command.ts";

/** A container image of one layer. */
export interface Image {
  /** Names with their tags; the first is the image's own, others are names that it stands in for. */
  readonly names: readonly [string, ...string[]];
  /** The files of the machine that the image consists of, by their path in it, without a leading slash. */
  readonly files: Readonly<Record<string, string>>;
  /** Symbolic links: each one's path and what it leads to. */
  readonly links?: Readonly<Record<string, string>>;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** The same files make the same bytes, whenever and by whomever. */
const reproducible = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];

const architectures: Record<string, string> = { x64: "amd64", arm64: "arm64" };

/**
 * Writes the image as `docker save` would: manifest.json, the configuration, and a folder with the layer; see the Docker
 * Image Specification, version 1.2. No docker takes part in it.
 */
export async function writeImageArchive(image: Image, path: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "play-image-"));
  try {
    const archive = join(work, "archive");
    mkdirSync(archive);
    const layer = await writeLayer(image, work);
    mkdirSync(join(archive, layer));
    renameSync(join(work, "layer.tar"), join(archive, layer, "layer.tar"));
    const configuration = JSON.stringify(describe(image, layer));
    const id = createHash("sha256").update(configuration).digest("hex");
    writeFileSync(join(archive, `${id}.json`), configuration);
    const manifest = { Config: `${id}.json`, RepoTags: image.names, Layers: [`${layer}/layer.tar`] };
    writeFileSync(join(archive, "manifest.json"), JSON.stringify([manifest]));
    await readCommand(["tar", ...reproducible, "-C", archive, "-cf", path, "."]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Writes layer.tar into the folder, and answers its SHA-256. */
async function writeLayer({ files, links = {} }: Image, work: string): Promise<string> {
  const tree = join(work, "tree");
  mkdirSync(join(tree, "tmp"), { recursive: true, mode: 0o1777 });
  for (const [path, source] of Object.entries(files)) cpSync(source, join(tree, path), { recursive: true });
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(tree, path));
  const layer = join(work, "layer.tar");
  await readCommand(["tar", ...reproducible, "-C", tree, "-cf", layer, "."]);
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(layer)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

function describe({ entrypoint, command, labels }: Image, layer: string): unknown {
  return {
    architecture: architectures[process.arch] ?? process.arch,
    os: "linux",
    created: "1970-01-01T00:00:00Z",
    config: {
      Entrypoint: entrypoint ?? null,
      Cmd: command ?? null,
      Env: ["PATH=/bin"],
      Labels: labels ?? {},
    },
    rootfs: { type: "layers", diff_ids: [`sha256:${layer}`] },
    history: [{ created: "1970-01-01T00:00:00Z", created_by: "play sandbox" }],
  };
}
