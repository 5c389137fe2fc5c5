import Handlebars from "handlebars";
import { describe, expect, it } from "vitest";
import { ErrorCollector, PlayError } from "../../engine/base/play-error.ts";
import { positionOf } from "../../engine/base/source.ts";
import { lazyMap } from "../../engine/model/lazy-map.ts";
import type { Scope } from "../../engine/model/scope.ts";
import type { ValueMap } from "../../engine/model/value.ts";
import { Unknown } from "../../engine/model/value.ts";
import { compileTemplateFile } from "../../engine/template/handlebars.ts";

function scopeOf(variables: ValueMap): Scope {
  return {
    get: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
    names: () => Object.keys(variables),
    searchPath: [],
  };
}

function compile(text: string) {
  const errors = new ErrorCollector();
  return { template: compileTemplateFile({ path: "a.hbs", text }, errors), errors: errors.errors };
}

function render(text: string, variables: ValueMap = {}): string | Unknown {
  const { template, errors } = compile(text);
  if (errors[0]) throw errors[0];
  return template.render(scopeOf(variables));
}

function describeError({ code, source }: PlayError): string {
  if (!source) return code;
  const { line, column } = positionOf(source);
  return `${code} ${line}:${column}`;
}

function thrownBy(body: () => unknown): PlayError {
  try {
    body();
  } catch (error) {
    if (error instanceof PlayError) return error;
    throw error;
  }
  throw new Error("no error was thrown");
}

const unknown = new Unknown("output of make-key");

const variables: ValueMap = {
  name: "etcd",
  html: `<a href="x">&'`,
  port: 2379,
  zero: 0,
  on: true,
  off: false,
  none: null,
  empty: "",
  emptyMap: {},
  list: ["a", "b", "c"],
  numbers: [1, 2],
  users: [
    { name: "ann", tags: ["x", "y"] },
    { name: "bob", tags: [] },
  ],
  map: { x: 1, y: { z: "deep" }, "a b": "blank" },
  h1: "n1",
  hostvars: { n1: { node_ip: "10.0.0.1" }, n2: { node_ip: "10.0.0.2" } },
  groups: { etcd: ["n1", "n2"] },
};

