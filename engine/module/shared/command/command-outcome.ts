import type { Output } from "../../../host/change.ts";
import type { Value } from "../../../model/value.ts";
import type { Judgement, ResultFields } from "../../contract.ts";

/** How a command's output becomes result fields; judged a failure by any exit status but 0. */
export function judgeCommand(cmd: Value, output: Output, stripEnds: boolean): Judgement {
  const result = {
    cmd,
    rc: output.rc,
    ...textFields("stdout", output.stdout, stripEnds),
    ...textFields("stderr", output.stderr, stripEnds),
    start: timestamp(output.started),
    end: timestamp(output.ended),
    delta: duration(output.ended - output.started),
    ...droppedFields(output),
    msg: output.rc === 0 ? "" : "non-zero return code",
  };
  return output.rc === 0 ? { result } : { result, failed: result.msg };
}

/** Bytes that are missing in the middle of an output too long to be kept. */
function droppedFields({ dropped }: Output): ResultFields {
  return dropped ? { stdout_dropped: dropped.stdout, stderr_dropped: dropped.stderr } : {};
}

/** The fields of a command that did not have to run. */
export function skippedCommand(cmd: Value, reason: string): ResultFields {
  const stdout = `skipped, since ${reason}`;
  return {
    cmd,
    rc: 0,
    stdout,
    stdout_lines: [stdout],
    stderr: "",
    stderr_lines: [],
    start: null,
    end: null,
    delta: null,
    msg: `Did not run command since ${reason}`,
  };
}

function textFields(name: string, bytes: Uint8Array, stripEnds: boolean): ResultFields {
  const text = new TextDecoder().decode(bytes);
  const kept = stripEnds ? text.replace(/[\r\n]+$/, "") : text;
  return { [name]: kept, [`${name}_lines`]: lines(kept) };
}

function lines(text: string): readonly string[] {
  if (text === "") return [];
  return text.replace(/\r?\n$/, "").split(/\r?\n/);
}

/** `2024-05-01 12:00:00.123000`, UTC. */
function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("T", " ").replace("Z", "000");
}

/** `0:00:01.250000` */
function duration(milliseconds: number): string {
  const [hours, rest] = [Math.floor(milliseconds / 3_600_000), milliseconds % 3_600_000];
  return `${hours}:${new Date(rest).toISOString().slice(14, 23)}000`;
}
