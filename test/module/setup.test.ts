import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { setup } from "../../engine/module/library/setup.ts";
import { factsScript } from "../../engine/module/shared/facts/facts-script.ts";
import { parseFacts } from "../../engine/module/shared/facts/parse-facts.ts";
import { planOf } from "./rows.ts";

/** Sections as the facts script prints them. */
function printed(sections: Readonly<Record<string, string>>): string {
  return Object.entries(sections)
    .map(([name, text]) => `\n@@ ${name}\n${text}\n`)
    .join("");
}

const rows: readonly [sentence: string, sections: Record<string, string>, facts: object][] = [
  [
    "reads Debian, with its point release",
    {
      "os-release":
        'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION="12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian',
      "debian-version": "12.11",
      "package-manager": "/usr/bin/apt-get",
      init: "systemd\nsystemd",
    },
    {
      distribution: "Debian",
      distribution_version: "12.11",
      distribution_major_version: "12",
      distribution_release: "bookworm",
      os_family: "Debian",
      pkg_mgr: "apt",
      service_mgr: "systemd",
    },
  ],
  [
    "reads Ubuntu, whose debian_version is not its own",
    {
      "os-release": 'NAME="Ubuntu"\nVERSION_ID="22.04"\nVERSION_CODENAME=jammy\nID=ubuntu\nID_LIKE=debian',
      "debian-version": "bookworm/sid",
    },
    {
      distribution: "Ubuntu",
      distribution_version: "22.04",
      distribution_major_version: "22",
      distribution_release: "jammy",
      os_family: "Debian",
    },
  ],
  [
    "reads Rocky Linux",
    {
      "os-release":
        'NAME="Rocky Linux"\nVERSION="9.3 (Blue Onyx)"\nID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.3"',
      "package-manager": "/usr/bin/dnf",
    },
    {
      distribution: "Rocky",
      distribution_version: "9.3",
      distribution_release: "Blue Onyx",
      os_family: "RedHat",
      pkg_mgr: "dnf",
    },
  ],
  [
    "reads CentOS 7, whose point release stands elsewhere",
    {
      "os-release":
        'NAME="CentOS Linux"\nVERSION="7 (Core)"\nID="centos"\nID_LIKE="rhel fedora"\nVERSION_ID="7"',
      "redhat-release": "CentOS Linux release 7.9.2009 (Core)",
    },
    {
      distribution: "CentOS",
      distribution_version: "7.9",
      distribution_major_version: "7",
      distribution_release: "Core",
      os_family: "RedHat",
    },
  ],
  [
    "reads Alpine",
    {
      "os-release": 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.19.1',
      "package-manager": "/sbin/apk",
      init: "init\nopenrc",
    },
    {
      distribution: "Alpine",
      distribution_version: "3.19.1",
      distribution_major_version: "3",
      distribution_release: "NA",
      os_family: "Alpine",
      pkg_mgr: "apk",
      service_mgr: "openrc",
    },
  ],
  [
    "takes an unknown distribution's family from what it is like",
    { "os-release": 'NAME="Nice Linux"\nID=nice\nID_LIKE="foo debian"\nVERSION_ID=1' },
    { distribution: "Nice Linux", os_family: "Debian" },
  ],
  [
    "reads kernel and names",
    {
      uname: "Linux n1.example.org 5.10.0-8-amd64 x86_64\n#1 SMP Debian 5.10.46-4",
      fqdn: "n1.example.org",
      "machine-id": "abc",
    },
    {
      system: "Linux",
      nodename: "n1.example.org",
      hostname: "n1",
      fqdn: "n1.example.org",
      domain: "example.org",
      kernel: "5.10.0-8-amd64",
      kernel_version: "#1 SMP Debian 5.10.46-4",
      architecture: "x86_64",
      machine_id: "abc",
    },
  ],
  [
    "does without a full name",
    { uname: "Linux n1 5.10 i686\n#1" },
    { fqdn: "n1", domain: "", machine: "i686", architecture: "i386" },
  ],
  [
    "counts two sockets of four cores with two threads",
    {
      cpuinfo: Array.from(
        { length: 16 },
        (_, cpu) => `processor\t: ${cpu}\nphysical id\t: ${cpu % 2}\nsiblings\t: 8\ncpu cores\t: 4`,
      ).join("\n"),
    },
    {
      processor_count: 2,
      processor_cores: 4,
      processor_threads_per_core: 2,
      processor_vcpus: 16,
      processor_nproc: 16,
    },
  ],
  [
    "counts processors that tell no topology",
    { cpuinfo: "processor\t: 0\nprocessor\t: 1" },
    { processor_count: 2, processor_cores: 1, processor_vcpus: 2, processor: ["0", "1"] },
  ],
  [
    "reads memory",
    {
      meminfo:
        "MemTotal:        2048000 kB\nMemFree:          1024000 kB\nBuffers:         0 kB\nCached:     512000 kB\nSwapCached: 0 kB\nSwapTotal:       1024 kB\nSwapFree:  1024 kB",
    },
    {
      memtotal_mb: 2000,
      memfree_mb: 1000,
      swaptotal_mb: 1,
      memory_mb: {
        real: { total: 2000, free: 1000, used: 1000 },
        nocache: { free: 1500, used: 500 },
        swap: { total: 1, free: 1, used: 0, cached: 0 },
      },
    },
  ],
  [
    "reads mounts with blanks in their names, devices only",
    {
      mounts: "proc /proc proc rw 0 0\n/dev/vdb /mnt/a\\040b ext4 rw,noatime 0 0\nnas:/x /nas nfs rw 0 0",
      df: "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vdb 1000 400 600 40% /mnt/a b",
    },
    {
      mounts: [
        {
          device: "/dev/vdb",
          mount: "/mnt/a b",
          fstype: "ext4",
          options: "rw,noatime",
          size_total: 1_024_000,
          size_available: 614_400,
        },
        { device: "nas:/x", mount: "/nas", fstype: "nfs", options: "rw" },
      ],
    },
  ],
  [
    "reads the user and an environment with newlines",
    {
      env: "A=1\nB\0C=x=y\0_odd(=z\0",
      user: "me\n1000\n100",
      passwd: "me:x:1000:100:Me,,,:/home/me:/bin/ash",
    },
    {
      user_id: "me",
      user_uid: 1000,
      user_gid: 100,
      user_dir: "/home/me",
      user_shell: "/bin/ash",
      env: { A: "1\nB", C: "x=y" },
    },
  ],
  [
    "reads the resolver's configuration",
    {
      "resolv.conf":
        "# x\nnameserver 10.0.0.1\nnameserver 10.0.0.2\nsearch a.org b.org\noptions ndots:2 rotate",
    },
    {
      dns: {
        nameservers: ["10.0.0.1", "10.0.0.2"],
        search: ["a.org", "b.org"],
        options: { ndots: "2", rotate: true },
      },
    },
  ],
  [
    "reads SELinux, and names a virtual machine as Ansible does",
    { selinux: "1\n33", virtualization: "oracle" },
    {
      selinux: { status: "enabled", mode: "enforcing", policyvers: 33 },
      virtualization_type: "virtualbox",
      virtualization_role: "guest",
    },
  ],
  [
    "knows bare metal",
    { virtualization: "none" },
    { virtualization_type: "NA", virtualization_role: "NA", selinux: { status: "disabled" } },
  ],
  [
    "knows a container without systemd",
    { containers: "docker\ncontainer=oci" },
    { virtualization_type: "docker" },
  ],
];

