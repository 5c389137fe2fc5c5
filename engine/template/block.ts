import type { Node } from "../expression/node.ts";

/** A part of a template between text and statements. */
export type Block = TextBlock | OutputBlock | IfBlock | ForBlock | SetBlock | SetMemberBlock | CaptureBlock;

export interface TextBlock {
  readonly kind: "text";
  readonly text: string;
}

/** `{{ value }}` */
export interface OutputBlock {
  readonly kind: "output";
  readonly value: Node;
}

export interface IfBlock {
  readonly kind: "if";
  readonly branches: readonly { readonly test: Node; readonly body: readonly Block[] }[];
  /** What `{% else %}` gives; undefined where there is none. */
  readonly otherwise: readonly Block[] | undefined;
}

/** `{% for names in list if filter %}`; `otherwise` is for an empty list. */
export interface ForBlock {
  readonly kind: "for";
  readonly names: readonly string[];
  readonly list: Node;
  readonly filter: Node | undefined;
  readonly body: readonly Block[];
  readonly otherwise: readonly Block[] | undefined;
}

export interface SetBlock {
  readonly kind: "set";
  readonly names: readonly string[];
  readonly value: Node;
}

/** `{% set name.member = value %}`, for a namespace that outlives a loop's round. */
export interface SetMemberBlock {
  readonly kind: "set-member";
  readonly name: string;
  readonly member: string;
  readonly value: Node;
}

/** `{% set name %}…{% endset %}` */
export interface CaptureBlock {
  readonly kind: "capture";
  readonly name: string;
  readonly body: readonly Block[];
}
