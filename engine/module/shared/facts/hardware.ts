import type { ResultFields } from "../../contract.ts";
import type { Sections } from "./sections.ts";

/** Processors and memory (proc(5)). */
export function hardwareFacts(sections: Sections): ResultFields {
  const [system_vendor = "NA", product_name = "NA"] = sections.lines("hardware");
  return {
    ...processorFacts(sections.lines("cpuinfo")),
    ...memoryFacts(sections.lines("meminfo")),
    system_vendor,
    product_name,
  };
}

/** Counted as Ansible does: sockets, cores a socket, threads a core; without topology each processor is a socket. */
function processorFacts(lines: readonly string[]): ResultFields {
  const pairs = lines
    .map((line) => line.split(/\s*:\s*/, 2))
    .map(([key = "", value = ""]) => ({ key, value }));
  const of = (key: string): readonly string[] =>
    pairs.filter((pair) => pair.key === key).map((pair) => pair.value);
  const nproc = of("processor").length;
  const sockets = new Set(of("physical id")).size;
  const count = sockets || nproc;
  const cores = sockets > 0 ? Number(of("cpu cores")[0] ?? 1) : 1;
  const threads = sockets > 0 ? Math.max(1, Math.floor(Number(of("siblings")[0] ?? cores) / cores)) : 1;
  const described = new Set(["processor", "vendor_id", "model name", "Processor", "Model"]);
  return {
    processor: pairs.filter(({ key }) => described.has(key)).map(({ value }) => value),
    processor_count: count,
    processor_cores: cores,
    processor_threads_per_core: threads,
    processor_vcpus: count * cores * threads,
    processor_nproc: nproc,
  };
}

function memoryFacts(lines: readonly string[]): ResultFields {
  const sizes = new Map(lines.map((line) => [line.split(":")[0] ?? "", megabytes(line)]));
  const size = (name: string): number => sizes.get(name) ?? 0;
  const cached = size("Cached") + size("Buffers");
  const [total, free] = [size("MemTotal"), size("MemFree")];
  const [swap, swapFree] = [size("SwapTotal"), size("SwapFree")];
  return {
    memtotal_mb: total,
    memfree_mb: free,
    swaptotal_mb: swap,
    swapfree_mb: swapFree,
    memory_mb: {
      real: { total, free, used: total - free },
      nocache: { free: free + cached, used: total - free - cached },
      swap: { total: swap, free: swapFree, used: swap - swapFree, cached: size("SwapCached") },
    },
  };
}

/** `MemTotal:  8000000 kB` */
function megabytes(line: string): number {
  return Math.floor(Number(/(\d+) kB/.exec(line)?.[1] ?? 0) / 1024);
}
