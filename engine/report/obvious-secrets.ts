/** What stands in a secret's place. */
export const redacted = "********";

const pem = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g;

/** Base64 of what starts with "-----BEGIN ", as kubeconfig files and Secrets hold it. */
const encoded = /LS0tLS1CRUdJTi[A-Za-z0-9+/]{20,}={0,2}/g;

/** What `!secret` marks in a line of YAML; the text of a mistake is shown before anything is compiled. */
const marked = /(?<=!secret[ \t]+)[^\s|>][^\n]*/g;

/** Takes out what is a secret by its looks: private keys in PEM, also encoded with base64, and what `!secret` marks. */
export function hideObviousSecrets(text: string): string {
  return text
    .replaceAll(pem, redacted)
    .replaceAll(encoded, (found) => (isPrivateKey(found) ? redacted : found))
    .replaceAll(marked, redacted);
}

function isPrivateKey(text: string): boolean {
  return Buffer.from(text.slice(0, 64), "base64").toString("latin1").includes("PRIVATE KEY");
}
