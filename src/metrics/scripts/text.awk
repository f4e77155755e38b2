# Makes metrics of a text file, from the looks that read-text.sh takes at it. Uses json.awk.
#
# A look is the line `changed SECONDS` and the lines of the file, each behind a blank, with a dot behind its end; or `busy`, when
# the file does not stand still; or nothing, when there is none. It ends with `end SECONDS TIME`, the time of the look.
#
# environment:
#   METRICS_FILE      the file that is written, by renaming
#   TEXT_FILE         the file that is read, for a label
#   TEXT_PATTERNS     lines: `line` begins a pattern, `text REGEX` and `group NAME REGEX` are its parts
#   TEXT_METRICS      lines of fields parted by tabs: type, name, factor or nothing, group, labels parted by commas, help
#   TEXT_STALE_AFTER  seconds after its last change that a file counts
#   TEXT_REPORT       seconds between two lines with what is served, when it has changed; nothing for no lines
#
# A line counts when its newline is there, and when one pattern fits all of it. What it says is kept while the file is being
# rewritten, so that half a file takes no value away; a file that has stood still for SETTLED seconds is all there is.

BEGIN {
  SETTLED = 3
  LASTING = 10
  readPatterns()
  metrics = split(ENVIRON["TEXT_METRICS"], lines, "\n")
  for (m = 1; m <= metrics; m++) {
    split(lines[m], field, "\t")
    TYPE[m] = field[1]
    NAME[m] = field[2]
    FACTOR[m] = field[3]
    GROUP[m] = field[4]
    LABELS[m] = field[5]
    HELP[m] = field[6]
  }
  FILE = "{file=" jsonString(ENVIRON["TEXT_FILE"]) "}"
}

function readPatterns(   lines, count, i) {
  count = split(ENVIRON["TEXT_PATTERNS"], lines, "\n")
  for (i = 1; i <= count; i++) {
    if (lines[i] == "line") {
      PATTERNS++
    } else {
      PARTS[PATTERNS]++
      if (lines[i] ~ /^group /) {
        sub(/^group /, "", lines[i])
        GROUP_OF[PATTERNS, PARTS[PATTERNS]] = substr(lines[i], 1, index(lines[i], " ") - 1)
      }
      sub(/^[^ ]+ /, "", lines[i])
      PART[PATTERNS, PARTS[PATTERNS]] = "(" lines[i] ")"
      WHOLE[PATTERNS] = WHOLE[PATTERNS] "(" lines[i] ")"
    }
  }
}

/^ / { LINE[++LINES] = substr($0, 2) }
/^changed / { changed = $2; there = 1 }
/^busy$/ { busy = 1 }
/^end / {
  now = $2
  if (there || busy) present = now
  if (there && now - changed <= ENVIRON["TEXT_STALE_AFTER"]) take()
  else keepOnly(there || now - present >= SETTLED ? now + 1 : now - LASTING)
  write()
  if (ENVIRON["TEXT_REPORT"] != "" && now - reportedAt >= ENVIRON["TEXT_REPORT"]) report($3)
  LINES = there = busy = 0
}

# The last line is the dot alone, unless the newline in front of it is missing.
function take(   settled, isNew, i, n) {
  settled = now - changed >= SETTLED
  n = LINES - 1
  isNew = !grown(n)
  for (i = 1; i <= n; i++) {
    if (LINE[i] != "" && !takeLine(LINE[i]) && (isNew || i > BEFORE)) unreadable(LINE[i])
  }
  if (settled && LINE[LINES] != "." && !(DANGLING == LINE[LINES] && changed == lastChanged)) {
    DANGLING = LINE[LINES]
    unreadable(substr(DANGLING, 1, length(DANGLING) - 1))
  }
  keepOnly(settled ? now : now - LASTING)
  BEFORE = n
  for (i = 1; i <= n; i++) SEEN_LINE[i] = LINE[i]
  lastChanged = changed
}

# Whether the file is the one of the look before, or that with more lines: those are counted already.
function grown(n,   i) {
  if (n < BEFORE || n == BEFORE && changed != lastChanged) return 0
  for (i = 1; i <= BEFORE; i++) if (LINE[i] != SEEN_LINE[i]) return 0
  return BEFORE > 0
}

function unreadable(line) {
  UNREADABLE++
  if (told == now) return
  told = now
  print "unreadable line: " substr(line, 1, 200) | "cat >&2"
  close("cat >&2")
}

