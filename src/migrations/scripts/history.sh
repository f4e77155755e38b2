# shellcheck shell=sh disable=SC2034,SC2154 # its variables are used, and set, where it is a part
# Reads the rows that database-*.sh prints, which are in `rows`; a part of migrate-files.sh and applied-files.sh.

carriage_return=$(printf '\r')

# Checksum of a file, which is the same whether its lines end in CR LF or in LF.
checksum() {
  LC_ALL=C sed "s/$carriage_return\$//" "$MIGRATIONS_FOLDER/$1" | digest
}

digest() {
  sha256sum | cut -d ' ' -f 1
}

# Takes the row of a file apart; without one, `state` is empty. `table` is the name of the history.
find_row() {
  read -r state recorded pod started <<ROW
$(printf '%s\n' "$rows" | awk -v file="$1" 'NR > 1 && $1 == file { sub(/^[^ ]+ /, ""); print }')
ROW
  table=$(printf '%s\n' "$rows" | sed -n '1s/^table //p')
}

# Succeeds when the row of a file has its content; `note` says when its lines end in another way now. Before, that changed the checksum.
has_content() {
  note=''
  [ "$recorded" != "$(checksum "$1")" ] || return 0
  note=', with other ends of lines'
  [ "$recorded" != "$(digest <"$MIGRATIONS_FOLDER/$1")" ] || return 0
  [ "$recorded" = "$(LC_ALL=C sed "s/$carriage_return\$//; s/\$/$carriage_return/" "$MIGRATIONS_FOLDER/$1" | digest)" ]
}
