import { parseDocument } from "yaml";
import type { ErrorCollector } from "../../base/play-error.ts";
import type { SourceFile } from "../../base/source.ts";
import type { YamlNode } from "../../model/yaml-node.ts";
import { convertDocument } from "./convert-node.ts";
import { explainSyntax } from "./explain-syntax.ts";

/**
 * Parses one YAML document as Ansible reads it: YAML 1.1 values, merge keys and anchors resolved, duplicate keys refused.
 * An empty file is a null scalar. Collects YAML_SYNTAX (the first one only: what follows it is guesswork) and
 * DUPLICATE_KEY; undefined where the text has no usable structure.
 */
export function parseYaml(file: SourceFile, errors: ErrorCollector): YamlNode | undefined {
  // "failsafe" leaves every scalar as text: values are resolved in resolve-scalar.ts.
  const document = parseDocument(file.text, {
    version: "1.1",
    schema: "failsafe",
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: "error",
  });
  const [first] = document.errors.toSorted((left, right) => left.pos[0] - right.pos[0]);
  if (first) {
    errors.add(explainSyntax(file, first));
    return undefined;
  }
  return convertDocument(document, file, errors);
}
