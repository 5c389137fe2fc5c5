import type * as Library from "@peculiar/x509";
import { provideReflectMetadata } from "./reflect-metadata.ts";

export type X509 = typeof Library;

/** The library is loaded when the first certificate is made: that takes longer than all the rest of a converged run. */
export async function loadX509(): Promise<X509> {
  provideReflectMetadata();
  return import("@peculiar/x509");
}
