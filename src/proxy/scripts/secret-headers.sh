#!/bin/sh
# Writes the secrets of headers where nginx reads them, because its configuration cannot name environment variables, and runs a command.
#
# usage: secret-headers.sh COMMAND [ARGUMENT...]
# environment:
#   HEADERS_FILE      file that the configuration includes, with a variable of nginx for each secret, named after it in small letters
#   HEADER_VARIABLES  names of the environment variables with the secrets, such as 'HEADER_1 HEADER_2'; each is one line
set -u
export LC_ALL=C
umask 077

fail() {
  echo "the secret of header variable $1 $2" >&2
  exit 1
}

# nginx expands no variables in what 'geo' gives. A text may have 4000 bytes.
geo() {
  value=''
  eval "value=\$$1"
  case $value in
    *[[:cntrl:]]*) fail "$1" 'has a newline or another control character: write one line' ;;
  esac
  quoted=$(printf %s "$value" | sed 's/["\\]/\\&/g')
  [ ${#quoted} -le 4000 ] || fail "$1" 'is longer than the 4000 bytes that nginx reads: shorten it'
  echo "geo \$$(echo "$1" | tr '[:upper:]' '[:lower:]') {"
  printf '  default "%s";\n}\n' "$quoted"
}

for name in $HEADER_VARIABLES; do
  geo "$name"
done > "$HEADERS_FILE" || exit 1
exec "$@"
