import { describe, expect, it } from "vitest";
import { vocabulary } from "../../engine/vocabulary/vocabulary.ts";

const words = Object.entries(vocabulary).flatMap(([kind, table]) =>
  Object.entries<{ readonly summary: string }>(table).map(([name, word]) => ({
    name: `${kind} ${name}`,
    word,
  })),
);

describe("the vocabulary", () => {
  it.each(words)("$name has a one-line summary", ({ word }) => {
    expect(word.summary).toMatch(/^\S[^\n]{5,130}$/);
  });

  it("has what playbooks use", () => {
    const filters =
      "default d length count bool lower upper capitalize title first last combine map join string int float ternary dict2items items2dict selectattr rejectattr select reject random replace list regex_replace regex_search regex_findall regex_escape from_json to_json to_nice_json from_yaml from_yaml_all to_yaml to_nice_yaml flatten unique b64decode b64encode dirname basename realpath expanduser relpath splitext path_join intersect difference union symmetric_difference trim type_debug split sort product quote format dict password_hash hash checksum md5 sha1 min max sum zip zip_longest indent urlsplit urlencode urldecode comment abs round reverse batch slice wordcount center truncate groupby subelements extract mandatory human_readable human_to_bytes strftime ipaddr ipv4 ipv6 ipwrap nthhost shuffle tojson";
    const tests =
      "defined undefined version version_compare succeeded success successful failed failure skipped skip changed change unreachable match search regex string number integer float boolean mapping iterable sequence true false truthy falsy none subset superset in contains divisibleby odd even lower upper file directory link exists abs sameas eq equalto == ne gt greaterthan ge lt lessthan le any all started finished";
    const lookups =
      "env file template vars varnames password fileglob pipe first_found items dict list sequence indexed_items nested together subelements flattened lines";
    expect(filters.split(" ").filter((name) => !vocabulary.filters[name])).toEqual([]);
    expect(tests.split(" ").filter((name) => !vocabulary.tests[name])).toEqual([]);
    expect(lookups.split(" ").filter((name) => !vocabulary.lookups[name])).toEqual([]);
    expect(Object.keys(vocabulary.functions).sort()).toEqual([
      "dict",
      "lookup",
      "now",
      "q",
      "query",
      "range",
    ]);
  });

  it("takes no word from the prototype of objects", () => {
    expect("constructor" in vocabulary.filters || "toString" in vocabulary.lookups).toBe(false);
  });
});
