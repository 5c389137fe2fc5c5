/**
 * A script that lists what is below the working folder, sorted: type (d, f, l), what stat(1) tells, the link's target,
 * and the path. busybox's find has no -printf.
 */
export function listWith(format: string): string {
  return `find . -mindepth 1 -exec sh -c 'for path do
  type=f; [ ! -d "$path" ] || type=d; [ ! -L "$path" ] || type=l
  printf "%s %s %s %s\\n" $type "$(stat -c "${format}" "$path")" "$(readlink "$path")" "$path"
done' sh {} + | LC_ALL=C sort`;
}
