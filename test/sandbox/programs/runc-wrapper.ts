/** Where a cluster host of the sandbox has the real runc, see cluster-profile.ts. */
export const realRuncPath = "/usr/local/lib/play-sandbox/runc";

/**
 * Takes runc's place in the bundles, and becomes the host's real runc.
 *
 * Where the sandbox's root lacks CAP_SYS_RESOURCE, it may not lower a process's oom_score_adj, and cannot hand that
 * capability on, so that runc would start no pod at all. There, both are first taken out of what runc is told.
 */
export const runcWrapper = `#!/bin/sh
# Of the sandbox, in runc's place: see test/sandbox/README.md.
set -eu

capabilities=$(sed -n 's/^CapEff:[[:space:]]*//p' /proc/self/status)
if [ $((0x$capabilities >> 24 & 1)) = 0 ]; then
  previous=
  file=
  for word; do
    case $previous in
      --bundle | -b) file=$word/config.json ;;
      --process | -p) file=$word ;;
    esac
    previous=$word
  done
  if [ -f "$file" ]; then
    sed -i -E 's/"oomScoreAdj": ?-[0-9]+/"oomScoreAdj":0/; s/"CAP_SYS_RESOURCE",//g; s/,"CAP_SYS_RESOURCE"//g' "$file"
  fi
fi
exec ${realRuncPath} "$@"
`;
