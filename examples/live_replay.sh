#!/bin/sh
# Twenty years of daily prices in a minute, as if they came in live. Each Sunday semaphore_training.lua
# trains on a thread, here for longer than the days take that pass meanwhile: OnData goes on with the
# flag set. Usage: examples/live_replay.sh [further options of perigee live]
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
perigee=${PERIGEE:-$here/../build/bin/release/perigee}
exec "$perigee" live "$here/semaphore_training.lua" --feed "replay:$here/data@10000000" \
  --param epochs=300 --state none "$@"
