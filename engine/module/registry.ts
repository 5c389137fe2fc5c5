import type { AnyModule } from "./contract.ts";
import { apt } from "./library/apt.ts";
import { assert } from "./library/assert.ts";
import { blockinfile } from "./library/blockinfile.ts";
import { certificate } from "./library/certificate.ts";
import { certificate_authority } from "./library/certificate-authority.ts";
import { command } from "./library/command.ts";
import { copy } from "./library/copy.ts";
import { debug } from "./library/debug.ts";
import { fail } from "./library/fail.ts";
import { fetch } from "./library/fetch.ts";
import { file } from "./library/file.ts";
import { generated } from "./library/generated.ts";
import { get_url } from "./library/get-url.ts";
import { group } from "./library/group.ts";
import { hostname } from "./library/hostname.ts";
import { include_vars } from "./library/include-vars.ts";
import { kubeconfig } from "./library/kubeconfig.ts";
import { kubectl } from "./library/kubectl.ts";
import { lineinfile } from "./library/lineinfile.ts";
import { meta } from "./library/meta.ts";
import { modprobe } from "./library/modprobe.ts";
import { mount } from "./library/mount.ts";
import { packageModule } from "./library/package.ts";
import { pause } from "./library/pause.ts";
import { ping } from "./library/ping.ts";
import { raw } from "./library/raw.ts";
import { replace } from "./library/replace.ts";
import { script } from "./library/script.ts";
import { service } from "./library/service.ts";
import { set_fact } from "./library/set-fact.ts";
import { setup } from "./library/setup.ts";
import { shell } from "./library/shell.ts";
import { slurp } from "./library/slurp.ts";
import { stat } from "./library/stat.ts";
import { sysctl } from "./library/sysctl.ts";
import { systemd } from "./library/systemd.ts";
import { template } from "./library/template.ts";
import { unarchive } from "./library/unarchive.ts";
import { uri } from "./library/uri.ts";
import { user } from "./library/user.ts";
import { wait_for } from "./library/wait-for.ts";

const all: readonly AnyModule[] = [
  apt,
  assert,
  blockinfile,
  certificate,
  certificate_authority,
  command,
  copy,
  debug,
  fail,
  fetch,
  file,
  generated,
  get_url,
  group,
  hostname,
  include_vars,
  kubeconfig,
  kubectl,
  lineinfile,
  meta,
  modprobe,
  mount,
  packageModule,
  pause,
  ping,
  raw,
  replace,
  script,
  service,
  set_fact,
  setup,
  shell,
  slurp,
  stat,
  sysctl,
  systemd,
  template,
  unarchive,
  uri,
  user,
  wait_for,
];

/** Every module that play brings, by name. */
export const modules: ReadonlyMap<string, AnyModule> = new Map(all.map((module) => [module.name, module]));
