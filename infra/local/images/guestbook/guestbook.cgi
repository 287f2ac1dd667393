#!/bin/sh
# The guestbook's only page, for busybox httpd: entries are written to redis' leader and read from its followers.
#   GET  /cgi-bin/guestbook              the entries, one per line
#   GET  /cgi-bin/guestbook?from=leader  the same, from the leader
#   POST /cgi-bin/guestbook  entry=…     one more
# Nobody answers names in these clusters, so services are found by the variables that Kubernetes gives every pod.

word() { printf '$%d\r\n%s\r\n' "$(printf %s "$1" | wc -c)" "$1"; }
command() { printf '*%d\r\n' "$#"; for argument; do word "$argument"; done; }

# ask HOST PORT COMMAND…: redis closes the connection after QUIT, so nc need not guess when the answer is complete.
ask() {
  host="$1" port="$2"
  shift 2
  { [ -z "$REDIS_PASSWORD" ] || command AUTH "$REDIS_PASSWORD"; command "$@"; command QUIT; } |
    nc -w 3 "$host" "$port" | tr -d '\r'
}

answer() { printf 'Status: %s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n' "$1"; }

case "$REQUEST_METHOD" in
  POST)
    body="$(head -c "${CONTENT_LENGTH:-0}")"
    entry="$(httpd -d "$(printf %s "${body#entry=}" | tr '+' ' ')")"
    if [ -z "$entry" ]; then answer '400 Bad Request'; echo "an entry has a word at least"; exit; fi
    reply="$(ask "$REDIS_LEADER_SERVICE_HOST" "$REDIS_LEADER_SERVICE_PORT" RPUSH guestbook "$entry")"
    case "$reply" in
      *:[0-9]*) answer '200 OK'; echo "thank you" ;;
      *) answer '502 Bad Gateway'; echo "redis' leader says: $reply" ;;
    esac
    ;;
  *)
    host="$REDIS_FOLLOWER_SERVICE_HOST" port="$REDIS_FOLLOWER_SERVICE_PORT"
    case "$QUERY_STRING" in *from=leader*) host="$REDIS_LEADER_SERVICE_HOST" port="$REDIS_LEADER_SERVICE_PORT" ;; esac
    reply="$(ask "$host" "$port" LRANGE guestbook 0 -1)"
    case "$reply" in
      *'*'[0-9]*)
        answer '200 OK'
        # Each entry is a line with its length and a line with its text; the state of the connection is around them.
        printf '%s\n' "$reply" | awk '/^\*[0-9]/ { on = 1; next } on && /^\$[0-9]/ { getline; print }'
        ;;
      *) answer '502 Bad Gateway'; echo "redis says: $reply" ;;
    esac
    ;;
esac
