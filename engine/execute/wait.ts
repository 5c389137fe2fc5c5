import { sh } from "../base/shell-text.ts";
import type { RunAction } from "../host/change.ts";
import type { Wait } from "../module/contract.ts";

/** A loop on the host that ends with 0 once the condition holds, with 124 when the time is over. */
export function waitAction(wait: Wait): RunAction {
  const script = sh`
end=$(($(date +%s) + ${wait.timeout}))
sleep ${wait.delay}
while :; do
  problem=$( ( ${wait.script} ) 2>&1 >/dev/null) && exit 0
  [ "$(date +%s)" -lt "$end" ] || break
  sleep ${wait.pause}
done
printf '%s\n' "$problem" >&2
exit 124`;
  return { kind: "run", script, accept: "any", timeout: wait.timeout + wait.delay + 60 };
}
