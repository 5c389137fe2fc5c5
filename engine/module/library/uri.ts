import { z } from "zod";
import { defineModule } from "../contract.ts";
import { anything, choice, flag, integer, path, text, textMap } from "../option.ts";
import { askUri, planUri } from "../shared/uri/plan.ts";

/** A request that the host makes. GET and HEAD change nothing, and are made in a check run, too. */
export const uri = defineModule({
  name: "uri",
  summary: "Make an HTTP request from the host, by its curl or wget",
  args: z.object({
    url: z.url("must be a URL").meta({ description: "What is asked: http or https" }),
    method: text("GET, HEAD, POST, PUT, PATCH, DELETE, …")
      .transform((method) => method.toUpperCase())
      .default("GET")
      .meta({ description: "GET, HEAD, POST, PUT, PATCH, DELETE, …" }),
    status_code: z
      .preprocess(
        (value) => (typeof value === "string" ? value.split(",") : Array.isArray(value) ? value : [value]),
        z.array(integer("A status")),
      )
      .default([200])
      .meta({ description: "The statuses that are right" }),
    body: anything("What is sent", { secret: true }).optional(),
    body_format: choice(["raw", "json", "form-urlencoded"], "How a mapping or a list is sent").default("raw"),
    headers: textMap("HTTP headers", { secret: true }).default({}),
    return_content: flag("Give the answer back as content").default(false),
    validate_certs: flag("Check the server's certificate").default(true),
    ca_path: path("Authorities' certificates on the host, in PEM", { aliases: ["cacert"] }).optional(),
    client_cert: path("Certificate on the host to log in with").optional(),
    client_key: path("The certificate's key on the host").optional(),
    url_username: text("User to log in as", { aliases: ["user"] }).optional(),
    url_password: text("Password to log in with", { aliases: ["password"], secret: true }).optional(),
    follow_redirects: choice(
      ["safe", "all", "none", "yes", "no"],
      "Go where the answer points; safe: GET and HEAD only",
    ).default("safe"),
    timeout: integer("Seconds for all of it").default(30),
  }),
  probe: (want) => askUri(want),
  plan: (want, found) => planUri(want, found),
});
