#!/bin/sh
# A PostgreSQL of this checkout alone, for trying the county's server: `tools/hub.sh start|stop`.
#
# It listens on a socket in out/hub and on no network. docs/hub.md tells how a county's is set up.
set -eu
cd "$(dirname "$0")/.."

folder=$(pwd -P)/out/hub
port=54329
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || bin=$(dirname "$(command -v pg_ctl || echo ./missing)")
[ -x "$bin/pg_ctl" ] || { echo 'PostgreSQL is missing: tools/setup.sh test installs it.' >&2; exit 1; }

# The server refuses to be root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=postgres --regid=postgres --init-groups "$@"
    else
        "$@"
    fi
}

case ${1:-} in
start)
    mkdir -p "$folder"
    [ "$(id -u)" != 0 ] || chown postgres: "$folder"
    cd /
    if [ ! -d "$folder/data" ]; then
        as_owner "$bin/initdb" -D "$folder/data" -U postgres -E UTF8 --locale=C \
            --auth-local=trust --auth-host=scram-sha-256 >/dev/null
    fi
    as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w \
        -o "-c port=$port -c listen_addresses= -c unix_socket_directories=$folder" start >/dev/null
    echo "As administrator: drillplanner hub init --server 'host=$folder port=$port user=postgres'"
    echo 'Stop it by tools/hub.sh stop; delete out/hub to begin anew.'
    ;;
stop)
    cd /
    as_owner "$bin/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null
    ;;
*)
    echo 'tools/hub.sh start|stop' >&2
    exit 2
    ;;
esac
