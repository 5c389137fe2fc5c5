import type { ErrorCollector } from "../base/play-error.ts";
import { toText } from "../model/text-form.ts";
import { emptyMap, findUnknown } from "../model/value.ts";
import type { Vocabulary } from "../model/vocabulary.ts";
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence } from "../model/yaml-node.ts";
import { compileScalar } from "./compile-text.ts";
import type { Template } from "./contract.ts";

/**
 * A YAML value as a template: every text in it may hold `{{ }}`, `{% %}` and `{# #}`, the keys of mappings too.
 * Collects EXPRESSION_SYNTAX, TEMPLATE_SYNTAX, UNKNOWN_FILTER, UNKNOWN_TEST and UNKNOWN_FUNCTION.
 */
export function compileTemplate(node: YamlNode, vocabulary: Vocabulary, errors: ErrorCollector): Template {
  if (node.kind === "scalar") return compileScalar(node, vocabulary, errors);
  if (node.kind === "sequence") return compileSequence(node, vocabulary, errors);
  return compileMapping(node, vocabulary, errors);
}

function compileSequence(node: YamlSequence, vocabulary: Vocabulary, errors: ErrorCollector): Template {
  const items = node.items.map((item) => compileTemplate(item, vocabulary, errors));
  return { ...partsOf(node, items), render: (scope) => items.map((item) => item.render(scope)) };
}

function compileMapping(node: YamlMapping, vocabulary: Vocabulary, errors: ErrorCollector): Template {
  const entries = node.entries.map((entry) => ({
    key: compileScalar(keyScalar(entry), vocabulary, errors),
    value: compileTemplate(entry.value, vocabulary, errors),
  }));
  return {
    ...partsOf(
      node,
      entries.flatMap(({ key, value }) => [key, value]),
    ),
    render: (scope) => {
      const map = emptyMap();
      for (const { key, value } of entries) {
        const name = key.render(scope);
        const unknown = findUnknown(name);
        if (unknown) return unknown;
        map[toText(name)] = value.render(scope);
      }
      return map;
    },
  };
}

function partsOf(node: YamlNode, parts: readonly Template[]): Omit<Template, "render"> {
  return {
    source: node.source,
    references: parts.flatMap(({ references }) => references),
    constant: parts.every(({ constant }) => constant),
  };
}

// A key keeps no segments; if it is written as it reads, possibly in quotes, its pieces can be told all the same.
function keyScalar({ key, keySource }: YamlEntry): YamlScalar {
  const inner = keySource.file.text.slice(keySource.start, keySource.end).indexOf(key);
  const segments = inner === -1 ? [] : [{ inner: 0, outer: keySource.start + inner, length: key.length }];
  return { kind: "scalar", value: key, source: keySource, segments };
}
