import { dirname } from "node:path";
import { PlayError } from "../base/play-error.ts";
import type { TaskItem } from "../model/playbook.ts";
import { shownPath } from "./file/read-source-file.ts";
import type { Loading } from "./loading.ts";
import type { Reader, TaskFileRequest } from "./reader.ts";
import { readRole } from "./role/read-role.ts";
import { readTaskList } from "./task/read-task-list.ts";
import { extendTrail, importCircle } from "./trail.ts";

export function createReader(loading: Loading): Reader {
  const reader: Reader = {
    loading,
    readTaskList: (list, place) => readTaskList(list, place, reader),
    readTaskFile: (request) => readTaskFile(request, reader),
    readRole: (request) => readRole(request, reader),
  };
  return reader;
}

/** A file of tasks, read once for each kind of place. Collects IMPORT_CYCLE. */
function readTaskFile(
  { path, source, place, by }: TaskFileRequest,
  reader: Reader,
): readonly TaskItem[] | undefined {
  const { loading } = reader;
  const step = { key: path, label: shownPath(path, loading.options.cwd) };
  const circle = importCircle(place.trail, step);
  if (by === "import" && circle !== undefined) {
    const details = { source, hint: circle };
    loading.errors.add(new PlayError("IMPORT_CYCLE", `${step.label} imports itself`, details));
    return undefined;
  }
  const key = JSON.stringify([path, place.kind, place.roleFolder ?? null, place.playbookFolder]);
  const known = loading.taskLists.get(key);
  if (known) return known;
  const list = loading.files.parse(path, source);
  if (!list) return undefined;
  const trail = extendTrail(place.trail, step, by);
  const tasks = reader.readTaskList(list, { ...place, folder: dirname(path), trail });
  loading.taskLists.set(key, tasks);
  return tasks;
}
