# Makes of two readings of resources.sh, parted by a line "--", the lines and the metrics of the second one.
#
#   -v time=, -v user=         when that was, as in lines and in seconds since 1970; user and group of this program
#   RESOURCE_CPU_LIMIT         thousandths of a core
#   RESOURCE_MEMORY_LIMIT      bytes
#   RESOURCE_WARN_CPU, RESOURCE_WARN_MEMORY, RESOURCE_WARN_OPEN_FILES, RESOURCE_WARN_THROTTLING
#                              percent above which there is a warning
#   RESOURCE_CONTAINER, METRICS_FILE   as in resources.sh
#
# Numbers are doubles. A counter of nanoseconds beyond 2^53 is then wrong by a few of them, which no rate of seconds shows.

BEGIN { reading = 1 }

/^--$/ { reading = 2; next }

{
  colon = index($0, ":")
  path = substr($0, 1, colon - 1)
  text = substr($0, colon + 1)
  file = path
  sub(/.*\//, "", file)
  count = split(text, word, " ")
}

path ~ /\/root\/sys\/fs\/cgroup\// {
  sub(/.*\/sys\/fs\/cgroup\//, "", path)
  if (path ~ /\.stat$/) value[reading, path " " word[1]] = word[2]
  else value[reading, path] = word[1]
  next
}

file == "uptime" { uptime[reading] = word[1] }
file == "mountinfo" { instance[reading] = word[4] }
file == "fds" { open_files[reading] += text; fds = text; open_files_known[reading] = 1 }
file == "limits" && word[4] + 0 > 0 && fds / word[4] > fullest[reading] { fullest[reading] = fds / word[4] }
file == "limits" { fds = 0 }
file == "status" && word[1] == "Uid:" { owner_user = word[2] }
file == "status" && word[1] == "Gid:" && owner[reading] == "" { owner[reading] = owner_user ":" word[2] }
file == "status" && word[1] == "VmRSS:" { resident[reading] += word[2] * 1024 }
file == "status" && word[1] == "Threads:" { threads[reading] += word[2] }
# The name, which may have anything in it, stands in parentheses. Children that have ended count for the parent.
file == "stat" {
  sub(/.*\) /, "", text)
  split(text, word, " ")
  ticks[reading] += word[12] + word[13] + word[14] + word[15]
}

function has(r, name) { return (r, name) in value }

function source(r) {
  if (instance[r] == "" || owner[r] == "") return "nothing"
  if (has(r, "cpu.stat usage_usec") && has(r, "memory.current")) return "cgroup v2"
  if (has(r, "cpuacct/cpuacct.usage") && has(r, "memory/memory.usage_in_bytes")) return "cgroup v1"
  return "/proc"
}

function cpu_seconds(r) {
  if (source(r) == "cgroup v2") return value[r, "cpu.stat usage_usec"] / 1e6
  if (source(r) == "cgroup v1") return value[r, "cpuacct/cpuacct.usage"] / 1e9
  return ticks[r] / 100
}

# As the kubelet counts it: without the part of the page cache that is given up first.
function memory_bytes(r) {
  if (source(r) == "cgroup v2") return positive(value[r, "memory.current"] - value[r, "memory.stat inactive_file"])
  if (source(r) == "cgroup v1") return positive(value[r, "memory/memory.usage_in_bytes"] - value[r, "memory/memory.stat total_inactive_file"])
  return resident[r]
}

function throttling(r, v1, v2) { return source(r) == "cgroup v2" ? value[r, "cpu.stat " v2] : value[r, "cpu/cpu.stat " v1] }
function periods(r) { return throttling(r, "nr_periods", "nr_periods") }
function throttled_periods(r) { return throttling(r, "nr_throttled", "nr_throttled") }
function throttled_seconds(r) { return throttling(r, "throttled_time", "throttled_usec") / (source(r) == "cgroup v2" ? 1e6 : 1e9) }

function has_cgroup() { return source(2) ~ /^cgroup/ }
function has_throttling() { return has(2, "cpu.stat nr_periods") || has(2, "cpu/cpu.stat nr_periods") }

function positive(number) { return number > 0 ? number : 0 }
function percent(share) { return sprintf("%.1f %%", share * 100) }
function mebibytes(bytes) { return sprintf("%.1f MiB", bytes / 1048576) }

function say(text) { print time, text }

function whose(unlimited) { return unlimited ? ", the node's because it has none" : "" }

# Before a container runs its program, and while that has rights of a file or hides itself, even its own user may not enter it.
function why_closed() {
  if (owner[2] == user) return "it is only starting, or its program lets nobody look into it"
  return "only its user and group " owner[2] " may read its cgroup, and this runs as " user
}

