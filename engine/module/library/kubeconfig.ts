import { z } from "zod";
import { defineModule } from "../contract.ts";
import { choice, flag, text, unknownContentOption } from "../option.ts";
import { attributeOptions } from "../shared/file/options.ts";
import { askKubeconfig, planKubeconfig } from "../shared/kubeconfig/plan.ts";
import { fieldNames, type EntryWant, type Section } from "../shared/kubeconfig/want.ts";

/**
 * Entries of a kubeconfig file, merged into what is there by the rules of `kubectl config`; everything else in the file
 * stays, comments too. kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig.
 */
export const kubeconfig = defineModule({
  name: "kubeconfig",
  summary: "Keep clusters, users and contexts in a kubeconfig file",
  args: z.object({
    path: paths(
      "File on the host, or several with colons between as in $KUBECONFIG: the first that has an entry counts",
    ),
    clusters: entries(
      "clusters",
      "Clusters: name, server, certificate_authority or …_data, tls_server_name, …",
    ),
    users: entries("users", "Users: name, client_certificate, client_key or …_data, token, exec, …", true),
    contexts: entries("contexts", "Contexts: name, cluster, user, namespace"),
    current_context: text(
      "The context that is used where none is named; with state absent, if it is this one",
      {
        aliases: ["current-context"],
      },
    ).optional(),
    embed_certs: flag("Put the content of certificate and key files (of the host) into the kubeconfig", {
      aliases: ["embed-certs"],
    }).default(false),
    state: choice(
      ["present", "absent"],
      "Whether the entries are there; for absent their names suffice",
    ).default("present"),
    content_unknown: unknownContentOption,
    ...attributeOptions,
  }),
  contentOptions: ["clusters", "users", "contexts"],
  probe: (want) => askKubeconfig(want),
  plan: (want, found) => planKubeconfig(want, found),
});

function paths(help: string): z.ZodType<readonly string[]> {
  return z
    .preprocess(
      (value) => (Array.isArray(value) ? value.join(":") : value),
      z.string("must be a path, or several with colons between").min(1, "must not be empty"),
    )
    .transform((value) => value.split(":").filter((path) => path !== ""))
    .meta({ description: help, aliases: ["dest", "kubeconfig"], hostPath: true });
}

/** A list of mappings, one mapping, or where they are to be absent a name; words may have _ or - between them. */
function entries(section: Section, help: string, secret = false): z.ZodType<readonly EntryWant[]> {
  const fields = z.record(z.string(), z.json()).transform((entry, context): EntryWant => {
    const { name: title, ...given } = entry;
    const name = typeof title === "string" ? title : "";
    if (name === "") context.addIssue("each needs a name");
    const named = Object.entries(given).map(
      ([key, value]) => [fieldNames[section].get(key) ?? key, value] as const,
    );
    const known = new Set(fieldNames[section].values());
    const odd = named.find(([key]) => !known.has(key));
    if (odd) context.addIssue(`has no "${odd[0]}", but ${[...known].join(", ")}`);
    return { name, fields: new Map(named) };
  });
  return z
    .preprocess(
      (value) =>
        (Array.isArray(value) ? value : [value]).map((one: unknown) =>
          typeof one === "string" ? { name: one } : one,
        ),
      z.array(fields, "must be a list of mappings"),
    )
    .default([])
    .meta({ description: help, ...(secret && { secret }) });
}
