# What is done with each line on a plain stream; used with frame.awk and redact.awk or unredacted.awk.
#
# LOG_FILTERS  one filter per line, applied in this order:
#                keep ERE        only lines that match go on
#                drop ERE        lines that match do not
#                redact KEY ...  the values of these keys are made unreadable
#              A filter sees the line as the ones before it left it.
# LOG_PREFIX   printed before each line

BEGIN {
  prefix = ENVIRON["LOG_PREFIX"]
  filters = split(ENVIRON["LOG_FILTERS"], filter, "\n")
  for (i = 1; i <= filters; i++) {
    verb[i] = operand[i] = filter[i]
    sub(/ .*/, "", verb[i])
    sub(/[^ ]* ?/, "", operand[i])
    if (verb[i] !~ /^(keep|drop|redact)?$/) {
      print "follow: unknown filter '" filter[i] "': use keep, drop or redact" | "cat >&2"
      exit 2
    }
    # A bad expression fails at the start, not at the first line.
    if (verb[i] != "redact") "" ~ operand[i]
  }
}

function line(text, i) {
  for (i = 1; i <= filters; i++) {
    if (verb[i] == "redact") text = redact(text, operand[i])
    else if (verb[i] != "" && (text ~ operand[i]) == (verb[i] == "drop")) return
  }
  print prefix text FRAME_MARK
}