function say_source(   limits) {
  limits = sprintf("cpu limit %.3f cores%s, memory limit %s%s", cpu_limit, \
    whose(value[2, "cpu/cpu.cfs_quota_us"] == -1 || value[2, "cpu.max"] == "max"), mebibytes(memory_limit), \
    whose(value[2, "memory/memory.limit_in_bytes"] > 1e18 || value[2, "memory.max"] == "max"))
  if (has_cgroup()) return say("watching container '" container "' by its " source(2) ": " limits)
  if (source(2) == "/proc") {
    return say("watching container '" container "' by /proc: " limits "; throttling, page cache and open files are missing, because " why_closed())
  }
  say("container '" container "' has no process")
}

function warn(what, share, limit) {
  above[what] = share * 100 > limit
  if (above[what]) say("WARNING: " what " at " percent(share) ", above " limit " %")
}

function say_figures(   line) {
  line = sprintf("cpu %.3f of %.3f cores (%s), memory %s of %s (%s)", cores, cpu_limit, percent(cores / cpu_limit), \
    mebibytes(memory_bytes(2)), mebibytes(memory_limit), percent(memory_bytes(2) / memory_limit))
  if (has_throttling()) line = line ", throttled in " percent(throttled_share) " of periods"
  line = line ", " threads[2] " threads"
  if (open_files_known[2]) line = line ", " open_files[2] " open files"
  say(line)
}

function metric(name, type, help, number) {
  printf "# HELP resource_monitor_%s %s\n# TYPE resource_monitor_%s %s\nresource_monitor_%s{container=\"%s\"} %s\n", \
    name, help, name, type, name, container, number > metrics
}

function write_warnings(   what, name) {
  printf "# HELP resource_monitor_warning Whether the last reading was above the threshold of the resource.\n# TYPE resource_monitor_warning gauge\n" > metrics
  for (what in above) {
    name = what
    gsub(" ", "_", name)
    printf "resource_monitor_warning{container=\"%s\",resource=\"%s\"} %d\n", container, name, above[what] > metrics
  }
}

function write_metrics() {
  metric("up", "gauge", "Whether the container has processes.", there)
  metric("last_reading_timestamp_seconds", "gauge", "When the last reading was, in seconds since 1970.", seconds)
  metric("cgroup_readable", "gauge", "Whether the figures are those of the cgroup of the container; those of its processes otherwise.", has_cgroup())
  metric("cpu_limit_cores", "gauge", "CPU limit; without one, what the node can give.", sprintf("%.3f", cpu_limit))
  metric("memory_limit_bytes", "gauge", "Memory limit; without one, what the node can give.", sprintf("%.0f", memory_limit))
  if (!there) return
  metric("cpu_seconds_total", "counter", "CPU time used since the container started.", sprintf("%.6f", cpu_seconds(2)))
  metric("memory_bytes", "gauge", "Working set of the container; resident memory of its processes where the cgroup cannot be read.", \
    sprintf("%.0f", memory_bytes(2)))
  metric("threads", "gauge", "Threads of all processes.", threads[2])
  if (open_files_known[2]) {
    metric("open_files", "gauge", "Open files of all processes.", open_files[2])
    metric("open_files_ratio", "gauge", "Open files of the process that is nearest to its limit, as a share of it.", sprintf("%.6f", fullest[2]))
  }
  if (has_throttling()) {
    metric("cpu_periods_total", "counter", "Periods of CPU time that the limit was applied to.", sprintf("%.0f", periods(2)))
    metric("cpu_throttled_periods_total", "counter", "Periods in which the CPU limit was reached.", sprintf("%.0f", throttled_periods(2)))
    metric("cpu_throttled_seconds_total", "counter", "Time for which the CPU limit held threads back.", sprintf("%.6f", throttled_seconds(2)))
  }
  write_warnings()
}

END {
  seconds = time
  sub(/.* /, "", seconds)
  sub(/ .*/, "", time)
  container = ENVIRON["RESOURCE_CONTAINER"]
  metrics = ENVIRON["METRICS_FILE"] ".part"
  cpu_limit = ENVIRON["RESOURCE_CPU_LIMIT"] / 1000
  memory_limit = ENVIRON["RESOURCE_MEMORY_LIMIT"]
  there = source(2) != "nothing"
  goes_on = uptime[1] != "" && instance[1] == instance[2] && owner[1] == owner[2] && source(1) == source(2)
  if (!goes_on) say_source()
  if (there && goes_on) {
    cores = positive(cpu_seconds(2) - cpu_seconds(1)) / (uptime[2] - uptime[1])
    if (has_throttling() && periods(2) > periods(1)) throttled_share = (throttled_periods(2) - throttled_periods(1)) / (periods(2) - periods(1))
    say_figures()
    warn("cpu", cores / cpu_limit, ENVIRON["RESOURCE_WARN_CPU"])
    if (has_throttling()) warn("throttling", throttled_share, ENVIRON["RESOURCE_WARN_THROTTLING"])
  }
  if (there) {
    warn("memory", memory_bytes(2) / memory_limit, ENVIRON["RESOURCE_WARN_MEMORY"])
    if (open_files_known[2]) warn("open files", fullest[2], ENVIRON["RESOURCE_WARN_OPEN_FILES"])
  }
  write_metrics()
}
