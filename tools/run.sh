#!/bin/sh
# Do the main job: open the window where there is a screen, else play the demonstration.
set -eu
cd "$(dirname "$0")/.."

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -f ui/main.py ]; then
    tools/setup.sh window
    exec .venv/bin/drillplanner
fi

# The demonstration itself says where its reports are.
tools/setup.sh run
exec .venv/bin/drillplanner demo --out out/demo
