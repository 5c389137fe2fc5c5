import "vitest";

/** What the tests are told about the hosts of this run. */
export type ProvidedSandbox =
  | { readonly kind: "up"; readonly id: number }
  | { readonly kind: "absent"; readonly reason: string };

declare module "vitest" {
  interface ProvidedContext {
    sandbox: ProvidedSandbox;
  }
}
