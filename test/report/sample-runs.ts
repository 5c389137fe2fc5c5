import { PlayError } from "../../engine/base/play-error.ts";
import type { Outcome, PlayEvent } from "../../engine/model/event.ts";
import { Unknown } from "../../engine/model/value.ts";
import {
  changed,
  ended,
  hosts,
  item,
  ok,
  played,
  run,
  skipped,
  sourceAt,
  title,
  whole,
} from "./event-builder.ts";

const journal = `Job for etcd.service failed because the control process exited with error code.
See "systemctl status etcd.service" and "journalctl -xeu etcd.service" for details.
`;

function failed(more: { ignored?: boolean; rescued?: boolean } = {}): Outcome {
  const error = new PlayError("COMMAND_FAILED", "start unit etcd.service: exit status 1", {
    source: sourceAt("state: started"),
    hint: "journalctl -u etcd.service on the host tells why",
  });
  const result = { changed: false, rc: 1, stderr: journal, stdout: "" };
  return { kind: "failed", error, ignored: false, rescued: false, result, ...more };
}

function rewritten(member: string): Outcome {
  const before = "ETCD_NAME=etcd\nETCD_DATA_DIR=/var/lib/etcd\nETCD_QUOTA=2\n";
  const after = `ETCD_NAME=${member}\nETCD_DATA_DIR=/var/lib/etcd\nETCD_QUOTA=2\nETCD_DEBUG=no`;
  const diff = { path: "/etc/etcd/etcd.conf", before, after };
  return { kind: "changed", result: {}, changes: [{ summary: "write /etc/etcd/etcd.conf", diff }] };
}

const folders = ["create directory /etc/etcd, mode 0755", "create directory /var/lib/etcd, mode 0700"];

function converged(): PlayEvent[] {
  const names = ["create the folders", "write the configuration", "start etcd"];
  const tasks = names.flatMap((name) => played(title(name), ok, ok, name === "start etcd" ? skipped() : ok));
  return run(
    {
      recap: {
        h1: { ok: 3, milliseconds: 180 },
        h2: { ok: 3, milliseconds: 95 },
        h3: { ok: 2, skipped: 1, milliseconds: 1210 },
      },
    },
    tasks,
  );
}

function changing(): PlayEvent[] {
  const recap = {
    h1: { ok: 1, changed: 4, milliseconds: 4200 },
    h2: { ok: 1, changed: 4, milliseconds: 4100 },
    h3: { ok: 2, changed: 2, skipped: 1, milliseconds: 3900 },
  };
  const restart = title("restart etcd", "systemd", { handler: true });
  return run({ recap }, [
    ...played(title("gather facts", "setup"), ok, ok, ok),
    ...played(title("create the folders"), changed(...folders), changed(...folders), changed(...folders)),
    ...played(title("write the configuration"), rewritten("h1"), rewritten("h2"), ok),
    ...played(
      title("set the mode"),
      changed("set mode of /etc/etcd/etcd.conf to 0640"),
      skipped(),
      skipped(),
    ),
    ...played(
      title("say so", "debug"),
      ...hosts.map((): Outcome => ({ kind: "ok", result: { msg: "written" } })),
    ),
    ...played(restart, changed("restart unit etcd.service"), changed("restart unit etcd.service"), ok),
  ]);
}

function check(): PlayEvent[] {
  const reason = 'output of "make key" (not run in check mode)';
  const unknown: Outcome = { kind: "unknown", reason, result: { stdout: new Unknown(reason) } };
  const start: Outcome = {
    kind: "changed",
    result: {},
    changes: [{ summary: "start unit etcd.service", once: "unit etcd.service exists" }],
  };
  const recap = { h1: { changed: 2, unknown: 1 }, h2: { changed: 2, unknown: 1 }, h3: { changed: 1, ok: 2 } };
  return run({ check: true, recap }, [
    ...played(title("create the folders"), changed(...folders), changed(...folders), changed(...folders)),
    ...played(title("sign the key", "command"), unknown, unknown, ok),
    ...played(title("start etcd", "systemd"), start, start, ok),
  ]);
}

