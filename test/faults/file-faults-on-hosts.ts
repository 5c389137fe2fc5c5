import { startFileServer } from "../module-on-hosts/file-server.ts";
import { openFaultBench } from "./bench.ts";
import type { FileBench } from "./file-faults.ts";

/** A host of the test's own, and a server that has what its plays download, at `url`. */
export async function openFilesOnHost(): Promise<FileBench> {
  const bench = await openFaultBench();
  const server = await startFileServer(await bench.gateway());
  server.files.set("/file", Buffer.from("new\n".repeat(5000)));
  return {
    ...bench,
    root: "/srv/faults",
    ends: async (tasks, user) =>
      bench.ends(tasks, { vars: { ansible_user: user, url: `${server.url}/file` } }),
    close: async () => {
      await server.close();
      await bench.close();
    },
  };
}
