import { PlayError } from "../../base/play-error.ts";

/** A text as ansible-vault writes it: a header line, then hexadecimal lines of salt, HMAC and ciphertext. */
export interface Envelope {
  /** The vault id that it was encrypted for, if its header names one. */
  readonly label?: string;
  readonly salt: Buffer;
  readonly hmac: Buffer;
  readonly ciphertext: Buffer;
}

export function isEncrypted(text: string): boolean {
  return text.trimStart().startsWith("$ANSIBLE_VAULT;");
}

/** Throws VAULT. Format: docs.ansible.com, "Ansible Vault payload format". */
export function readEnvelope(text: string): Envelope {
  const [header = "", ...lines] = text.trim().split(/\s*\n\s*/);
  const [mark, version = "", cipher, label] = header.split(";");
  if (mark !== "$ANSIBLE_VAULT" || !["1.1", "1.2"].includes(version) || cipher !== "AES256")
    throw new PlayError("VAULT", `this is not of a form that is known: ${header}`, {
      hint: "ansible-vault rekey writes version 1.1 or 1.2 with AES256",
    });
  const [salt, hmac, ciphertext] = fromHex(lines.join("")).toString("latin1").split("\n").map(fromHex);
  if (!salt || !hmac || !ciphertext) throw damaged();
  return { ...(label !== undefined && { label }), salt, hmac, ciphertext };
}

function fromHex(text: string): Buffer {
  if (text === "" || !/^(?:[0-9a-fA-F]{2})+$/.test(text)) throw damaged();
  return Buffer.from(text, "hex");
}

function damaged(): PlayError {
  return new PlayError("VAULT", "what is encrypted here is damaged", {
    hint: "a part is missing or changed: take it from where it was encrypted, or encrypt it again",
  });
}
