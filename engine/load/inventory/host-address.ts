export interface HostAddress {
  readonly name: string;
  readonly port?: number;
}

/** `name:22`, `[::1]:22`, `::1`, `node[1:3]:22`: the name, and the port where one is given. */
export function splitPort(text: string): HostAddress {
  const bracketed = /^\[([0-9A-Fa-f:.%\w]*::?[0-9A-Fa-f:.%\w]*)\](?::(\d+))?$/.exec(text);
  if (bracketed?.[1] && isIpv6(bracketed[1])) return address(bracketed[1], bracketed[2]);
  if (isIpv6(text)) return { name: text };
  // A colon of a range stands in brackets.
  const plain = /^((?:[^[\]:]|\[[^\]]*\])+):(\d+)$/.exec(text);
  return plain?.[1] ? address(plain[1], plain[2]) : { name: text };
}

/** Roughly: hexadecimal digits and at least two colons. */
export function isIpv6(text: string): boolean {
  return /^[0-9A-Fa-f:]+(?:[0-9.]+)?(?:%\w+)?$/.test(text) && text.split(":").length > 2;
}

function address(name: string, port: string | undefined): HostAddress {
  return port === undefined ? { name } : { name, port: Number(port) };
}
