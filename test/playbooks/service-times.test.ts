import { expect, test } from "vitest";
import { restartsByPlays, type ServiceTimes } from "./service-times.ts";

const scheduler: ServiceTimes = { service: "kube-scheduler", host: "h1", up: 1, down: 0, ended: 0 };
const etcd: ServiceTimes = { ...scheduler, service: "etcd" };

interface Row {
  readonly what: string;
  readonly before: ServiceTimes;
  readonly after: Partial<ServiceTimes>;
  readonly counts: boolean;
}

// systemd counts what ends by itself, from 0 on whenever somebody starts it
const rows: readonly Row[] = [
  { what: "what was not restarted", before: scheduler, after: {}, counts: false },
  { what: "a leader that a play restarted", before: scheduler, after: { up: 2 }, counts: true },
  { what: "a leader that ended by itself", before: scheduler, after: { up: 2, ended: 1 }, counts: false },
  {
    what: "a leader that a play restarted, and that had ended by itself before",
    before: { ...scheduler, ended: 2 },
    after: { up: 2, ended: 0 },
    counts: true,
  },
  { what: "another service that ended by itself", before: etcd, after: { up: 2, ended: 1 }, counts: true },
];

test.each(rows)("of restarts by plays is, or is not, $what", ({ before, after, counts }) => {
  const then = [{ ...before, ...after }];
  expect(restartsByPlays([before], then)).toEqual(counts ? then : []);
});
