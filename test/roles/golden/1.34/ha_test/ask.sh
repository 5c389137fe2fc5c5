# Managed by play; changes made here are overwritten
# What the client and the watches have in common; times are hundredths of a second since the machine's start.
set -u

now() {
  read -r up rest </proc/uptime
  echo "${up%.*}${up#*.}"
}

seconds() {
  awk -v "from=$1" -v "to=$2" 'BEGIN { printf "%.1f", (to - from) / 100 }'
}

# The administrator's pair is in the file, so no process has it among its words. Neither is the answer made pretty for this
# user agent, which API servers of 1.20 that were built with a newer Go do not survive.
ask() {
  curl --config /run/play-ha-test/curl "$@"
}

# Who holds a lease of kube-system, asked at ADDRESS:PORT.
holder() {
  ask --max-time 3 "https://$1/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/$2" |
    sed -n 's/.*"holderIdentity": *"\([^"]*\)".*/\1/p'
}

# Whether the service kubernetes leads to an address, asked at ADDRESS:PORT: yes, no, or nothing where nobody answers.
leads_to() {
  ask --fail --max-time 3 "https://$1/api/v1/namespaces/default/endpoints/kubernetes" |
    awk -v "address=\"$2\"" '{ text = text $0 } END { if (text != "") print index(text, address) ? "yes" : "no" }'
}

# When a write first succeeded that was begun after a time. mawk prints what is more than 31 bits by %.0f only.
written_since() {
  tail -n 1000 /run/play-ha-test/writes | awk -v "since=$1" '$2 >= since && $3 == 201 { at = $2 + $4 * 100; if (!first || at < first) first = at } END { if (first) printf "%.0f\n", int(first) }'
}
