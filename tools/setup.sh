#!/bin/sh
# Make this checkout ready: `tools/setup.sh run`, `tools/setup.sh window` or `tools/setup.sh test`.
#
# run     the command line and its reports; needs nothing but Python
# window  and the libraries Qt needs to show itself
# test    and all that the tests use
#
# What is there already is left alone: .venv is stamped with the hash of the lock file and
# of pyproject.toml, and apt is called only when dpkg lacks a package.
set -eu
cd "$(dirname "$0")/.."

purpose=${1:?run, window or test}
venv=.venv
stamps=$venv/stamps

# Found by trial in a minbase chroot; Qt itself names only libxcb-cursor0, whichever is missing.
qt_packages="libglib2.0-0 libegl1 libgl1 libdbus-1-3 libfontconfig1 libxkbcommon0
libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libxcb-shape0"
test_packages="nsis xvfb xauth xdotool strace poppler-utils postgresql"

say() { printf '%s\n' "$*"; }
refuse() { printf '%s\n' "$*" >&2; exit 1; }

# ---- Python ---------------------------------------------------------------------------------

supported() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        supported "$PYTHON" || refuse "$PYTHON is not a Python 3.11, 3.12 or 3.13."
        return
    fi
    for PYTHON in python3 python3.13 python3.12 python3.11; do
        if supported "$PYTHON"; then return; fi
    done
    refuse "Python 3.11, 3.12 or 3.13 is needed; name it as in: make run PYTHON=/opt/python3.11/bin/python3"
}

version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])'; }

# A .venv is kept while its Python works, it was made in this very folder (its scripts hold
# the path), and it has the version that was asked for, if one was.
venv_stands() {
    [ -x $venv/bin/python ] && supported $venv/bin/python || return 1
    grep -qF "$(pwd -P)/$venv" $venv/bin/activate || return 1
    [ -z "${asked:-}" ] || [ "$(version_of "$asked")" = "$(version_of $venv/bin/python)" ]
}

can_install() {
    "$PYTHON" -c 'import ensurepip' 2>/dev/null || "$PYTHON" -m pip --version >/dev/null 2>&1
}

# ---- Debian packages ------------------------------------------------------------------------

# Debian 13 and Ubuntu 24.04 renamed some libraries to NAMEt64.
installed() {
    for name in "$1" "$1t64"; do
        status=$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) || continue
        case $status in installed*) return 0 ;; esac
    done
    return 1
}

ensure_packages() {
    command -v dpkg-query >/dev/null || return 0
    missing=
    for package in "$@"; do
        installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        say "Debian packages are missing. Install them once as root, then repeat the command:" >&2
        refuse "apt-get install -y --no-install-recommends$missing"
    fi
    say "Installing Debian packages:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update </dev/null || say "apt-get update failed; trying with the lists at hand." >&2
    # shellcheck disable=SC2086 # a list of names
    apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends $missing </dev/null >/dev/null ||
        refuse "apt-get could not install:$missing"
}

# ---- Python packages ------------------------------------------------------------------------

pip() {
    export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
    if $venv/bin/python -c 'import pip' 2>/dev/null; then
        $venv/bin/python -m pip -q "$@"
    else
        find_python
        "$PYTHON" -m pip -q --python $venv/bin/python "$@"
    fi
}

# Debian's Python has no ensurepip without python3-venv; its own pip can then fill the venv.
create_venv() {
    if "$PYTHON" -c 'import ensurepip' 2>/dev/null; then
        "$PYTHON" -m venv --clear $venv
    else
        "$PYTHON" -m venv --clear --without-pip $venv
    fi
}

stamp_of() { cat "$@" | sha256sum | cut -d ' ' -f 1; }
stamped() { [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]; }

ensure_libraries() {
    lock=requirements.lock
    if [ "$purpose" = test ]; then lock=requirements-dev.lock; fi
    wanted=$(stamp_of $lock)
    if stamped $lock "$wanted"; then return; fi
    # The lock for tests holds everything of the other, in the same versions.
    if [ "$purpose" != test ] &&
        stamped requirements-dev.lock "$(stamp_of requirements-dev.lock)"; then return; fi
    say "Installing Python packages into $venv (once; about a minute)"
    pip install --require-hashes -r $lock
    mkdir -p $stamps
    printf '%s\n' "$wanted" >$stamps/$lock
}

ensure_project() {
    wanted=$(stamp_of pyproject.toml hatch_build.py)
    if stamped project "$wanted"; then return; fi
    pip install --no-build-isolation --no-deps -e .
    mkdir -p $stamps
    printf '%s\n' "$wanted" >$stamps/project
}

ensure_catalogues() {
    for source in resources/locale/*/LC_MESSAGES/*.po; do
        if [ -f "$source" ] && ! [ "${source%.po}.mo" -nt "$source" ]; then
            $venv/bin/python hatch_build.py
            return
        fi
    done
}

ensure_qt_loads() {
    command -v dpkg-query >/dev/null && return
    $venv/bin/python -c 'import PySide6.QtWidgets' ||
        refuse "Qt lacks system libraries; on Debian they are: $(echo $qt_packages)"
}

# ---------------------------------------------------------------------------------------------

asked=${PYTHON:-}
packages=
case $purpose in
run) ;;
window) packages=$qt_packages ;;
test) packages="$qt_packages $test_packages" ;;
*) refuse "tools/setup.sh run, window or test" ;;
esac

if ! venv_stands; then
    find_python
    can_install || packages="python3-venv $packages"
    rebuild=yes
fi
# shellcheck disable=SC2086 # a list of names
ensure_packages $packages
if [ -n "${rebuild:-}" ]; then
    can_install || refuse "$PYTHON has neither ensurepip nor pip; install one of them."
    create_venv
fi
ensure_libraries
ensure_project
ensure_catalogues
if [ "$purpose" != run ]; then ensure_qt_loads; fi