describe("a Handlebars template", () => {
  it.each<[text: string, expected: string]>([
    ["plain\ntext\n", "plain\ntext\n"],
    ["no newline", "no newline"],
    ["{{html}} {{{html}}} {{&html}}", `<a href="x">&' <a href="x">&' <a href="x">&'`],
    ["{{port}} {{on}} {{none}}|{{empty}}|", "2379 True ||"],
    ["{{list}} {{map.y}}", "['a', 'b', 'c'] {'z': 'deep'}"],
    ["{{map.y.z}} {{map.[a b]}} {{list.[1]}} {{list.[0]}}", "deep blank b a"],
    ["{{list.length}} {{length list}}", "3 3"],
    ["{{! a comment }}{{!-- another }} --}}x", "x"],
    ["a {{~name~}} b", "aetcdb"],
    [String.raw`\{{name}} {{{{raw}}}}{{name}}{{{{/raw}}}}`, "{{name}} {{name}}"],
    ["{{#if on}}\nyes\n{{else}}\nno\n{{/if}}\nend\n", "yes\nend\n"],
    ["{{#if off}}a{{else if on}}b{{else}}c{{/if}}", "b"],
    ["{{#unless off}}a{{else}}b{{/unless}}", "a"],
    ["{{#if emptyMap}}a{{else}}b{{/if}}{{#if list}}c{{/if}}{{#if zero}}d{{/if}}", "bc"],
    ["{{#if missing}}a{{else}}b{{/if}}{{#if map.missing.deeper}}a{{else}}b{{/if}}", "bb"],
    ["{{#unless missing}}a{{/unless}}", "a"],
    ["{{#if missing.length}}a{{else}}b{{/if}}{{#if list.length}}c{{/if}}", "bc"],
    ["{{#each list}}{{this}}{{#unless @last}},{{/unless}}{{/each}}", "a,b,c"],
    ["{{#each list}}{{@index}}{{@first}}{{.}} {{/each}}", "0Truea 1Falseb 2Falsec "],
    ["{{#each map.y}}{{@key}}={{this}}{{/each}}", "z=deep"],
    ["{{#each list as |item i|}}{{i}}{{item}} {{/each}}", "0a 1b 2c "],
    ["{{#each none}}x{{else}}empty{{/each}}", "empty"],
    ["{{#each emptyMap}}x{{else}}empty{{/each}}", "empty"],
    [
      "{{#each users}}{{name}}:{{#each tags}}{{../name}}-{{this}}@{{@../index}} {{else}}none{{/each}};{{/each}}",
      "ann:ann-x@0 ann-y@0 ;bob:none;",
    ],
    [
      "{{#each users as |user|}}{{#each user.tags as |tag i|}}{{user.name}}{{tag}}{{i}} {{/each}}{{/each}}",
      "annx0 anny1 ",
    ],
    ["{{#each users}}{{#if tags}}{{name}} {{../name}} {{@root.port}}{{/if}}{{/each}}", "ann etcd 2379"],
    ["{{#each users}}{{this.name}} {{./name}} {{/each}}", "ann ann bob bob "],
    ["{{#with map.y}}{{z}} {{../name}}{{/with}}", "deep etcd"],
    ["{{#with map.y as |y|}}{{y.z}}{{/with}}{{#with emptyMap}}a{{else}}b{{/with}}", "deepb"],
    ['{{hostvars.[n1].node_ip}} {{lookup (lookup hostvars h1) "node_ip"}}', "10.0.0.1 10.0.0.1"],
    ['{{#each groups.etcd}}{{lookup (lookup ../hostvars this) "node_ip"}} {{/each}}', "10.0.0.1 10.0.0.2 "],
    ['{{lookup list 1}} {{#with (lookup hostvars "n2")}}{{node_ip}}{{/with}}', "b 10.0.0.2"],
  ])("%j renders as %j", (text, expected) => {
    expect(render(text, variables)).toBe(expected);
  });

  it.each<[text: string, expected: string]>([
    [`{{default missing "x"}} {{default name "x"}} {{default map.missing.deep "y"}}`, "x etcd y"],
    [`{{default empty "x" true}}`, "x"],
    [`{{join list ","}} {{upper name}} {{replace name "e" "E"}}`, "a,b,c ETCD Etcd"],
    [`{{join (map users attribute="name") "+"}}`, "ann+bob"],
    [`{{to_json map.y}} {{to_nice_json numbers indent=0}}`, `{"z": "deep"} [1, 2]`],
    [`{{#if (eq name "etcd")}}a{{/if}}{{#if (ne port 2379)}}b{{/if}}{{#if (gt port 1000)}}c{{/if}}`, "ac"],
    [`{{#if (and on (not off) (le zero 0))}}a{{/if}}{{#if (or off missing (in "b" list))}}b{{/if}}`, "ab"],
    [`{{#if (and missing (eq missing.x 1))}}a{{else}}b{{/if}}`, "b"],
    [`{{or missing empty "last"}} {{and on name}}`, "last etcd"],
    [`{{#if (defined missing)}}a{{else}}b{{/if}}{{#if (undefined map.nope)}}c{{/if}}`, "bc"],
    [`{{#if (version "1.28.3" "1.9" ">=")}}a{{/if}}{{#if (match name "et")}}b{{/if}}`, "ab"],
    [
      `{{#if (is name "string")}}a{{/if}}{{#if (is name "lower")}}b{{/if}}{{#if (is port "in" numbers)}}c{{/if}}`,
      "ab",
    ],
    [`{{#eq name "etcd"}}a{{else}}b{{/eq}}{{#gt port 9999}}c{{else}}d{{/gt}}`, "ad"],
    [`{{ternary on "yes" "no"}} {{int "7"}} {{length (select numbers "odd")}}`, "yes 7 1"],
    [
      `{{#each (dict2items map.y)}}{{key}}:{{value}}{{/each}}{{#each (range 3)}}{{this}}{{/each}}`,
      "z:deep012",
    ],
    [`{{lookup "items" "x"}} {{lookup "env" "PLAY_TEST_NONE" default="d"}}`, "x d"],
  ])("knows the vocabulary: %j renders as %j", (text, expected) => {
    expect(render(text, variables)).toBe(expected);
  });

  it("takes a variable before a function of its name, and the function where there is none", () => {
    expect(render("{{now}}", { now: "then" })).toBe("then");
    expect(render("{{now}}")).toMatch(/^\d{4}-\d\d-\d\d /);
    expect(render("{{#each xs}}{{version}}{{/each}}", { xs: [{ version: "3.5" }] })).toBe("3.5");
    expect(render("{{version}} {{first}}", { version: "1", first: "2" })).toBe("1 2");
  });

  it("asks the scope only for what it needs", () => {
    const asked: string[] = [];
    const scope: Scope = {
      get: (name) => {
        asked.push(name);
        return name === "a" ? false : "x";
      },
      names: () => ["a", "b", "c"],
      searchPath: [],
    };
    expect(compile("{{#if a}}{{b}}{{/if}}{{c}}").template.render(scope)).toBe("x");
    expect(asked).toEqual(["a", "c"]);
  });

  it("makes only the hosts of hostvars that it looks at", () => {
    const made: string[] = [];
    const hostvars = lazyMap({
      names: () => ["n1", "n2"],
      get: (name) => {
        made.push(name);
        return ["n1", "n2"].includes(name) ? { ip: name } : undefined;
      },
    });
    expect(render("{{hostvars.n1.ip}}{{lookup hostvars h}}", { hostvars, h: "n1" })).toBe("n1{'ip': 'n1'}");
    expect(new Set(made)).toEqual(new Set(["n1"]));
  });

  it("does not see what objects inherit", () => {
    const text =
      "{{#if map.constructor}}a{{/if}}{{#if map.__proto__}}b{{/if}}{{#if list.push}}c{{/if}}{{#if toString}}d{{/if}}";
    expect(render(text, variables)).toBe("");
    expect(describeError(thrownBy(() => render("{{map.constructor}}", variables)))).toBe(
      "UNDEFINED_VARIABLE 1:3",
    );
  });
});

