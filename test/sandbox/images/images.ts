import { join } from "node:path";
import { cacheFolder, ensureCached } from "../cache.ts";
import { readCommand } from "../command.ts";
import { withUnpacked } from "../programs/debian-packages.ts";
import { compileGo, sourceTexts } from "../programs/go.ts";
import type { Image } from "./image-archive.ts";
import { writeImageArchive } from "./image-archive.ts";

const dnsStandIn = "coredns-stand-in";

/** The images' names, as the sandbox's inventory and tests say them. */
export const imageNames = {
  /** Busybox, with all its programs in /bin. */
  test: "play.sandbox/busybox:1.35",
  /** A stand-in of our own for CoreDNS. */
  dns: "play.sandbox/coredns-stand-in:1.7.0",
} as const;

/** What a pod's pause container is called by the two version lines, in the old registry and in the new one. */
const pauseNames: readonly [string, ...string[]] = [
  "play.sandbox/pause:3.2",
  "registry.k8s.io/pause:3.2",
  "k8s.gcr.io/pause:3.2",
];

/** Waits to be told to end, and reaps what the pod leaves behind, as an init does. */
const pauseScript = "trap 'exit 0' TERM INT; while :; do sleep 86400 & wait $!; done";

const standInLabel = { "play.sandbox": "a stand-in of the sandbox, not the program of upstream" } as const;

/** Archives for \`docker load\`, in the cache's folder \`images/\`. */
export interface ImageArchives {
  readonly pause: string;
  readonly test: string;
  readonly dns: string;
}

/** Makes the images' archives once: of Debian's busybox-static, and of the DNS stand-in. */
export async function ensureImageArchives(): Promise<ImageArchives> {
  const folder = join(cacheFolder(), "images");
  const recipe = [pauseNames, pauseScript, imageNames, standInLabel, sourceTexts(dnsStandIn)];
  await ensureCached(folder, recipe, (made) =>
    withUnpacked(["busybox-static"], async (tree) => {
      const busybox = join(tree, "bin/busybox");
      const program = join(tree, "coredns");
      await compileGo(dnsStandIn, program);
      const applets = (await readCommand([busybox, "--list"])).trim().split("\n");
      const links = Object.fromEntries(
        applets.filter((name) => name !== "busybox").map((name) => [`bin/${name}`, "busybox"]),
      );
      const images = describeImages(busybox, links, program);
      for (const [name, image] of Object.entries(images)) await writeImageArchive(image, join(made, name));
    }),
  );
  return {
    pause: join(folder, archiveFiles.pause),
    test: join(folder, archiveFiles.test),
    dns: join(folder, archiveFiles.dns),
  };
}

const archiveFiles = {
  pause: "pause-3.2.tar",
  test: "busybox-1.35.tar",
  dns: "coredns-1.7.0-stand-in.tar",
} as const satisfies ImageArchives;

function describeImages(
  busybox: string,
  links: Readonly<Record<string, string>>,
  coredns: string,
): Readonly<Record<string, Image>> {
  return {
    [archiveFiles.pause]: {
      names: pauseNames,
      files: { "bin/busybox": busybox },
      entrypoint: ["/bin/busybox", "sh", "-c", pauseScript],
      labels: standInLabel,
    },
    [archiveFiles.test]: {
      names: [imageNames.test],
      files: { "bin/busybox": busybox },
      links,
      command: ["sleep", "86400"],
    },
    [archiveFiles.dns]: {
      names: [imageNames.dns],
      files: { coredns },
      entrypoint: ["/coredns"],
      labels: standInLabel,
    },
  };
}
