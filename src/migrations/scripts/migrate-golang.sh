#!/bin/sh
# Applies the files of golang-migrate to a PostgreSQL database. golang-migrate takes an advisory lock; this script bounds its waiting,
# lets it end behind the file that it is at when the pod is told to stop, and says what repairs a version that was left dirty.
#
# MIGRATIONS_FOLDER, MIGRATIONS_TABLE, MIGRATIONS_LOCK_TIMEOUT (seconds): where the files are, its table of versions, the bound on waiting
# PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD ...: read by golang-migrate, so that its arguments have nothing of them
# shellcheck disable=SC2154 # set in golang.sh
set -eu

# Its first lock waits without a bound of its own.
export PGOPTIONS="-c lock_timeout=${MIGRATIONS_LOCK_TIMEOUT}s ${PGOPTIONS:-}"
# shellcheck source=/dev/null
. "${0%/*}/golang.sh"

# Notes in the comment of the table which versions are applied or about to be, because golang-migrate keeps no more than the last. Files of
# before, as after a rollback, do not know the later ones, and note nothing.
remember() {
  find_history || return 0
  now=$(for file in "$MIGRATIONS_FOLDER"/*.up.*; do version_of "$file"; done)
  [ -n "$is_dirty" ] && [ "$(before 9223372036854775807)" -ge "${version:-0}" ] || return 0
  # shellcheck disable=SC2086 # words
  now=$(printf '%s\n' $now $known | sort -nu | tr '\n' ' ')
  [ "$now" != "$known" ] || return 0
  folder=$(mktemp -d)
  echo "COMMENT ON TABLE \"$schema\".\"$MIGRATIONS_TABLE\" IS 'golang-migrate: $now';" >"$folder/1_remember.up.sql"
  ask "$folder" >/dev/null || true # another pod notes the same
  rm -r "$folder"
}

# The version before another one, as `migrate force` takes it.
before() {
  previous=-1
  for file in "$MIGRATIONS_FOLDER"/*.up.*; do
    number=$(version_of "$file")
    if [ "$number" -lt "$1" ] && [ "$number" -gt "$previous" ]; then
      previous=$number
    fi
  done
  echo "$previous"
}

# Shows what golang-migrate says (descriptor 4), and prints its error.
up() {
  migration -lock-timeout "$MIGRATIONS_LOCK_TIMEOUT" up | while IFS= read -r line; do
    printf '%s\n' "$line" >&4
    case $line in
      error:* | 'Stopping after'*) printf '%s\n' "$line" ;;
    esac
  done
}

fail() {
  case $error in
    *'SSL is not enabled'*) set -- "golang-migrate wants TLS, which the server does not have: give the database 'tls: false'" ;;
  esac
  printf 'migrations failed: %s\n' "$1"
  exit 1
}

main() {
  error=$(find_history) || { printf '%s\n' "$error"; fail 'the message above says why'; }
  find_history
  skipped=$(skipped_file)
  [ -z "$skipped" ] || fail "$skipped is not applied, and version $version is, which is later: golang-migrate would leave it out. Give it a later number"
  remember
  error=$(up)
  case $error in
    '')
      remember
      echo 'migrations are complete'
      ;;
    # Only then is nobody else at it: a version is dirty as well while another pod applies it.
    'error: Dirty database'* | 'error: migration failed'*)
      find_history
      fail "version $version is dirty: its file failed or was cut off, and the server may have finished it all the same.\
 Look at what it has done. If nothing, or it was undone: migrate force $(before "$version"); if all of it, or it was finished by hand:\
 migrate force $version; both with the options and the environment of this container (table '$schema.$MIGRATIONS_TABLE')"
      ;;
    # The files before, after a rollback or in an old pod that is started anew.
    'error: no migration found for version'*)
      find_history
      [ "$version" -gt "$(before 9223372036854775807)" ] || fail "version $version is applied, and its file is not among these: bring it back"
      echo "version $version is applied, which is later than all of these files"
      ;;
    Stopping*) fail 'told to stop' ;;
    *) fail 'the message above says why' ;;
  esac
}

: "${HOSTNAME:=unknown}"
export PGAPPNAME="$HOSTNAME"
exec 4>&1

# Told to stop, golang-migrate ends behind the file that it is at. Everything here is in the group of this script.
trap 'trap "" INT; kill -INT 0' TERM
main &
main=$!
status=0
wait "$main" || status=$?
while kill -0 "$main" 2>/dev/null; do
  status=0
  wait "$main" || status=$?
done
exit "$status"
