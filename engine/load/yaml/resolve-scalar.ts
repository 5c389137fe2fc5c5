/**
 * The value of a plain scalar by YAML 1.1's rules as PyYAML applies them (https://yaml.org/type/): `yes` is true,
 * `0644` is 420, `1:30` is 90, `1e3` is text because a float needs a point and a signed exponent.
 * Dates stay text. Whole numbers that a double cannot hold stay text too, so that no digit is lost.
 */
export function resolvePlain(text: string): null | boolean | number | string {
  if (nulls.has(text)) return null;
  const truth = booleans.get(text);
  if (truth !== undefined) return truth;
  if (!/^[-+.0-9]/.test(text)) return text;
  return resolveInteger(text) ?? resolveFloat(text) ?? text;
}

const nulls: ReadonlySet<string> = new Set(["", "~", "null", "Null", "NULL"]);

const booleans: ReadonlyMap<string, boolean> = new Map([
  ...["yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as const),
  ...["no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false] as const),
]);

const integerForms: readonly { readonly form: RegExp; readonly read: (digits: string) => number }[] = [
  { form: /^0b[01_]+$/, read: (digits) => Number.parseInt(digits.slice(2), 2) },
  { form: /^0x[0-9a-fA-F_]+$/, read: (digits) => Number.parseInt(digits.slice(2), 16) },
  { form: /^0[0-7_]+$/, read: (digits) => Number.parseInt(digits, 8) },
  { form: /^(?:0|[1-9][0-9_]*)$/, read: Number },
  { form: /^[1-9][0-9_]*(?::[0-5]?[0-9])+$/, read: readSexagesimal },
];

function resolveInteger(text: string): number | undefined {
  const { sign, digits } = splitSign(text);
  const found = integerForms.find(({ form }) => form.test(digits));
  if (!found) return undefined;
  const value = found.read(digits.replaceAll("_", ""));
  return Number.isSafeInteger(value) ? signed(sign, value) : undefined;
}

function resolveFloat(text: string): number | undefined {
  const { sign, digits } = splitSign(text);
  if (/^\.(?:inf|Inf|INF)$/.test(digits)) return sign * Infinity;
  if (/^\.(?:nan|NaN|NAN)$/.test(text)) return Number.NaN;
  const plain = digits.replaceAll("_", "");
  if (/^[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?$/.test(digits)) return sign * Number(plain);
  if (/^[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/.test(digits)) return sign * readSexagesimal(plain);
  // PyYAML knows no sign before a leading point.
  return /^\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?$/.test(text) ? Number(plain) : undefined;
}

function splitSign(text: string): { sign: 1 | -1; digits: string } {
  if (text.startsWith("-")) return { sign: -1, digits: text.slice(1) };
  return { sign: 1, digits: text.startsWith("+") ? text.slice(1) : text };
}

function signed(sign: 1 | -1, value: number): number {
  // No negative zero: it prints as "-0".
  return value === 0 ? 0 : sign * value;
}

function readSexagesimal(text: string): number {
  return text.split(":").reduce((total, part) => total * 60 + Number(part), 0);
}
