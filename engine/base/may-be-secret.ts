/** What is hidden too eagerly spoils other output: short texts, plain words such as `inactive`, and paths are no secrets. */
const shortest = 8;
const harmless = /^([a-z]{1,11}|\/[\w./-]*)$/;

/** Whether a text that came from a secret place is worth hiding wherever else it turns up. */
export function mayBeSecret(text: string): boolean {
  return text.length >= shortest && !harmless.test(text);
}
