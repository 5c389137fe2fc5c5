import type { Trail, TrailStep } from "./reader.ts";

export const emptyTrail: Trail = { imported: [], opened: [] };

export function extendTrail(trail: Trail, step: TrailStep, by: "import" | "include"): Trail {
  const imported = by === "import" ? [...trail.imported, step] : [step];
  return { imported, opened: [...trail.opened, step] };
}

/** `a.yml → b.yml → a.yml`, where importing `step` would close a circle. */
export function importCircle(trail: Trail, step: TrailStep): string | undefined {
  const first = trail.imported.findIndex(({ key }) => key === step.key);
  if (first === -1) return undefined;
  return [...trail.imported.slice(first), step].map(({ label }) => label).join(" → ");
}

export function isOpened(trail: Trail, step: TrailStep): boolean {
  return trail.opened.some(({ key }) => key === step.key);
}
