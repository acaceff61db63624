#!/bin/sh
# Try the installer for real under wine: `make installer-test`, or this with the setup program.
#
# Installs silently into a folder with Chinese and spaces, looks at files, registry, shortcut
# and association, puts a person's own file into it, installs again over it, and removes it:
# nothing of ours may be left, nothing of the person's may be gone. An exit status of wine says
# nothing; files are looked at. WINEPREFIX is a fresh folder unless given.
set -eu
setup=$(realpath "${1:?the setup program}")
export WINEPREFIX="${WINEPREFIX:-$(mktemp -d)/prefix}" WINEDEBUG=-all WINEARCH=win64
export WINEDLLOVERRIDES="mscoree,mshtml="
# Chinese names reach wine only in a locale that has them; Debian's C.UTF-8 is none to it.
export LC_ALL=zh_CN.UTF-8

fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
there() { [ -e "$1" ] || fail "$1 is missing"; }
gone() { [ ! -e "$1" ] || fail "$1 is left"; }
# /D= comes last and without quotes, which only a command line as a whole can say.
run() { wine cmd /c "$1" </dev/null >/dev/null 2>&1 || fail "$1 ended with $?"; }
install() { run "$(winepath -w "$setup") /S $1 /D=$2"; }
wait_until_gone() {
    for _ in $(seq 360); do [ -e "$1" ] || return 0; sleep 0.5; done
}
has() { wine reg query "$1" >/dev/null 2>&1; }
query() { wine reg query "$@" 2>/dev/null | iconv -f GB18030 -t UTF-8 | tr -d '\r'; }

wineboot -i >/dev/null 2>&1
wine winecfg -v win10 >/dev/null 2>&1
drive="$WINEPREFIX/drive_c"
home=$(find "$drive/users" -mindepth 1 -maxdepth 1 -type d ! -name Public | head -n 1)
menu="$home/AppData/Roaming/Microsoft/Windows/Start Menu/Programs"
uninstall='Software\Microsoft\Windows\CurrentVersion\Uninstall\DrillPlanner'

try() { # mode, hive, folder on disk, its Windows name, folder of the shortcut
    mode=$1 hive=$2 folder=$3 menu=$5
    install "/$mode" "$4"
    there "$folder/program/python.exe"
    there "$folder/program/Lib/site-packages/ui/entry.py"
    there "$folder/uninstall.exe"
    shortcut=$(find "$menu" -name '*.lnk' | grep -i -e drillplanner -e 演练 || true)
    [ -n "$shortcut" ] || fail "no shortcut in $menu"
    query "$hive\\$uninstall" /v DisplayVersion | grep -q REG_SZ || fail "no entry to uninstall"
    query "$hive\\Software\\Classes\\.drillpack" /ve | grep -q DrillPlanner.Pack || fail "no association"
    query "$hive\\Software\\Classes\\DrillPlanner.Pack\\shell\\open\\command" /ve |
        grep -qF "$4\\program\\pythonw.exe" || fail "the association starts another program"

    # What a person keeps there, beside a file of ours and at the top, and their data.
    echo mine >"$folder/program/Lib/我的 记录.txt"
    echo mine >"$folder/mine.txt"
    mkdir -p "$home/AppData/Local/drillplanner"
    echo mine >"$home/AppData/Local/drillplanner/kept.txt"

    rm "$folder/program/LICENSE.txt"
    install "/$mode" "$4"
    there "$folder/program/LICENSE.txt"
    there "$folder/mine.txt"

    # Windows starts a copy of it and goes on at once.
    wine "$folder/uninstall.exe" /S "/$mode" || fail "the uninstaller ended with $?"
    wait_until_gone "$folder/uninstall.exe"
    gone "$folder/program/python.exe"
    gone "$folder/uninstall.exe"
    left=$(find "$folder" -type f | sort)
    [ "$left" = "$(printf '%s\n%s' "$folder/mine.txt" "$folder/program/Lib/我的 记录.txt")" ] ||
        fail "left in the folder: $left"
    there "$home/AppData/Local/drillplanner/kept.txt"
    ! has "$hive\\$uninstall" || fail "the entry to uninstall is left"
    ! has "$hive\\Software\\DrillPlanner" || fail "the settings key is left"
    ! has "$hive\\Software\\Classes\\DrillPlanner.Pack" || fail "the association is left"
    [ -z "$(find "$menu" -name '*.lnk' | grep -i -e drillplanner -e 演练)" ] || fail "the shortcut is left"
    rm -r "$folder"
    printf 'installed, upgraded and removed for %s in "%s"\n' "$mode" "$4"
}

try CurrentUser HKCU "$drive/演练 软件" 'C:\演练 软件' "$menu"
try AllUsers HKLM "$drive/Program Files/Drill Planner" 'C:\Program Files\Drill Planner' \
    "$drive/ProgramData/Microsoft/Windows/Start Menu/Programs"
wineserver -k || true