describe("facts", () => {
  test.each(rows)("%s", (_, sections, facts) => expect(parseFacts(printed(sections))).toMatchObject(facts));

  test("reads interfaces and the way out", () => {
    const facts = parseFacts(
      printed({
        links:
          "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN\\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n" +
          "2: br-a0@if5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UP\\    link/ether 92:1c:0e:00:00:01 brd ff:ff:ff:ff:ff:ff",
        addresses:
          "1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever\n1: lo    inet6 ::1/128 scope host \\       valid_lft forever\n" +
          "2: br-a0    inet 10.1.2.3/22 scope global br-a0\\       valid_lft forever\n2: br-a0    inet 10.1.2.9/32 scope global br-a0\\       valid_lft forever\n" +
          "2: br-a0    inet6 fe80::1/64 scope link \\       valid_lft forever",
        route4: "8.8.8.8 via 10.1.0.1 dev br-a0 src 10.1.2.3 uid 0 \\    cache",
      }),
    );
    const ipv4 = {
      address: "10.1.2.3",
      broadcast: "10.1.3.255",
      netmask: "255.255.252.0",
      network: "10.1.0.0",
      prefix: "22",
    };
    expect(facts).toMatchObject({
      interfaces: ["lo", "br-a0"],
      br_a0: {
        device: "br-a0",
        active: true,
        mtu: 1450,
        macaddress: "92:1c:0e:00:00:01",
        ipv4,
        ipv6: [{ address: "fe80::1" }],
      },
      all_ipv4_addresses: ["10.1.2.3", "10.1.2.9"],
      all_ipv6_addresses: ["fe80::1"],
      default_ipv4: { interface: "br-a0", gateway: "10.1.0.1", ...ipv4 },
      default_ipv6: {},
    });
  });

  test("come from a host that answers nothing", () => {
    expect(parseFacts("")).toMatchObject({
      distribution: "NA",
      os_family: "NA",
      default_ipv4: {},
      date_time: {},
    });
  });

  test("come from this machine", () => {
    const facts = parseFacts(execFileSync("sh", ["-c", factsScript.text], { encoding: "utf8" }));
    expect(facts).toMatchObject({
      system: "Linux",
      user_uid: process.getuid?.(),
      date_time: { tz_offset: expect.stringMatching(/^[-+]\d{4}$/) },
    });
    expect(facts["memtotal_mb"]).toBeGreaterThan(0);
  });
});

test("setup keeps the facts that fit its filter", () => {
  const found = {
    facts: { rc: 0, stdout: Buffer.from(printed({ uname: "Linux n1 5 x86_64" })), stderr: Buffer.from("") },
  };
  const names = (filter: string) =>
    Object.keys((planOf(setup, { filter }, found).result?.["ansible_facts"] ?? {}) as object);
  expect(names("ansible_kernel*")).toEqual(["kernel", "kernel_version"]);
  expect(names("hostnam?,fqdn")).toEqual(["hostname", "fqdn"]);
});