describe("an unknown value in a Handlebars template", () => {
  const known: ValueMap = {
    key: unknown,
    result: { stdout: unknown, rc: 0 },
    list: ["a", unknown],
    on: true,
  };

  it.each([
    "{{key}}",
    "a {{upper key}}",
    "{{result}}",
    "{{#if key}}a{{/if}}",
    "{{#if (eq key 1)}}a{{else}}b{{/if}}",
    "{{#each key}}a{{/each}}",
    "{{#each list}}{{this}}{{/each}}",
    "{{#with key}}a{{/with}}",
    '{{default key "x"}}',
  ])("makes the whole of %j unknown", (text) => {
    expect(render(text, known)).toBe(unknown);
  });

  it.each([
    ["{{result.rc}}", "0"],
    ["{{#if on}}a{{else}}{{key}}{{/if}}", "a"],
    ["{{#if (or on key)}}a{{/if}}", "a"],
    ["{{#if (and key (not on))}}a{{else}}b{{/if}}", "b"],
    ["{{#each list}}x{{/each}}", "xx"],
    ["{{length list}} {{first list}}", "2 a"],
    ["{{#if (defined key)}}a{{/if}}", "a"],
  ])("does not matter to %j", (text, expected) => {
    expect(render(text, known)).toBe(expected);
  });
});

describe("references of a Handlebars template", () => {
  const referencesOf = (text: string) =>
    compile(text).template.references.map((reference) => {
      const { line, column } = positionOf(reference.source);
      return `${reference.name}${reference.guarded ? "?" : ""} ${line}:${column}`;
    });

  it.each<[text: string, references: string[]]>([
    ["{{a}}\n{{b.c}}", ["a 1:3", "b 2:3"]],
    ["{{upper a}} {{default b c}}", ["a 1:9", "b? 1:23", "c 1:25"]],
    ["{{#if a}}{{a}}{{b}}{{else}}{{a}}{{/if}}", ["a? 1:7", "a? 1:12", "b 1:17", "a 1:30"]],
    ["{{#if (defined a)}}{{a}}{{/if}}", ["a? 1:16", "a? 1:22"]],
    ["{{#if (and a (eq b 1))}}{{a.x}}{{/if}}", ["a? 1:12", "b 1:18", "a? 1:27"]],
    ["{{#unless a}}{{b}}{{else}}{{a}}{{/unless}}", ["a? 1:11", "b 1:16", "a? 1:29"]],
    ["{{#if a.length}}{{#each a}}x{{/each}}{{/if}}", ["a? 1:7", "a? 1:7", "a? 1:7", "a? 1:7", "a? 1:25"]],
    [
      "{{#each xs as |x|}}{{x.name}}{{y}}{{this.z}}{{@index}}{{../top}}{{@root.also}}{{/each}}",
      ["xs 1:9", "top 1:57", "also 1:67"],
    ],
    ["{{#with a}}{{b}}{{else}}{{c}}{{/with}}", ["a 1:9", "c 1:27"]],
    ['{{lookup hostvars host}} {{lookup "env" "HOME"}} {{now}}', ["hostvars 1:10", "host 1:19", "now? 1:52"]],
  ])("of %j are found where they stand", (text, references) => {
    const found = referencesOf(text);
    expect([...new Set(found)]).toEqual([...new Set(references)]);
  });
});

