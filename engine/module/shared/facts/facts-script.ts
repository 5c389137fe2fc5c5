import { sh } from "../../../base/shell-text.ts";

/**
 * Prints all that facts are made of, as sections that {@link splitSections} reads. POSIX sh with coreutils or busybox;
 * what a host lacks is an empty section. The environment comes first, before the script changes its own.
 */
export const factsScript = sh`{
section() { printf '\n@@ %s\n' "$1"; }
section env; env -0 || env
export LC_ALL=C
PATH="$PATH:/usr/sbin:/sbin"
section uname; uname -snrm; uname -v
section os-release; cat /etc/os-release || cat /usr/lib/os-release
section debian-version; cat /etc/debian_version
section redhat-release; cat /etc/redhat-release
section fqdn; timeout 5 hostname -f
section machine-id; cat /etc/machine-id || cat /var/lib/dbus/machine-id
section user; id -un; id -u; id -g
section passwd; getent passwd "$(id -u)" || grep "^[^:]*:[^:]*:$(id -u):" /etc/passwd
section date
date '+epoch=%s|year=%Y|month=%m|day=%d|hour=%H|minute=%M|second=%S|date=%Y-%m-%d|time=%H:%M:%S|tz=%Z|tz_offset=%z'
date '+|weekday=%A|weekday_number=%w|weeknumber=%W|iso8601_basic_short=%Y%m%dT%H%M%S'
section uptime; cat /proc/uptime
section cmdline; cat /proc/cmdline
section resolv.conf; cat /etc/resolv.conf
section links; ip -o link show
section addresses; ip -o addr show
section route4; ip -4 route get 8.8.8.8
section route6; ip -6 route get 2001:4860:4860::8888
section cpuinfo; grep -E '^(processor|vendor_id|model name|physical id|siblings|cpu cores|Processor|Model)[[:space:]]*:' /proc/cpuinfo
section meminfo; grep -E '^(Mem|Swap|Buffers|Cached)' /proc/meminfo
section mounts; cat /proc/mounts
section df; timeout 5 df -P -k
section package-manager
for name in apt-get dnf5 dnf yum zypper apk pacman emerge; do command -v "$name" && break; done
section init; cat /proc/1/comm
if [ -d /run/systemd/system ]; then echo systemd; elif [ -d /run/openrc ]; then echo openrc; fi
section selinux; if [ -d /sys/fs/selinux ]; then cat /sys/fs/selinux/enforce; echo; cat /sys/fs/selinux/policyvers; fi
section virtualization; systemd-detect-virt
section containers; [ -f /.dockerenv ] && echo docker; [ -f /run/.containerenv ] && echo podman
tr '\0' '\n' </proc/1/environ | grep '^container='
section hardware; cat /sys/class/dmi/id/sys_vendor; cat /sys/class/dmi/id/product_name
} 2>/dev/null
exit 0`;
