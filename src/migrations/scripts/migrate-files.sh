#!/bin/sh
# Applies SQL files to a database, each exactly once, however many pods do so at the same time.
#
# Each file runs in a session of its own, which takes the lock. It runs in a transaction that begins with its row in the history table,
# marked as incomplete, and ends with that mark removed: a file that fails or is cut off takes its mark back with all that it did. What
# commits in the file makes the mark visible, and stops later runs. A file that could lose the mark alone, as by ROLLBACK (see risk.awk),
# is marked before its transaction.
#
# usage: migrate-files.sh CLIENT FILE...
#   CLIENT is the script database-CLIENT.sh beside this one, the files are in their order.
# MIGRATIONS_FOLDER, MIGRATIONS_TABLE, MIGRATIONS_LOCK_TIMEOUT (seconds): where they are, the history table, the bound on waiting
# shellcheck disable=SC2034,SC2154 # used, and set, in history.sh
set -eu

client=$1
shift
here=${0%/*}
# shellcheck source=/dev/null
. "$here/history.sh"

database() {
  sh "$here/database-$client.sh" "$@"
}

fail() {
  printf 'migrations failed: %s\n' "$1"
  exit 1
}

# The history in `rows`, under the lock, for which it waits.
look_locked() {
  deadline=$(($(date +%s) + MIGRATIONS_LOCK_TIMEOUT))
  while rows=$(database rows locked); do
    case $rows in
      'busy '*) holder=${rows#busy } ;;
      *) return 0 ;;
    esac
    [ "$(date +%s)" -lt "$deadline" ] \
      || fail "the lock of table '$MIGRATIONS_TABLE' was not free within $MIGRATIONS_LOCK_TIMEOUT s: $holder has it"
    [ "$told" = "$holder" ] || echo "waiting for the lock of table '$MIGRATIONS_TABLE', which $holder has"
    told=$holder
    sleep 1 &
    wait "$!" || true
    [ -z "$stopping" ] || fail 'told to stop'
  done
  fail 'the message above says why'
}

# Stops for good at a file that has begun and did not come to its end, with the repair.
stop_at() {
  where="$table WHERE file = '$1'"
  fail "$1 is incomplete: $2. Look at what it has done. If nothing, or it was undone: DELETE FROM $where;\
 if all of it, or it was finished by hand: UPDATE $table SET state = 'applied' WHERE file = '$1';"
}

# Runs a file, and says what became of it; fails when another pod has the lock.
run() {
  risk=$(LC_ALL=C awk -v client="$client" -f "$here/risk.awk" "$MIGRATIONS_FOLDER/$1") || fail "$1 cannot be read"
  sum=$(checksum "$1")
  status=0
  said=$(database run "$1" "$sum" "$risk" 3>&1 >&4 2>&4) || status=$?
  case $said in
    busy*) return 1 ;;
    unlocked) fail 'the lock does not hold: connect past a pooler that pools by transaction or statement, or have it pool by session' ;;
    nowhere) fail "no schema of the search path exists in database '$PGDATABASE': create one, or set the search path of user '$PGUSER'" ;;
    begun) ;;
    *) fail 'the message above says why' ;;
  esac
  rows=$(database rows) || fail "the message above says why; what became of $1 is not known"
  find_row "$1"
  case $state,$status in
    applied,*) echo "$1: applied" ;;
    ,0)
      database mark "$1" "$sum" || true
      stop_at "$1" 'it takes its transaction back by itself, and more may have come after that'
      ;;
    ,*) fail "the message above says what and where; nothing of $1 was kept: correct it" ;;
    incomplete,0) stop_at "$1" "it has $risk, which took its transaction back; what came after that may be kept" ;;
    *) stop_at "$1" 'the message above says what and where, and a part of it may be kept' ;;
  esac
}

check_content() {
  has_content "$1" || fail "$1 was changed after it was applied: put its old content back, and make the change in a new file"
}

apply() {
  find_row "$1"
  case $state in
    applied)
      check_content "$1"
      echo "$1: was applied before$note"
      return
      ;;
  esac
  while look_locked; do
    find_row "$1"
    case $state in
      applied)
        check_content "$1"
        echo "$1: applied by another pod"
        return
        ;;
      '') ! run "$1" || return 0 ;;
      *) stop_at "$1" "it was started by $pod at $started, and did not come to its end" ;;
    esac
  done
}

main() {
  for file; do
    [ -r "$MIGRATIONS_FOLDER/$file" ] || fail "there is no file $MIGRATIONS_FOLDER/$file"
  done
  rows=$(database rows) || fail 'the message above says why'
  for file; do
    [ -z "$stopping" ] || fail "received SIGTERM before $file"
    apply "$file"
  done
  echo 'migrations are complete'
}

exec 4>&1 2>&1
told='' stopping=''
case $client in
  # The server takes back what it is at.
  psql)
    trap 'trap "" TERM; kill 0; exit 143' TERM
    main "$@" &
    wait "$!"
    ;;
  # What it is at may be beyond taking back: it ends behind that file.
  mariadb)
    trap 'stopping=yes' TERM
    main "$@"
    ;;
esac
