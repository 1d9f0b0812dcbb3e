#!/bin/sh
# sh client.sh http://127.0.0.1:8080 picture.png video.mp4
set -eu

curl -sS --fail-with-body -H 'Content-Type: image/png' --data-binary "@$2" "$1/api/analyze"
echo

sent=$(curl -sS --fail-with-body -X POST -H 'Content-Type: video/mp4' -T "$3" \
  -w '\n%header{location}' "$1/api/videos") || { echo "$sent" >&2; exit 1; } # detail says why
video=$(echo "$sent" | tail -n 1)
curl -sSN --fail-with-body "$1$video/frames" # a line per frame, while it is analyzed
curl -sS --fail-with-body -X DELETE "$1$video"
