import type { YAMLError } from "yaml";

/** What the parser means, in words for people who write playbooks. */
export function plainWords({ code, message }: YAMLError): string {
  const known = wording.find(({ seen }) => seen.test(`${code} ${message}`));
  return known?.words ?? message;
}

const wording: readonly { readonly seen: RegExp; readonly words: string }[] = [
  { seen: /^MULTIPLE_DOCS/, words: "a second document begins here" },
  { seen: /^TAB_AS_INDENT/, words: "this line is indented with a tab" },
  { seen: /^BAD_ALIAS Anchor/, words: '"&" is followed by no name' },
  { seen: /^BAD_ALIAS/, words: '"*" is followed by no name of an anchor' },
  { seen: /^BAD_SCALAR_START/, words: "a value cannot start with this character" },
  { seen: /^BAD_DQ_ESCAPE/, words: "this backslash means nothing between double quotes" },
  { seen: /^MULTIPLE_ANCHORS/, words: "a value has one anchor (&), not two" },
  { seen: /^MULTIPLE_TAGS/, words: "a value has one tag (!), not two" },
  { seen: /^KEY_OVER_1024_CHARS/, words: "a key has at most 1024 characters before its colon" },
  { seen: /^BLOCK_AS_IMPLICIT_KEY/, words: "a value cannot be followed by another key in the same line" },
  { seen: /^MULTILINE_IMPLICIT_KEY/, words: "a key and its colon must stand in one line" },
  { seen: /^MISSING_CHAR Comments/, words: "there is no blank before this comment" },
  { seen: /^MISSING_CHAR Implicit/, words: "a key without a colon" },
  { seen: /^(?:BAD_INDENT|MISSING_CHAR Sequence)/, words: "this line is indented in another way" },
  { seen: /flow-(?:seq|map)-end/, words: "a bracket that closes nothing" },
  { seen: /Unexpected , in flow/, words: "a comma with nothing before it" },
  { seen: /^UNEXPECTED_TOKEN/, words: "this does not belong to what stands before it" },
];
