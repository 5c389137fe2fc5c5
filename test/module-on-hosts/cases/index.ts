import type { Case } from "../case.ts";
import { authorityCases, certificateCases } from "./certificate.ts";
import { commandCases, rawCases, scriptCases, shellCases } from "./command.ts";
import { copyCases } from "./copy.ts";
import { fetchCases } from "./fetch.ts";
import { fileCases } from "./file.ts";
import { generatedCases } from "./generated.ts";
import { getUrlCases } from "./get-url.ts";
import { modprobeCases, sysctlCases } from "./kernel.ts";
import { kubeconfigCases } from "./kubeconfig.ts";
import { readingCases } from "./reading.ts";
import {
  aptCases,
  groupCases,
  hostnameCases,
  mountCases,
  packageCases,
  uriCases,
  userCases,
} from "./system.ts";
import { templateCases } from "./template.ts";
import { blockinfileCases, lineinfileCases, replaceCases } from "./text.ts";
import { unarchiveCases } from "./unarchive.ts";
import { serviceCases, systemdCases, waitForCases } from "./unit.ts";

/** The cases of every module, by its name. */
export const casesOf: Readonly<Record<string, readonly Case[]>> = {
  ...readingCases,
  // first: enabling any unit lets systemd read the changed files of all
  systemd: systemdCases,
  service: serviceCases,
  apt: aptCases,
  blockinfile: blockinfileCases,
  certificate: certificateCases,
  certificate_authority: authorityCases,
  command: commandCases,
  copy: copyCases,
  fetch: fetchCases,
  file: fileCases,
  generated: generatedCases,
  get_url: getUrlCases,
  group: groupCases,
  hostname: hostnameCases,
  kubeconfig: kubeconfigCases,
  lineinfile: lineinfileCases,
  modprobe: modprobeCases,
  mount: mountCases,
  package: packageCases,
  raw: rawCases,
  replace: replaceCases,
  script: scriptCases,
  shell: shellCases,
  sysctl: sysctlCases,
  template: templateCases,
  unarchive: unarchiveCases,
  uri: uriCases,
  user: userCases,
  wait_for: waitForCases,
};

/** Modules that a plain host is not enough for, and why. */
export const elsewhere: Readonly<Record<string, string>> = {
  kubectl:
    "it asks the API server of a cluster, which the hosts here do not have; test/playbooks/cluster.test.ts proves it on one",
};
