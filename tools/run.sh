#!/bin/sh
# Do the main job: open the window where there is a screen, else play the demonstration.
set -eu
cd "$(dirname "$0")/.."

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -f ui/main.py ]; then
    tools/setup.sh window
    exec .venv/bin/drillplanner
fi

reports=out/demo
tools/setup.sh run
mkdir -p "$reports"
.venv/bin/drillplanner demo --out "$reports"
printf 'The reports are in %s:\n' "$reports"
find "$reports" -name '*.pdf' | sort
