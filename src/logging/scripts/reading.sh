# shellcheck shell=sh disable=SC2034,SC2154 # what both files use
#
# The files that follow.sh knows by their identity, `device_inode`, and reads.
#
#   start_ID  where the next line begins           cut_ID  1 within a line that was cut
#   size_ID   the size up to which it was read     lost_ID bytes left out of lines that were cut
#   fd_ID     the descriptor that holds it, if one does
#   id_FD, name_FD, used_FD, taken_FD  what a descriptor holds, the name that it had, when it last grew, and whether another
#             file has its name
#
# Lists, with newlines around each item: $held, descriptors, the last used at the end; $orphans, identities that are held and
# have no name any more; $due, identities to visit again although nothing changes.

# Takes item $2 out of the list with name $1, whose items have newlines around them.
remove() {
  eval "set -- \"\$1\" \"\$2\" \"\$$1\""
  case $3 in *"$newline$2$newline"*) eval "$1=\${3%%\"\$newline\$2\$newline\"*}\$newline\${3#*\"\$newline\$2\$newline\"}" ;; esac
}

# Closes what is held of identity $1, and forgets all of it if it can come back under no name.
release() { eval "fd=\$fd_$1"; eval "exec $fd<&-"; unset "fd_$1"; remove held "$fd"; case $orphans in *"$newline$1$newline"*) forget "$1" ;; esac; }

forget() { remove orphans "$1"; unset "start_$1" "size_$1" "cut_$1" "lost_$1"; }

# No name leads to identity $1 any more. What is held of it is read on.
lose() { eval "fd=\${fd_$1:-}"; remove orphans "$1"; if [ -n "$fd" ]; then orphans=$orphans$1$newline; else forget "$1"; fi; }

cannot_read() { due=$due$1$newline sick=yes; say_once "cannot read '$2'"; return 1; }

# Opens identity $1 under name $2 as $fd. What was quiet for the longest time makes room.
hold() {
  fd=$first
  while case $held in *"$newline$fd$newline"*) ;; *) false ;; esac; do fd=$((fd + 1)); done
  if [ "$fd" -gt "$last" ]; then fd=${held#"$newline"} fd=${fd%%"$newline"*}; eval "release \"\$id_$fd\""; fi
  opened=''
  if is_plain "$2"; then
    open "$fd" "$2" || cannot_read "$1" "$2" || return
    # The name may lead elsewhere by now.
    opened=$([ -f "/proc/self/fd/$fd" ] && stat -L -c '%d_%i' "/proc/self/fd/$fd" && readlink "/proc/self/fd/$fd")
  fi
  if [ "${opened%%"$newline"*}" != "$1" ]; then
    due=$due$1$newline
  elif ! is_inside "${opened#*"$newline"}"; then
    say_once "'$2' leads out of the folders of the log files, and is not read"
  else
    held=$held$fd$newline
    eval "fd_$1=\$fd id_$fd=\$1 name_$fd=\$2 used_$fd=\$now taken_$fd="
    return
  fi
  eval "exec $fd<&-"
  return 1
}

# Prints the lines of the next MiB of identity $1, which is held, and sets $behind if there may be more. An unfinished
# line is read again with what completes it; a line that was cut is left out up to its end.
print_chunk() {
  [ -z "${LOG_OUTPUT:-}" ] || rotate_output
  eval "fd=\$fd_$1 start=\${start_$1:-0} cut=\${cut_$1:-0} lost=\${lost_$1:-0}"
  eval "name=\$name_$fd" behind=''
  # shellcheck disable=SC2086 # a list
  result=$(
    trap '' TERM INT
    open 4 "/proc/self/fd/$fd" || exit 3
    counts=$(
      { dd bs=1048576 count=1 iflag=skip_bytes skip="$start" <&4 2>/dev/null; echo .; } |
        tr -d '\000' | FRAME_CUT=$cut awk $programs 4>&1 >&3
    ) || exit
    read_position 4
    echo "$counts $position"
  ) || if [ $? -eq 3 ]; then cannot_read "$1" "$name"; return; else die 1 'cannot print: awk failed'; fi
  # shellcheck disable=SC2086 # read, the bytes of an unfinished line, whether it was cut, what was left out, the end
  { IFS=' '; set -- "$1" $result; IFS=$newline; }
  [ "$6" -lt $((start + 1048576)) ] || behind=yes
  unfinished=$3
  if [ "$unfinished" -gt 0 ] && [ "$2" -lt $(($6 - start)) ]; then
    unfinished=$(($(tail_of_chunk | wc -c) - 2))
    [ "$unfinished" -lt 262144 ] || unfinished=$3
  fi
  lost=$((lost + $5))
  if [ "$4" -eq 0 ] && [ "$lost" -gt 0 ]; then say "left out $lost bytes of lines longer than 262144 bytes in '$name'"; lost=0; fi
  eval "start_$1=\$(($6 - unfinished)) size_$1=$6 cut_$1=$4 lost_$1=$lost used_$fd=\$now"
  remove held "$fd"
  held=$held$fd$newline
}

# The unfinished line at the end of the chunk with its NULs, and a full stop.
tail_of_chunk() { { dd bs=1048576 count=1 iflag=skip_bytes skip="$start" <"/proc/self/fd/$fd" 2>/dev/null; echo .; } | tail -n 1; }

# Reads identity $1 on, for one chunk: the others have their turn too.
read_on() { print_chunk "$1" || return; [ -z "$behind" ] || due=$due$1$newline busy=yes; }

# Fails while a file that had the name $2 before identity $1 is not read to its end.
is_name_free() {
  for other in $held; do
    eval "other_name=\$name_$other\$taken_$other other_id=\$id_$other"
    if [ "$other_name" = "$2" ] && [ "$other_id" != "$1" ]; then
      read_on "$other_id"
      fresh=$fresh$other_id$newline
      [ -z "$behind" ] || return
      eval "taken_$other=yes"
    fi
  done
}

# Reads identity $1, which has size $2 and name $3.
visit() {
  if is_excluded "$3"; then lose "$1"; return; fi
  remove orphans "$1"
  case $fresh in *"$newline$1$newline"*) return ;; esac
  read_clock
  eval "size=\${size_$1:-0} fd=\${fd_$1:-}"
  if [ "$2" -lt "$size" ]; then forget "$1"; elif [ "$2" -eq "$size" ]; then return; fi
  if [ "$now" -gt "$patience" ]; then due=$due$1$newline busy=yes
  elif [ -n "$fd" ]; then read_on "$1"
  elif ! is_name_free "$1" "$3"; then due=$due$1$newline
  elif hold "$1" "$3"; then read_on "$1"; fi
}

# Reads what has lost its name, and closes what is through.
visit_orphans() {
  [ "$orphans" != "$newline" ] || return
  # shellcheck disable=SC2046 # a list
  for line in $(stat -L -c '%d_%i %s %h' $(for id in $orphans; do eval "echo /proc/self/fd/\$fd_$id"; done) 2>/dev/null); do
    id=${line%% *} size=${line#* }
    eval "known=\${size_$id:-0} fd=\$fd_$id"
    eval "quiet=\$((now - used_$fd)) taken=\$taken_$fd"
    [ "${size#* }" -gt 0 ] || taken=yes
    if [ "${size% *}" -ne "$known" ]; then
      [ "${size% *}" -gt "$known" ] || eval "start_$id=0 cut_$id=0"
      read_on "$id"
    elif [ "$quiet" -gt "$rotate_wait" ] && { [ -n "$taken" ] || [ "$quiet" -gt 3600 ]; }; then release "$id"; fi
  done
}
