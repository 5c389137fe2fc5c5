import os from "node:os";

let name: string | undefined;

/** Who play runs as; asked once, since every task wants to know. */
export function ownUser(): string {
  name ??= os.userInfo().username;
  return name;
}
