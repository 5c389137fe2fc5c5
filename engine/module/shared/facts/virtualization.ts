import type { ResultFields } from "../../contract.ts";
import type { Sections } from "./sections.ts";

/** Ansible's names for what systemd-detect-virt(1) says, where they differ. */
const names: Readonly<Record<string, string>> = {
  vmware: "VMware",
  oracle: "virtualbox",
  microsoft: "VirtualPC",
  qemu: "kvm",
  amazon: "kvm",
  none: "NA",
};

const products: readonly (readonly [pattern: RegExp, type: string])[] = [
  [/KVM|QEMU|Bochs|Amazon EC2|Google Compute|OpenStack/i, "kvm"],
  [/VMware/i, "VMware"],
  [/VirtualBox/i, "virtualbox"],
  [/Virtual Machine/i, "VirtualPC"],
];

export function virtualizationFacts(sections: Sections): ResultFields {
  const type = virtualizationType(sections);
  return { virtualization_type: type, virtualization_role: type === "NA" ? "NA" : "guest" };
}

function virtualizationType(sections: Sections): string {
  const detected = sections.lines("virtualization")[0];
  if (detected !== undefined) return names[detected] ?? detected;
  const container = sections.lines("containers")[0];
  if (container !== undefined) return container.replace("container=", "");
  const hardware = sections.text("hardware");
  return products.find(([pattern]) => pattern.test(hardware))?.[1] ?? "NA";
}

export function securityFacts(sections: Sections): ResultFields {
  const [enforce, policyvers] = sections.lines("selinux");
  if (enforce === undefined) return { selinux: { status: "disabled" } };
  const mode = enforce === "1" ? "enforcing" : "permissive";
  return { selinux: { status: "enabled", mode, policyvers: Number(policyvers) } };
}
