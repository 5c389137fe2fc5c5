import { randomBytes } from "node:crypto";

/** 128 random bits in hexadecimal: text that no output holds by chance, and no command can foresee. */
export function freshToken(): string {
  return randomBytes(16).toString("hex");
}
