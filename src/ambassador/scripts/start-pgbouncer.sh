#!/bin/sh
# Starts PgBouncer with pgbouncer.ini of its folder, after it has written the users with their passwords.
#
# USERS_FILE: the file to write them to; in memory, since PgBouncer needs the passwords themselves
# PGBOUNCER_USER_n, PGBOUNCER_PASSWORD_n: the users, from 1 on
set -eu
umask 077

# quoted TEXT: as the file of the users has it, in double quotes, and those in it doubled; and a blank behind
quoted() {
  rest=$1 text=
  while [ "${rest#*\"}" != "$rest" ]; do
    text=$text${rest%%\"*}\"\"
    rest=${rest#*\"}
  done
  printf '"%s" ' "$text$rest"
}

newline='
'
user='' password='' number=1
: > "$USERS_FILE"
while eval "[ \"\${PGBOUNCER_USER_$number+set}\" ]"; do
  eval "user=\$PGBOUNCER_USER_$number password=\$PGBOUNCER_PASSWORD_$number"
  unset "PGBOUNCER_PASSWORD_$number"
  case $password in
    '') echo "password of user '$user' is empty: put one into its Secret" >&2; exit 1 ;;
    *"$newline"*) echo "password of user '$user' has a line break, which PgBouncer cannot read: take it out of the Secret" >&2; exit 1 ;;
  esac
  { quoted "$user"; quoted "$password"; echo; } >> "$USERS_FILE"
  number=$((number + 1))
done
exec pgbouncer "${0%/*}/pgbouncer.ini"
