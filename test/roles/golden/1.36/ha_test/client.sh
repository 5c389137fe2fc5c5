# Managed by play; changes made here are overwritten
# Writes an object at every tick, each by a process of its own, so that one that hangs holds up no other. A line a write:
# number, when it was begun, HTTP status (000: no answer), seconds. The play tells it again and again until when to go on.
. /run/play-ha-test/ask.sh

write() {
  told=$(ask --max-time 5 --output /dev/null --write-out '%{http_code} %{time_total}' \
    --header 'Content-Type: application/json' \
    --data "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"w-$1\"},\"data\":{\"begun\":\"$2\"}}" \
    https://192.0.2.30:6443/api/v1/namespaces/play-ha-test/configmaps)
  echo "$1 $2 ${told:-000 0}" >>/run/play-ha-test/writes
}

number=0
tick=$(now)
while [ "$(now)" -lt "$(cat /run/play-ha-test/until)" ]; do
  number=$((number + 1))
  write "$number" "$(now)" &
  tick=$((tick + 100 / 10))
  left=$((tick - $(now)))
  # A host that is a second late is too slow: what it missed is not made up for at once.
  if [ "$left" -lt -100 ]; then tick=$(now); fi
  if [ "$left" -gt 0 ]; then sleep "$((left / 100)).$(printf %02d $((left % 100)))"; fi
done
wait
