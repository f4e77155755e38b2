#!/bin/sh
# Copies a file or folder of an image that is mounted below a folder. Links lead where they lead in the image, and what they lead to is copied.
#
# usage: image-files.sh ROOT SOURCE TARGET
#   ROOT is the folder, without / at its end; SOURCE is an absolute path in the image; TARGET is created, its parent is there
# exit code: 0, or another one after a line that says why
set -eu
root=$1

# resolve PATH: sets real, the path in the image that has no links
resolve() {
  real='' rest=$1 links=0
  while [ -n "$rest" ]; do
    part=${rest%%/*}
    rest=${rest#"$part"}
    rest=${rest#/}
    case $part in
      '' | .) ;;
      ..) real=${real%/*} ;;
      *)
        if [ -L "$root$real/$part" ]; then
          links=$((links + 1))
          [ "$links" -le 40 ] || { echo "$1 has too many links" >&2; return 1; }
          target=$(readlink "$root$real/$part"; echo /)
          target=${target%?/}
          case $target in /*) real='' ;; esac
          rest=$target/$rest
        else
          real=$real/$part
        fi
        ;;
    esac
  done
}

# copy SOURCE TARGET
copy() {
  resolve "$1"
  if [ -d "$root$real" ]; then
    mkdir "$2"
    set -- "$real" "$2"
    for entry in "$root$1"/* "$root$1"/.[!.]* "$root$1"/..?*; do
      if [ -e "$entry" ] || [ -L "$entry" ]; then
        copy "$1/${entry##*/}" "$2/${entry##*/}"
      fi
    done
  else
    cp "$root$real" "$2"
  fi
}

copy "$2" "$3"