# One line says what is served, as long as that is readable.
function report(time,   text, i) {
  for (i = 1; i <= KEYS && length(text) < 1000; i++) text = text (i > 1 ? ", " : "") KEY[i] " " NUMBER[KEY[i]]
  if (i <= KEYS) text = text ", and " (KEYS - i + 1) " more"
  if (text == "") text = "nothing: " ENVIRON["TEXT_FILE"] (there ? " has no line that can be read, or is stale" : " is not there")
  if (UNREADABLE) text = text " (" UNREADABLE " unreadable lines so far)"
  if (text == reported) return
  reported = text
  reportedAt = now
  print time " serves " text | "cat"
  close("cat")
}

function takeLine(line,   p, m, found) {
  if (length(line) > 4096) return 0
  for (p = 1; p <= PATTERNS; p++) {
    split("", MATCHED)
    if (line ~ ("^" WHOLE[p] "$") && fits(p, 1, line)) {
      for (m = 1; m <= metrics; m++) if (GROUP[m] in MATCHED && !isValue(m)) return 0
      for (m = 1; m <= metrics; m++) if (GROUP[m] in MATCHED) found += takeValue(m)
      if (found) changedRead = changed
      return 1
    }
  }
  return 0
}

# Splits a line into the parts of a pattern: the first takes as much as it can, as long as the others find theirs.
function fits(p, part, rest,   length_, most) {
  if (part > PARTS[p]) return rest == ""
  if (!match(rest, "^" PART[p, part])) return 0
  most = RLENGTH
  for (length_ = most; length_ >= 0; length_--) {
    if (length_ < most && substr(rest, 1, length_) !~ ("^" PART[p, part] "$")) continue
    if (fits(p, part + 1, substr(rest, length_ + 1))) {
      if ((p, part) in GROUP_OF) MATCHED[GROUP_OF[p, part]] = substr(rest, 1, length_)
      return 1
    }
  }
  return 0
}

# Whether Prometheus can have the number and the labels.
function isValue(m,   value, names, count, i) {
  value = MATCHED[GROUP[m]]
  if (value !~ /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$/ || value + 0 > 1e300 || value + 0 < -1e300) return 0
  if (TYPE[m] == "counter" && value + 0 < 0) return 0
  count = split(LABELS[m], names, ",")
  for (i = 1; i <= count; i++) {
    value = MATCHED[names[i]]
    if (value ~ /[\001-\037\177]/ || index(jsonString(value), REPLACEMENT)) return 0
  }
  return 1
}

function takeValue(m,   names, count, i, labels, key) {
  count = split(LABELS[m], names, ",")
  for (i = 1; i <= count; i++) labels = labels (i > 1 ? "," : "") names[i] "=" jsonString(MATCHED[names[i]])
  key = NAME[m] (count ? "{" labels "}" : "")
  if (!(key in NUMBER)) {
    KEY[++KEYS] = key
    METRIC[key] = m
  }
  NUMBER[key] = FACTOR[m] == "" ? MATCHED[GROUP[m]] : sprintf("%.15g", MATCHED[GROUP[m]] * FACTOR[m])
  TAKEN[key] = now
  return 1
}

# Drops the values that were not found since that time.
function keepOnly(since,   i, kept) {
  for (i = 1; i <= KEYS; i++) {
    if (TAKEN[KEY[i]] >= since) KEY[++kept] = KEY[i]
    else delete NUMBER[KEY[i]]
  }
  KEYS = kept + 0
}

function family(name, type, help, samples) {
  return "# HELP " name " " help "\n# TYPE " name " " type "\n" samples
}

function write(   text, m, i, samples, next_) {
  for (m = 1; m <= metrics; m++) {
    samples = ""
    for (i = 1; i <= KEYS; i++) if (METRIC[KEY[i]] == m) samples = samples KEY[i] " " NUMBER[KEY[i]] "\n"
    if (samples != "") text = text family(NAME[m], TYPE[m], HELP[m], samples)
  }
  text = text family("text_file_up", "gauge", "Whether the file is there, was changed lately, and has a line that can be read.", \
    "text_file_up" FILE " " (KEYS > 0) "\n")
  text = text family("text_file_last_read_timestamp_seconds", "gauge", "When the numbers that were read last had been written.", \
    "text_file_last_read_timestamp_seconds" FILE " " (changedRead + 0) "\n")
  text = text family("text_file_unreadable_lines_total", "counter", "Lines that fit no pattern or have no number that can be served.", \
    "text_file_unreadable_lines_total" FILE " " (UNREADABLE + 0) "\n")
  if (text == WRITTEN) return
  WRITTEN = text
  next_ = ENVIRON["METRICS_FILE"] ".next"
  printf "%s", text > next_
  close(next_)
  system("mv -f '" next_ "' '" ENVIRON["METRICS_FILE"] "'")
}
