#!/bin/sh
# Lock what pyproject.toml allows, for Linux and Windows, Python 3.11 to 3.13, with hashes.
#
# Give `tools/lock.sh --upgrade` to take the newest that fits; without it what is locked stays.
set -eu
cd "$(dirname "$0")/.."

uv=.venv/bin/uv
[ -x $uv ] || uv=$(command -v uv) || {
    printf 'uv is needed to lock: .venv/bin/python -m pip install uv\n' >&2
    exit 1
}

lock() {
    $uv pip compile -q --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@" >/dev/null
}

lock "$@" pyproject.toml --all-extras --group build -o requirements.lock
lock "$@" pyproject.toml --all-extras --group dev -c requirements.lock -o requirements-dev.lock
$uv pip compile -q --python-platform x86_64-pc-windows-msvc --python-version 3.11 \
    --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
    "$@" -c packaging/windows/constraints.txt pyproject.toml --all-extras \
    -o packaging/windows/requirements.lock >/dev/null
