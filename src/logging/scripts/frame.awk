# Cuts what follow.sh hands over into lines, for a program that says what is done with each.
#
# Contract: the program beside this one defines `function line(text)`, which is called once per complete line, without
# its newline and a carriage return before it, and prints what it wants. Of a longer line than 262144 bytes it gets that
# much, as soon as it is there, and FRAME_MARK, otherwise empty, says so. Each chunk of a file is a new run: nothing can be
# remembered from one chunk to the next, and BEGIN and END must print nothing.
#
# The input ends with a line that holds the rest of the last line, mostly empty, and a full stop. FRAME_CUT=1, in the
# environment: it begins within a line that was cut. On descriptor 4, follow.sh gets: the bytes of the input, those of
# a rest that is to come again with what completes it, whether the rest is a line that was cut, and the bytes left out.
# Names that this file takes: line, FRAME_MARK and all that begin with frame_. For mawk, a program with a parameter called
# line has to be named before this one.

BEGIN { frame_longest = 262144; frame_cut = ENVIRON["FRAME_CUT"] + 0 }

NR > 1 { frame_line(frame_held) }

{ frame_held = $0; frame_bytes += length($0) + 1 }

END {
  frame_held = substr(frame_held, 1, length(frame_held) - 1)
  frame_rest = length(frame_held)
  if (frame_cut || frame_rest > frame_longest) { frame_line(frame_held); frame_cut = 1; frame_rest = 0 }
  if (ENVIRON["FRAME_CUT"] != "") printf "%d %d %d %d", frame_bytes - 2, frame_rest, frame_cut, frame_lost > "/proc/self/fd/4"
}

function frame_line(text) {
  if (frame_cut) { frame_lost += length(text); frame_cut = 0; return }
  FRAME_MARK = ""
  if (length(text) > frame_longest) {
    frame_lost += length(text) - frame_longest
    text = substr(text, 1, frame_longest)
    FRAME_MARK = " [cut at " frame_longest " bytes]"
  } else if (substr(text, length(text)) == "\r") { text = substr(text, 1, length(text) - 1) }
  line(text)
}
