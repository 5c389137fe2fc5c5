/** Dotted IPv4 arithmetic; a prefix is 0 to 32. */
export function netmaskOf(prefix: number): string {
  return dotted(maskBits(prefix));
}

export function networkOf(address: string, prefix: number): string {
  return dotted(bits(address) & maskBits(prefix));
}

export function broadcastOf(address: string, prefix: number): string {
  return dotted(bits(address) | ~maskBits(prefix));
}

function maskBits(prefix: number): number {
  return prefix === 0 ? 0 : -1 << (32 - prefix);
}

function bits(address: string): number {
  return address.split(".").reduce((sum, part) => (sum << 8) | Number(part), 0);
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
}
