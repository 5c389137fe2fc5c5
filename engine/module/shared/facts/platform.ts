import type { ResultFields } from "../../contract.ts";
import type { Sections } from "./sections.ts";

const managers: Readonly<Record<string, string>> = { "apt-get": "apt", emerge: "portage" };

/** Kernel, names and the programs that manage the host. */
export function platformFacts(sections: Sections): ResultFields {
  const [first = "", version = ""] = sections.lines("uname");
  const [system = "", nodename = "", kernel = "", machine = ""] = first.split(" ");
  const fqdn = sections.text("fqdn") || nodename;
  return {
    system,
    nodename,
    kernel,
    kernel_version: version,
    machine,
    architecture: /^i[3-6]86$/.test(machine) ? "i386" : machine,
    hostname: nodename.split(".")[0] ?? "",
    fqdn,
    domain: fqdn.split(".").slice(1).join("."),
    machine_id: sections.text("machine-id"),
    pkg_mgr: packageManager(sections.text("package-manager")),
    service_mgr: serviceManager(sections.lines("init")),
    uptime_seconds: Math.floor(Number(sections.text("uptime").split(" ")[0] ?? 0)),
    cmdline: kernelOptions(sections.text("cmdline")),
  };
}

function packageManager(path: string): string {
  const name = path.split("/").at(-1) ?? "";
  return name === "" ? "unknown" : (managers[name] ?? name);
}

function serviceManager([comm = "", found]: readonly string[]): string {
  if (found !== undefined) return found;
  return comm === "init" ? "sysvinit" : comm || "service";
}

function kernelOptions(line: string): ResultFields {
  const words = line.split(/\s+/).filter((word) => word !== "");
  const pairs = words.map((word): [string, string | boolean] => {
    const [name = "", ...value] = word.split("=");
    return [name, value.length > 0 ? value.join("=") : true];
  });
  return Object.fromEntries(pairs);
}