describe("mistakes in a Handlebars template", () => {
  it.each<[text: string, errors: string[]]>([
    ["a\n  {{#if x}}\nb", ["TEMPLATE_SYNTAX 2:3"]],
    ["{{#if x}}\n{{/unless}}", ["TEMPLATE_SYNTAX 1:4"]],
    ["one\ntwo {{ x + 1 }}", ["TEMPLATE_SYNTAX 2:10"]],
    ["a rather long line of text before it\nand one more {{foo\n{{ bar }}", ["TEMPLATE_SYNTAX 2:14"]],
    ["{{#each xs}}\n{{#if y}}{{/if}}\n{{!-- {{/each}} --}}\n", ["TEMPLATE_SYNTAX 1:1"]],
    ["{{#if x}}a{{else if y}}b", ["TEMPLATE_SYNTAX 1:1"]],
    [String.raw`\{{#each {{#if a}}{{^}}b{{#each c}}{{/each}}`, ["TEMPLATE_SYNTAX 1:10"]],
    ["x\n{{foo\n", ["TEMPLATE_SYNTAX 2:1"]],
    ["{{/if}}", ["TEMPLATE_SYNTAX 1:1"]],
    ["{{a/../b}}", ["TEMPLATE_SYNTAX 1:3"]],
    ["{{> header}}", ["TEMPLATE_SYNTAX 1:1"]],
    ["x {{nope y}}\n {{#if (also y)}}{{/if}}", ["UNKNOWN_FUNCTION 1:5", "UNKNOWN_FUNCTION 2:9"]],
    ["{{#loop xs}}{{/loop}}", ["UNKNOWN_FUNCTION 1:4"]],
    ["{{#upper x}}{{/upper}}", ["UNKNOWN_FUNCTION 1:4"]],
    ["{{#users}}{{/users}}", ["UNKNOWN_FUNCTION 1:4"]],
    ['{{map xs "uper"}} {{select xs "mach" "a"}}', ["UNKNOWN_FILTER 1:10", "UNKNOWN_TEST 1:31"]],
    ['{{lookup "fiel" "x"}}', ["UNKNOWN_FUNCTION 1:10"]],
    ['{{is x "strin"}}', ["UNKNOWN_TEST 1:3"]],
    ["{{#if a b}}{{/if}}", ["TEMPLATE_SYNTAX 1:4"]],
    ["{{eq a}}", ["TEMPLATE_SYNTAX 1:3"]],
    ["{{#if (eq a)}}{{/if}}", ["TEMPLATE_SYNTAX 1:8"]],
    ["{{#if (upper)}}{{/if}}", ["TEMPLATE_SYNTAX 1:8"]],
    ["{{@index}}", ["TEMPLATE_SYNTAX 1:3"]],
    ["{{#each xs}}{{@place}}{{../../y}}{{/each}}", ["TEMPLATE_SYNTAX 1:15", "TEMPLATE_SYNTAX 1:25"]],
    ["{{this}}", ["TEMPLATE_SYNTAX 1:3"]],
    ["{{a.b c}}", ["TEMPLATE_SYNTAX 1:3"]],
    ["\r\n\r\n  {{nope y}}\r\n", ["UNKNOWN_FUNCTION 3:5"]],
  ])("in %j are found when compiling", (text, errors) => {
    expect(compile(text).errors.map(describeError)).toEqual(errors);
  });

  it.each<[text: string, error: string]>([
    ["a\n  {{nme}}", "UNDEFINED_VARIABLE 2:5"],
    ["{{map.nope}}", "UNDEFINED_VARIABLE 1:3"],
    ["{{upper nme}}", "UNDEFINED_VARIABLE 1:9"],
    ["{{#each nme}}{{/each}}", "UNDEFINED_VARIABLE 1:9"],
    ["{{#if (eq nme 1)}}{{/if}}", "UNDEFINED_VARIABLE 1:11"],
    ["{{#each users}}\n{{nme}}\n{{/each}}", "UNDEFINED_VARIABLE 2:3"],
    [`{{#if (version "1.2" ">=" "1.1")}}{{/if}}`, "BAD_VALUE 1:8"],
    ["x\n{{join port}}", "BAD_VALUE 2:3"],
    ["{{#if (gt name 1)}}{{/if}}", "BAD_VALUE 1:8"],
    ["{{#each port}}{{/each}}", "BAD_VALUE 1:9"],
    [`{{replace name "a"}}`, "BAD_VALUE 1:3"],
    [`{{lookup "file" "/nonexistent/x"}}`, "FILE_NOT_FOUND 1:3"],
  ])("in %j is an error where it stands", (text, error) => {
    expect(describeError(thrownBy(() => render(text, variables)))).toBe(error);
  });

  it("suggests what was meant", () => {
    expect(compile("{{ name | upper }}").errors[0]?.hint).toContain('{{default x "y"}}');
    expect(compile("{{ list.0 }}").errors[0]?.hint).toContain("list.[0]");
    expect(compile("{{ list[0] }}").errors[0]?.hint).toContain("list.[0]");
    expect(compile("{{#each xs}}{{#if y}}{{/each}}{{/if}}").errors[0]?.hint).toContain(
      "{{/if}} before {{/each}}",
    );
    expect(compile("{{#if x}}").errors[0]?.hint).toBe("close it with {{/if}}");
    expect(compile("{{/if}}").errors[0]?.hint).toContain("no block is open");
    expect(compile("{{ x + 1 }}").errors[0]?.hint).toContain("calculate");
    expect(compile("{{ a == b }}").errors[0]?.hint).toContain("{{#if (eq a b)}}");
    expect(thrownBy(() => render("{{nam}}", variables)).hint).toBe('did you mean "name"?');
    expect(compile("{{uper name}}").errors[0]?.hint).toBe('did you mean "upper"?');
    expect(compile("{{#ech xs}}{{/ech}}").errors[0]?.hint).toBe('did you mean "each"?');
  });
});

