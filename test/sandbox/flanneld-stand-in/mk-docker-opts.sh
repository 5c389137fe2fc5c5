#!/bin/sh
# A stand-in for flannel's script of this name, with its contract up to 0.17: turns flanneld's subnet file into options
# for dockerd, in a file that a unit reads as EnvironmentFile.
#
#   mk-docker-opts.sh [-f SUBNET_FILE] [-d DOCKER_FILE] [-i] [-c] [-m] [-k NAME]
#     -i  only the single variables DOCKER_OPT_*      -c  only the combined one
#     -m  no --ip-masq (dockerd then decides)         -k  the combined variable's name
set -eu

subnet_file=/run/flannel/subnet.env
docker_file=/run/docker_opts.env
combined_name=DOCKER_OPTS
with_single=yes
with_combined=yes
with_masquerade=yes

while getopts f:d:icmk: option; do
  case $option in
    f) subnet_file=$OPTARG ;;
    d) docker_file=$OPTARG ;;
    i) with_combined=no ;;
    c) with_single=no ;;
    m) with_masquerade=no ;;
    k) combined_name=$OPTARG ;;
    *) sed -n 's/^#   //p' "$0" >&2; exit 1 ;;
  esac
done

if [ ! -f "$subnet_file" ]; then
  echo "$subnet_file is missing: has flanneld got a lease?" >&2
  exit 1
fi
. "$subnet_file"

single=
combined=
add() {
  single="$single$1=\"$2\"
"
  combined="$combined $2"
}

if [ -n "${FLANNEL_SUBNET:-}" ]; then add DOCKER_OPT_BIP "--bip=$FLANNEL_SUBNET"; fi
if [ "$with_masquerade" = yes ] && [ -n "${FLANNEL_IPMASQ:-}" ]; then
  # who of the two masquerades: not both
  if [ "$FLANNEL_IPMASQ" = true ]; then add DOCKER_OPT_IPMASQ --ip-masq=false; else add DOCKER_OPT_IPMASQ --ip-masq=true; fi
fi
if [ -n "${FLANNEL_MTU:-}" ]; then add DOCKER_OPT_MTU "--mtu=$FLANNEL_MTU"; fi

mkdir -p "$(dirname "$docker_file")"
{
  if [ "$with_single" = yes ]; then printf '%s' "$single"; fi
  if [ "$with_combined" = yes ]; then printf '%s="%s"\n' "$combined_name" "$combined"; fi
} >"$docker_file"
