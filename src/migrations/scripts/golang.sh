# shellcheck shell=sh disable=SC2034 # its variables are used where it is a part
# Reads golang-migrate's table of versions; a part of migrate-golang.sh and applied-golang.sh.

options=${PGOPTIONS:-}

# Runs the one migration of a folder in a session with a temporary table of versions.
ask() {
  PGOPTIONS="$options -c migrations.table=$MIGRATIONS_TABLE -c default_transaction_read_only=off" \
    migrate -path "$1" -database 'postgres:///?x-migrations-table=%22pg_temp%22.%22versions%22&x-migrations-table-quoted=true' up 2>&1
}

# Sets `schema` of the table, `version` (empty for none) and whether it is dirty, and `known`: versions that were there when they were to be
# applied. The question is a migration whose error is the answer: the image has no other client.
find_history() {
  answer=$(ask "${0%/*}") || true
  case $answer in
    *'migration failed: history;'*) ;;
    *)
      printf '%s\n' "$answer"
      return 1
      ;;
  esac
  IFS=';' read -r schema version is_dirty known _ <<ANSWER
${answer#*migration failed: history;}
ANSWER
  case $schema in
    '' | *[!A-Za-z0-9_-]*)
      echo "the history cannot be in the schema '$schema': have the search path begin with one of letters, digits, '_' and '-'"
      return 1
      ;;
  esac
}

# golang-migrate with its table, and the lock that is named after it, in that schema.
migration() {
  migrate -path "$MIGRATIONS_FOLDER" -database "postgres:///?x-migrations-table=%22$schema%22.%22$MIGRATIONS_TABLE%22&x-migrations-table-quoted=true" "$@" 2>&1
}

# The version of a file, as a number.
version_of() {
  name=${1##*/}
  printf '%s\n' "${name%%_*}" | sed 's/^0*\(.\)/\1/'
}

# The file that golang-migrate leaves out, if there is one: its version is lower than what is applied, and was not there then.
skipped_file() {
  [ -n "$version" ] && [ -n "$known" ] || return 0
  for file in "$MIGRATIONS_FOLDER"/*.up.*; do
    number=$(version_of "$file")
    case " $known " in
      *" $number "*) ;;
      *) [ "$number" -gt "$version" ] || printf '%s\n' "${file##*/}" ;;
    esac
  done | head -n 1
}
