#!/bin/sh
# Makes an authority and certificates by it, each valid for a day, for the DNS names secure-app, client and stranger.
#
# usage: certificates.sh FOLDER
set -eu
mkdir -p "$1"
cd "$1"
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }

key ca
openssl req -x509 -new -key ca.key -subj '/CN=demo authority' -days 1 -out ca.crt
for name in secure-app client stranger; do
  key "$name"
  echo "subjectAltName=DNS:$name" > extensions
  openssl req -new -key "$name.key" -subj "/CN=$name" |
    openssl x509 -req -CA ca.crt -CAkey ca.key -CAcreateserial -extfile extensions -days 1 -out "$name.crt" 2>/dev/null
done
ls ./*.crt
