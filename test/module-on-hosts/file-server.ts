import { once } from "node:events";
import { createServer } from "node:http";

export interface FileServer {
  /** `http://10.213.4.1:40123` */
  readonly url: string;
  /** Contents by path; what is not there is a 404. */
  readonly files: Map<string, Uint8Array>;
  /** The requests so far: method and path. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** An HTTP server of files held in memory. The path `/private` asks for the user `anna` and the password `secret`. */
export async function startFileServer(address: string): Promise<FileServer> {
  const files = new Map<string, Uint8Array>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { method = "", url = "" } = request;
    requests.push(`${method} ${url}`);
    const allowed = `Basic ${Buffer.from("anna:secret").toString("base64")}`;
    if (url === "/private" && request.headers.authorization !== allowed) {
      response.writeHead(401, { "www-authenticate": "Basic" }).end();
      return;
    }
    const bytes = files.get(url);
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
  server.listen(0, address);
  await once(server, "listening");
  const place = server.address();
  if (place === null || typeof place === "string") throw new Error("the server has no port");
  return {
    url: `http://${address}:${place.port}`,
    files,
    requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
