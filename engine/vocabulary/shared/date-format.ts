import { PlayError } from "../../base/play-error.ts";

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = "January February March April May June July August September October November December".split(
  " ",
);

/** A date by a `strftime` format (POSIX.1-2017), in English; local time unless `utc`. */
export function formatDate(date: Date, format: string, utc: boolean): string {
  // A date whose UTC fields are the wall clock's, so that one set of getters serves both.
  const offset = utc ? 0 : -date.getTimezoneOffset();
  const clock = new Date(date.getTime() + offset * 60_000);
  return format.replaceAll(/%([\s\S])/g, (whole, letter: string) => {
    const write = directives[letter];
    if (!write) throw new PlayError("BAD_VALUE", `strftime knows no ${whole}`);
    return write(clock, offset);
  });
}

type Directive = (clock: Date, offset: number) => string;

const directives: Readonly<Record<string, Directive>> = {
  Y: (clock) => String(clock.getUTCFullYear()),
  y: (clock) => two(clock.getUTCFullYear() % 100),
  m: (clock) => two(clock.getUTCMonth() + 1),
  d: (clock) => two(clock.getUTCDate()),
  e: (clock) => String(clock.getUTCDate()).padStart(2),
  H: (clock) => two(clock.getUTCHours()),
  I: (clock) => two(((clock.getUTCHours() + 11) % 12) + 1),
  p: (clock) => (clock.getUTCHours() < 12 ? "AM" : "PM"),
  M: (clock) => two(clock.getUTCMinutes()),
  S: (clock) => two(clock.getUTCSeconds()),
  f: (clock) => `${String(clock.getUTCMilliseconds()).padStart(3, "0")}000`,
  j: (clock) => String(dayOfYear(clock)).padStart(3, "0"),
  a: (clock) => dayName(clock).slice(0, 3),
  A: dayName,
  b: (clock) => monthName(clock).slice(0, 3),
  B: monthName,
  w: (clock) => String(clock.getUTCDay()),
  u: (clock) => String(clock.getUTCDay() || 7),
  F: (clock) => clock.toISOString().slice(0, 10),
  T: (clock) => clock.toISOString().slice(11, 19),
  s: (clock, offset) => String(Math.floor(clock.getTime() / 1000) - offset * 60),
  z: (_, offset) =>
    `${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`,
  Z: (_, offset) => (offset === 0 ? "UTC" : ""),
  "%": () => "%",
};

function two(number: number): string {
  return String(number).padStart(2, "0");
}

function dayName(clock: Date): string {
  return days[clock.getUTCDay()] ?? "";
}

function monthName(clock: Date): string {
  return months[clock.getUTCMonth()] ?? "";
}

function dayOfYear(clock: Date): number {
  return Math.floor((clock.getTime() - Date.UTC(clock.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
}
