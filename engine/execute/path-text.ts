/** Repeated and trailing slashes do not make another path. */
export function normalise(path: string): string {
  return path.replaceAll(/\/+/g, "/").replace(/(.)\/$/, "$1");
}

/** The folders above an absolute path, nearest first, without the root. */
export function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
    folders.push(path.slice(0, end));
  return folders;
}
