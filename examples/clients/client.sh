#!/bin/sh
# sh client.sh http://127.0.0.1:8080 picture.png video.mp4
set -eu

ask() { # prints the answer; on standard error, why there is none
  answer=$(curl -sS --fail-with-body "$@") || { [ -z "$answer" ] || printf '%s\n' "$answer" >&2; exit 1; }
  printf '%s\n' "$answer"
}

for file in "$2" "$3"; do # of one that is not there curl would send nothing
  [ -r "$file" ] || { printf '%s cannot be read\n' "$file" >&2; exit 1; }
done
ask -H 'Content-Type: image/png' --data-binary "@$2" "$1/api/analyze"

sent=$(ask -X POST -H 'Content-Type: video/mp4' -T "$3" -w '\n%header{location}' "$1/api/videos")
video=$1$(printf '%s\n' "$sent" | tail -n 1)
trap 'curl -s -X DELETE "$video" || true' EXIT
curl -sSN --fail-with-body "$video/frames" || exit 1 # a line per frame, while it is analyzed
state=$(ask "$video")
case $state in *'"state":"done"'*) ;; *) printf '%s\n' "$state" >&2; exit 1 ;; esac
