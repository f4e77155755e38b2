#!/bin/sh
# Writes files into CONFIG_FOLDER, readable by user and group. A file appears under its name when it is whole, and all or none appear.
#
# usage: configure.sh ACTION...
#   fill TEMPLATE FILE          a template of fill.awk, which stands beside this script
#   copy SOURCE FILE            a file or folder of the container's image
#   take SOURCE FILE            a file or folder of the image that is mounted at CONFIG_IMAGE, by image-files.sh, which stands beside this script
#   fetch URL FILE SHA256 CA    by curl; CA is a file with the authority to trust, or empty
# environment: CONFIG_FOLDER; CONFIG_TRIES, how often a URL is tried; CONFIG_TIMEOUT, seconds for one of these
# exit code: 0, or 1 after a line that says which file could not be written
set -eu
umask 027

stage=$(mktemp -d "$CONFIG_FOLDER/.new-XXXXXX")
trap 'rm -rf "$stage"' EXIT
trap 'exit 143' TERM INT

fetch() {
  curl -q -sS -g -f -L --proto =http,https --proto-redir =http,https --connect-timeout 5 -m "$CONFIG_TIMEOUT" \
    --retry "$((CONFIG_TRIES - 1))" --retry-connrefused --retry-all-errors ${4:+--cacert "$4"} -o "$2" --url "$1" || return
  set -- "$1" "$2" "$3" "$(sha256sum < "$2")"
  [ "${4%% *}" = "$3" ] || { echo "sha256 is ${4%% *} instead of $3"; return 1; }
}

# share FILE: whatever its mode was in the image
share() {
  chmod -R u+rwX,g+rX,o-rwx "$1"
}

fail() {
  echo "$1 was not written from $2"
  exit 1
}

# make ACTION SOURCE FILE [SHA256 CA]
make() {
  mkdir -p "$(dirname "$stage/$3")"
  case $1 in
    fill) LC_ALL=C awk -f "${0%/*}/fill.awk" < "$2" > "$stage/$3" ;;
    copy) cp -RL "$2" "$stage/$3" && share "$stage/$3" ;;
    take) sh "${0%/*}/image-files.sh" "$CONFIG_IMAGE" "$2" "$stage/$3" && share "$stage/$3" ;;
    fetch) fetch "$2" "$stage/$3" "$4" "$5" ;;
  esac
}

# publish FILE: on one volume, renaming puts a file in place at once.
publish() {
  mkdir -p "$(dirname "$CONFIG_FOLDER/$1")"
  [ ! -d "$CONFIG_FOLDER/$1" ] || rm -rf "${CONFIG_FOLDER:?}/$1"
  mv -f "$stage/$1" "$CONFIG_FOLDER/$1"
  echo "wrote $1"
}

# each VERB ACTION...
each() {
  verb=$1
  shift
  while [ $# -gt 0 ]; do
    if [ "$verb" = publish ]; then
      publish "$3"
    else
      make "$1" "$2" "$3" "${4-}" "${5-}" || fail "$3" "$2"
    fi
    [ "$1" != fetch ] || shift 2
    shift 3
  done
}

each make "$@"
each publish "$@"