describe("rendering the same as Handlebars", () => {
  const reference = Handlebars.create();
  const data = {
    name: "etcd",
    on: true,
    list: ["a", "b"],
    map: { x: "1", y: "2" },
    users: [
      { name: "ann", tags: ["x"] },
      { name: "bob", tags: [] },
    ],
  };

  it.each([
    "a\n{{#if on}}\n  b\n{{else}}\n  c\n{{/if}}\nd\n",
    "  {{#each list}}\n  - {{this}}\n  {{/each}}\nend",
    "{{#each users}}\n{{@index}} {{name}}:{{#each tags}} {{../name}}/{{this}}{{else}} -{{/each}}\n{{/each}}\n",
    "{{#each map}}\n{{@key}}: {{this}}{{#unless @last}},{{/unless}}\n{{/each}}",
    "{{#each users as |u i|}}{{i}}{{u.name}}{{#each u.tags as |t|}}{{u.name}}{{t}}{{/each}}{{/each}}",
    "{{#with users.[1]}}{{name}} of {{@root.name}}{{/with}}\n\n{{! gone }}\n\n{{!-- gone --}}\r\nx\r\n",
    'x {{~#if on~}} y {{~/if~}} z {{lookup list 1}} {{lookup map "y"}} {{list.length}}',
    "\t{{#unless on}}\n\tno\n\t{{else}}\n\tyes\n\t{{/unless}}\n",
    "{{#each users}}{{#if tags}}{{#each tags}}{{../name}} {{../../name}} {{@../index}}{{/each}}{{/if}}{{/each}}",
  ])("%j", (text) => {
    expect(render(text, data)).toBe(reference.compile(text, { noEscape: true })(data));
  });
});
