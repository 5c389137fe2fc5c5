/** Suffixes of systemd's unit types (systemd.unit(5)). */
const suffixes = /\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;

/** A unit's full name; one without a type is a service. */
export function unitName(name: string): string {
  return suffixes.test(name) ? name : `${name}.service`;
}

/** Where a unit that an administrator wrote has its file; an instance's file is its template's. */
export function unitFile(unit: string): string {
  return `/etc/systemd/system/${unit.replace(/@[^.]*\./, "@.")}`;
}
