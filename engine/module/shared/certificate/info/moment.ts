import { z } from "zod";

const seconds: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 };

const relative = /^[-+](?=.)(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/;
const absolute = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[-+]\d{4})$/;

/** Ansible's times: from now on (`+32w1d2h`, `-5m`), or ASN.1's (`20300131235959Z`). */
export const validAtOption = z
  .record(
    z.string(),
    z
      .string("must be text")
      .refine((text) => parseMoment(text, 0) !== undefined, 'must be a time: "+30d" or "20300131235959Z"'),
    "must be a mapping of names to times",
  )
  .meta({
    description: 'Names and times, "+30d" from now or "20300131235959Z": was or will it be valid then',
  });

/** Milliseconds since the epoch; undefined where it is not a time. */
export function parseMoment(text: string, now: number): number | undefined {
  if (relative.test(text)) return now + spanOf(text) * 1000;
  const [, year, month, day, hour, minute, second = "00", zone = "Z"] = absolute.exec(text) ?? [];
  if (year === undefined) return undefined;
  const time = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${zone.replace(/(\d\d)$/, ":$1")}`,
  );
  return Number.isNaN(time) ? undefined : time;
}

function spanOf(text: string): number {
  const parts = [...text.matchAll(/(\d+)([wdhms])/g)];
  const span = parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (seconds[unit] ?? 0), 0);
  return text.startsWith("-") ? -span : span;
}

/** A time as ASN.1 writes it: `20300131235959Z`. */
export function showMoment(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replaceAll(/[-T:]/g, "")}Z`;
}
