#!/bin/sh
# Carry new and changed messages of the code into the catalogues.
set -eu
cd "$(dirname "$0")/.."

pybabel=.venv/bin/pybabel
locale=drillplanner/resources/locale
template=build/drillplanner.pot

mkdir -p build
$pybabel -q extract --no-default-keywords -k _ -k ngettext:1,2 -k pgettext:1c,2 \
    --add-location=file --sort-by-file --add-comments=Translators: \
    --project=drillplanner --copyright-holder="drillplanner contributors" \
    -o $template drillplanner ui
for language in zh_CN; do
    catalogue=$locale/$language/LC_MESSAGES/drillplanner.po
    if [ -f $catalogue ]; then
        $pybabel -q update --no-fuzzy-matching --ignore-pot-creation-date -w 100 \
            -D drillplanner -l $language -i $template -d $locale
    else
        $pybabel -q init -w 100 -D drillplanner -l $language -i $template -d $locale
    fi
done
.venv/bin/python hatch_build.py
