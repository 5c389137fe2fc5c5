import type { PlayEvent, TaskUnderWay } from "../model/event.ts";

interface Open {
  readonly name: string;
  readonly hosts: Set<string>;
  readonly since: number;
}

/** Remembers which tasks have begun and on which hosts they are not over. */
export class UnderWay {
  readonly #open = new Map<number, Open>();

  event(event: PlayEvent): void {
    switch (event.kind) {
      case "task started": {
        const { id, name } = event.task;
        this.#open.set(id, { name, hosts: new Set(event.hosts), since: performance.now() });
        return;
      }
      case "task ended":
        this.#open.get(event.task.id)?.hosts.delete(event.host);
        return;
      case "task closed":
        this.#open.delete(event.task.id);
        return;
      default:
    }
  }

  get tasks(): readonly TaskUnderWay[] {
    const now = performance.now();
    return [...this.#open.values()].map(({ name, hosts, since }) => ({
      name,
      hosts: [...hosts],
      milliseconds: now - since,
    }));
  }
}
