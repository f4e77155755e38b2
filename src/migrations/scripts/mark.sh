#!/bin/sh
# Creates the ConfigMap by which pods see that migrations were applied; one that is there already is left alone.
#
# usage: mark.sh FILE
#   FILE has the ConfigMap in JSON.
# MARK_NAMESPACE, MARK_TOKEN: its namespace, the folder with the token of the service account and the API server's authority
# KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT: the API server
set -eu

case $KUBERNETES_SERVICE_HOST in
  *:*) server="[$KUBERNETES_SERVICE_HOST]:$KUBERNETES_SERVICE_PORT" ;;
  *) server=$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT ;;
esac

# The answer and, on a line of its own, the status. The token comes by stdin, so that it is not in the list of processes.
answer=$(curl -q -sS -g -m 10 --noproxy '*' --cacert "$MARK_TOKEN/ca.crt" -H @- -H 'Content-Type: application/json' --data-binary "@$1" \
  -w '\n%{http_code}' --url "https://$server/api/v1/namespaces/$MARK_NAMESPACE/configmaps" <<HEADERS
Authorization: Bearer $(cat "$MARK_TOKEN/token")
HEADERS
)
case ${answer##*
} in
  201) echo 'the ConfigMap is written' ;;
  409) echo 'the ConfigMap was there before' ;;
  *)
    printf '%s' "$answer" | tr -s '[:space:]' ' ' | cut -c 1-500
    exit 1
    ;;
esac