function loop(): PlayEvent[] {
  const task = title("create the folders");
  const shout = title("greet", "debug");
  const fetch = title("fetch the archives", "get_url");
  const missing = new PlayError("TASK_FAILED", "https://mirror.example/b.tgz: HTTP status 404", {
    hint: "the address names no file",
  });
  const broken: Outcome = {
    kind: "failed",
    error: new PlayError("TASK_FAILED", "1 of 2 items failed"),
    ignored: false,
    rescued: false,
    result: {},
  };
  const recap = { h1: { changed: 2, ok: 1 }, h2: { changed: 2, ok: 1 }, h3: { ok: 2, failed: 1 } };
  return run({ recap }, [
    ...whole(
      task,
      ...["h1", "h2"].flatMap((host) => [
        item(task, host, "/etc/etcd", changed("create directory /etc/etcd, mode 0755")),
        item(task, host, "/var/lib/etcd", ok),
        item(task, host, "/opt", skipped()),
        item(task, host, "/etc/ssl/etcd", changed("create directory /etc/ssl/etcd", "set owner to etcd")),
        ended(task, host, changed("create directory /etc/etcd, mode 0755")),
      ]),
      item(task, "h3", "/etc/etcd", ok),
      ended(task, "h3", ok),
    ),
    ...whole(
      shout,
      item(shout, "h1", "a", { kind: "ok", result: { msg: "hello a" } }),
      item(shout, "h1", "b", { kind: "ok", result: { msg: { name: "b", size: 3 } } }),
      ended(shout, "h1", { kind: "ok", result: { results: [] } }),
      ended(shout, "h2", skipped()),
      ended(shout, "h3", skipped()),
    ),
    ...whole(
      fetch,
      ended(fetch, "h1", changed("download a.tgz", "download b.tgz")),
      ended(fetch, "h2", changed("download a.tgz", "download b.tgz")),
      item(fetch, "h3", "a", changed("download a.tgz")),
      item(fetch, "h3", "b", { ...broken, error: missing }),
      ended(fetch, "h3", broken),
    ),
  ]);
}

function failure(): PlayEvent[] {
  const start = title("start etcd", "systemd");
  const recap = { h1: { ok: 2, failed: 1 }, h2: { ok: 2, failed: 1 }, h3: { ok: 3, ignored: 2, rescued: 1 } };
  return run({ recap }, [
    ...played(title("stop the old one", "systemd"), ok, failed({ ignored: true }), failed({ rescued: true })),
    ...played(start, failed(), failed(), ok),
  ]);
}

function unreachable(): PlayEvent[] {
  const error = new PlayError("UNREACHABLE", "10.0.0.3 port 22: no route to host", {
    hint: "is the host up, and ansible_host right?",
  });
  const recap = { h1: { ok: 1 }, h2: { ok: 1 }, h3: { unreachable: 1 } };
  return run({ recap, interrupted: true }, [
    ...played(title("gather facts", "setup"), ok, ok, { kind: "unreachable", error, ignored: false }),
  ]);
}

function retries(): PlayEvent[] {
  const task = title("wait for health", "command");
  const error = new PlayError("TASK_FAILED", "until is not met");
  const attempt = (host: string, number: number): PlayEvent => ({
    kind: "attempt failed",
    task,
    host,
    attempt: number,
    left: 10 - number,
    error,
  });
  return run({ recap: { h1: { ok: 1 }, h2: { ok: 1 }, h3: { ok: 1 } } }, [
    ...whole(
      task,
      ended(task, "h2", ok),
      attempt("h1", 1),
      attempt("h3", 1),
      attempt("h1", 2),
      ended(task, "h1", { kind: "ok", result: { attempts: 3, stdout: "healthy" } }),
      ended(task, "h3", { kind: "ok", result: { attempts: 2, stdout: "healthy" } }),
    ),
  ]);
}

function warnings(): PlayEvent[] {
  const warning: PlayEvent = {
    kind: "warning",
    message: 'the filter "foo" is deprecated',
    source: sourceAt("{{ item }}"),
    hint: 'use "bar"',
  };
  const nasty: Outcome = { kind: "ok", result: { msg: "\u001b[2Jgone\r\nnext \u202eline\u0007\u009b31m" } };
  return run({ recap: { h1: { ok: 1 } } }, [
    warning,
    warning,
    ...played(title("show what \u001b]0;title\u0007 the host says", "debug"), nasty, ok, ok),
  ]);
}

/** Whole runs by name; events are made anew for each use. */
export const sampleRuns = {
  converged,
  changing,
  check,
  loop,
  failure,
  unreachable,
  retries,
  warnings,
} as const;
export type SampleName = keyof typeof sampleRuns;
