# Cuts what follow.sh hands over into lines, for a program that says what is done with each.
#
# Contract: the program beside this one defines `function line(text)`, which is called once per
# complete line, without its newline, and prints what it wants. Each chunk of a file is a new run:
# nothing can be remembered from one chunk to the next, and BEGIN and END must print nothing.
#
# The input ends with a line that holds the rest of the last line, mostly empty, and a full stop.
# The rest is handed back on descriptor 4, to come first in the next chunk of that file.
# Names that this file takes: line and frame_held. For mawk, a program with a parameter called line has
# to be named before this one.

NR > 1 { line(frame_held) }
{ frame_held = $0 }

END {
  ORS = ""
  if (length(frame_held) > 1) print substr(frame_held, 1, length(frame_held) - 1) > "/proc/self/fd/4"
}
