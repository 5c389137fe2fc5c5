# Managed by play; changes made here are overwritten
# Watches what becomes of a stopped API server, through another: prints each thing as it is seen, as YAML. Words: when it was
# told to stop, its address, the other's ADDRESS:PORT, "writes" where these must go on, and LEASE=HOLDER of those it held.
. /run/play-ha-test/ask.sh
since=$1 address=$2 other=$3 writes=$4
shift 4
gone='' left='' written=''
[ "$writes" = writes ] || written=none

# Prints seconds since the stop, and since the API server was gone.
tell() {
  at=$(now)
  after=${gone:+", gone: $(seconds "${gone:-0}" "$at")"}
  [ "$1" != gone ] || after=''
  echo "- {what: $1, seconds: $(seconds "$since" "$at")$after$2}"
}

while [ "$(now)" -lt $((since + 60 * 100)) ]; do
  if [ -z "$gone" ]; then
    ask --insecure --max-time 3 --output /dev/null "https://$address:6443/readyz"
    if [ $? = 7 ]; then
      gone=$(now)
      tell gone ''
    fi
  fi
  for lease in "$@"; do
    shift
    found=$(holder "$other" "${lease%%=*}")
    case $found in
      '' | "${lease#*=}") set -- "$@" "$lease" ;;
      *) tell "${lease%%=*}" ", holder: '$found'" ;;
    esac
  done
  if [ -z "$left" ] && [ "$(leads_to "$other" "$address")" = no ]; then
    left=yes
    tell endpoint ''
  fi
  if [ -z "$written" ] && [ -n "$gone" ]; then
    written=$(written_since "$gone")
    [ -z "$written" ] || tell write ''
  fi
  if [ -n "$gone" ] && [ -n "$left" ] && [ -n "$written" ] && [ $# = 0 ]; then exit 0; fi
  sleep 0.1
done
