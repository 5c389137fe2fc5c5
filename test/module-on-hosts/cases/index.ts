import type { Case } from "../case.ts";
import { authorityCases, certificateCases } from "./certificate.ts";
import { commandCases, rawCases, scriptCases, shellCases } from "./command.ts";
import { copyCases } from "./copy.ts";
import { fileCases } from "./file.ts";
import { generatedCases } from "./generated.ts";
import { getUrlCases } from "./get-url.ts";
import { modprobeCases, sysctlCases } from "./kernel.ts";
import { kubeconfigCases } from "./kubeconfig.ts";
import { readingCases } from "./reading.ts";
import { templateCases } from "./template.ts";
import { blockinfileCases, lineinfileCases, replaceCases } from "./text.ts";
import { unarchiveCases } from "./unarchive.ts";
import { serviceCases, systemdCases, waitForCases } from "./unit.ts";

/** The cases of every module, by its name. */
export const casesOf: Readonly<Record<string, readonly Case[]>> = {
  ...readingCases,
  blockinfile: blockinfileCases,
  certificate: certificateCases,
  certificate_authority: authorityCases,
  command: commandCases,
  copy: copyCases,
  file: fileCases,
  generated: generatedCases,
  get_url: getUrlCases,
  kubeconfig: kubeconfigCases,
  lineinfile: lineinfileCases,
  modprobe: modprobeCases,
  raw: rawCases,
  replace: replaceCases,
  script: scriptCases,
  service: serviceCases,
  shell: shellCases,
  sysctl: sysctlCases,
  systemd: systemdCases,
  template: templateCases,
  unarchive: unarchiveCases,
  wait_for: waitForCases,
};
