#!/bin/sh
# Says again and again what a container of this pod uses, as a line on standard output and as metrics in a file.
#
# The pod shares its process namespace. Whose a process is stands among its mounts: the kubelet gives each container
# a file for its last words, in a folder with the container's name. The figures are those of the container's cgroup, v1 or
# v2, behind the root of one of its processes, which only the same user and group may enter; without, those of /proc.
#
#   RESOURCE_CONTAINER     name of the container
#   RESOURCE_INTERVAL      seconds between two readings
#   METRICS_FILE          file for the metrics, always complete
#   RESOURCE_PROC          folder to read in place of /proc
#   RESOURCE_CPU_LIMIT and others: see resources.awk beside this script, which makes the lines and the metrics
set -u
export LC_ALL=C
proc=${RESOURCE_PROC:-/proc}
mark="/containers/$RESOURCE_CONTAINER/[0-9a-f]+ "

# The processes of the container, one path per line: /proc/14.
processes() {
  grep -slE "$mark" "$proc"/[0-9]*/mountinfo | sed 's,/mountinfo$,,'
}

# Prints lines PATH:TEXT of all files that are there and can be read: what is not may be of another version, or gone.
read_files() {
  grep -sH '' "$proc/uptime" "$@"
  for process in $all; do
    set -- "$process"/fd/*
    [ "$1" = "$process/fd/*" ] || echo "$process/fds:$#"
    set -- "$process/mountinfo" "$process/status" "$process/stat" "$process/limits"
    grep -sHE "$mark|^(Uid|Gid|VmRSS|Threads):|^[0-9]+ \(|^Max open files" "$@"
  done
}

take_reading() {
  all=$(processes)
  for process in $all; do
    cgroup=$process/root/sys/fs/cgroup
    [ -d "$cgroup" ] || continue
    read_files "$cgroup"/cpuacct/cpuacct.usage "$cgroup"/cpu/cpu.stat "$cgroup"/cpu/cpu.cfs_quota_us \
      "$cgroup"/memory/memory.usage_in_bytes "$cgroup"/memory/memory.stat "$cgroup"/memory/memory.limit_in_bytes \
      "$cgroup"/cpu.stat "$cgroup"/cpu.max "$cgroup"/memory.current "$cgroup"/memory.stat "$cgroup"/memory.max
    return
  done
  read_files
}

trap exit TERM INT
before=''
while :; do
  now=$(take_reading)
  printf '%s\n--\n%s\n' "$before" "$now" |
    awk -v user="$(id -u):$(id -g)" -v time="$(date -u '+%Y-%m-%dT%H:%M:%SZ %s')" -f "${0%.sh}.awk" || exit
  mv -f "$METRICS_FILE.part" "$METRICS_FILE"
  before=$now
  sleep "$RESOURCE_INTERVAL" &
  wait $!
done
