#!/bin/sh
# Applies the files of golang-migrate to a PostgreSQL database. golang-migrate takes an advisory lock; this script bounds its waiting,
# lets it end behind the file that it is at when the pod is told to stop, and says what repairs a version that was left dirty.
#
# MIGRATIONS_FOLDER, MIGRATIONS_TABLE, MIGRATIONS_LOCK_TIMEOUT (seconds): where the files are, its table of versions, the bound on waiting
# PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD ...: read by golang-migrate, so that its arguments have nothing of them
set -eu

migration() {
  migrate -path "$MIGRATIONS_FOLDER" -database "postgres:///?x-migrations-table=$MIGRATIONS_TABLE" \
    -lock-timeout "$MIGRATIONS_LOCK_TIMEOUT" "$@" 2>&1
}

# The version before another one, as `migrate force` takes it.
before() {
  previous=-1
  for file in "$MIGRATIONS_FOLDER"/*.up.*; do
    version=${file##*/}
    version=${version%%_*}
    if [ "$version" -lt "$1" ] && [ "$version" -gt "$previous" ]; then
      previous=$version
    fi
  done
  echo "$previous"
}

# Shows what golang-migrate says (descriptor 4), and prints its error.
up() {
  migration up | while IFS= read -r line; do
    printf '%s\n' "$line" >&4
    case $line in
      error:* | 'Stopping after'*) printf '%s\n' "$line" ;;
    esac
  done
}

main() {
  error=$(up)
  case $error in
    '')
      echo 'migrations are complete'
      return
      ;;
    # Only then is nobody else at it: a version is dirty as well while another pod applies it.
    'error: Dirty database'* | 'error: migration failed'*)
      version=$(migration version) || true
      version=${version% (dirty)}
      echo "migrations failed: version $version is dirty: its file failed or was cut off, and the server may have finished it all the same.\
 Look at what it has done. If nothing, or it was undone: migrate force $(before "$version"); if all of it, or it was finished by hand:\
 migrate force $version; both with the options and the environment of this container (table '$MIGRATIONS_TABLE')"
      ;;
    # The files before, after a rollback or in an old pod that is started anew.
    'error: no migration found for version'*)
      version=$(migration version) || true
      if [ "$version" -gt "$(before 9223372036854775807)" ]; then
        echo "version $version is applied, which is later than all of these files"
        return
      fi
      echo "migrations failed: version $version is applied, and its file is not among these: bring it back"
      ;;
    *'SSL is not enabled'*)
      echo "migrations failed: golang-migrate wants TLS, which the server does not have: set PGSSLMODE to 'disable' in 'env' of the tool"
      ;;
    Stopping*) echo 'migrations failed: told to stop' ;;
    *) echo 'migrations failed: the message above says why' ;;
  esac
  exit 1
}

# Its first lock waits without a bound of its own.
export PGOPTIONS="-c lock_timeout=${MIGRATIONS_LOCK_TIMEOUT}s ${PGOPTIONS:-}"
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
