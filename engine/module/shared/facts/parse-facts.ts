import type { ResultFields } from "../../contract.ts";
import { clockFacts } from "./clock.ts";
import { distributionFacts } from "./distribution.ts";
import { environmentFacts } from "./environment.ts";
import { hardwareFacts } from "./hardware.ts";
import { mountFacts } from "./mounts.ts";
import { networkFacts } from "./network.ts";
import { platformFacts } from "./platform.ts";
import { splitSections } from "./sections.ts";
import { securityFacts, virtualizationFacts } from "./virtualization.ts";

/** Every fact, by Ansible's names without `ansible_`. */
export function parseFacts(output: string): ResultFields {
  const sections = splitSections(output);
  return {
    ...networkFacts(sections), // first: an interface called "system" does not hide a fact
    ...platformFacts(sections),
    ...distributionFacts(sections),
    ...hardwareFacts(sections),
    ...mountFacts(sections),
    ...environmentFacts(sections),
    ...clockFacts(sections),
    ...virtualizationFacts(sections),
    ...securityFacts(sections),
    module_setup: true,
  };
}
