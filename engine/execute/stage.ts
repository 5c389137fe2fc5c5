import type { Found, Probe } from "../module/contract.ts";
import type { Machine } from "./machine.ts";

/** Where one try of a module takes place. */
export interface Stage {
  /** Where the module acts. */
  readonly machine: Machine;
  readonly controller: Machine;
  /** Plan only. */
  readonly check: boolean;
  readonly interrupted: AbortSignal;
  /** Takes what must never be shown. */
  readonly addSecret: (text: string) => void;
}

/** Puts each question where it belongs: a probe may hold some for the controller. */
export async function askStage<Asked extends Probe>(
  probe: Asked,
  { machine, controller }: Stage,
): Promise<Found<Asked>> {
  const { here, there } = split(probe);
  const [found, own] = await Promise.all([machine.ask(there), controller.ask(here)]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two halves of the probe
  return { ...found, ...own } as Found<Asked>;
}

/** The questions of a probe, for the controller and for the machine that the module acts on. */
export function split(probe: Probe): { readonly here: Probe; readonly there: Probe } {
  const entries = Object.entries(probe);
  return {
    here: Object.fromEntries(entries.filter(([, { where }]) => where === "controller")),
    there: Object.fromEntries(entries.filter(([, { where }]) => where !== "controller")),
  };
}
