#!/bin/sh
# Carry new and changed messages of the code into every catalogue there is.
#
# A new language begins with: .venv/bin/pybabel init -D drillplanner -l LANGUAGE \
#     -i build/drillplanner.pot -d resources/locale
set -eu
cd "$(dirname "$0")/.."

template=build/drillplanner.pot
mkdir -p build
.venv/bin/pybabel -q extract --no-default-keywords -k _ -k ngettext:1,2 -k pgettext:1c,2 \
    --add-location=file --sort-by-file --add-comments=Translators: \
    --project=drillplanner --copyright-holder="drillplanner contributors" \
    -o $template drillplanner ui
.venv/bin/pybabel -q update --no-fuzzy-matching --ignore-pot-creation-date -w 100 \
    -D drillplanner -i $template -d resources/locale
.venv/bin/python hatch_build.py
