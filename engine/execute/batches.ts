/** A play's hosts in the batches that `serial` asks for; its last entry holds for all that remain. */
export function batches<Host>(
  hosts: readonly Host[],
  serial: readonly string[],
): readonly (readonly Host[])[] {
  if (hosts.length === 0) return [];
  if (serial.length === 0) return [hosts];
  const result: (readonly Host[])[] = [];
  for (let start = 0, index = 0; start < hosts.length; index++) {
    const size = batchSize(serial[Math.min(index, serial.length - 1)] ?? "", hosts.length);
    result.push(hosts.slice(start, start + size));
    start += size;
  }
  return result;
}

/** `2`, or `20%` of all hosts, at least one. */
function batchSize(text: string, all: number): number {
  const number = Number.parseInt(text, 10);
  return Math.max(1, text.endsWith("%") ? Math.floor((number * all) / 100) : number);
}
