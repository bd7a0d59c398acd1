#!/bin/bash
# Runs a server in the foreground, and ends it if it does not serve Escriba in time: a server whose deployment has failed, because the database was away
# for example, would go on without an application. What watches over this script then starts it again.
#
#   with-application.sh PORT SECONDS COMMAND [ARGUMENT...]
#
#   PORT     the port of the service on the loopback address
#   SECONDS  how long the server may take to serve Escriba; not to load the models
#   COMMAND  starts the server in the foreground
#
# ESCRIBA_TMP_DIR in the environment names the temporary directory of the server (-Djava.io.tmpdir). It is made for this user alone, and emptied before
# the start: a server that was killed leaves its copies of the application there. It must be empty or taken by this script before (the file .escriba),
# belong to this user, and be writable for no other. The script holds its lock, so two servers cannot share it.
#
# Exit code: that of the server, or 1 if the time was over, or 2 for wrong arguments or a wrong directory. SIGTERM and SIGINT go to the server. Needs bash
# alone; with ESCRIBA_TMP_DIR also find and flock.
set -u

if [ $# -lt 3 ] || [[ "$1$2" == *[!0-9]* ]]; then
    echo "usage: with-application.sh PORT SECONDS COMMAND [ARGUMENT...]" >&2
    exit 2
fi
port=$1
left=$2
shift 2

wrong_directory() {
    echo "with-application.sh: ESCRIBA_TMP_DIR ($tmp) $1" >&2
    exit 2
}

empty_tmp() {
    [[ "$tmp" == /* ]] || wrong_directory "is not an absolute path."
    mkdir -p -m 700 "$tmp" || wrong_directory "cannot be made."
    [ ! -L "$tmp" ] && [ -O "$tmp" ] || wrong_directory "does not belong to this user."
    [ -z "$(find "$tmp" -maxdepth 0 -perm /022)" ] || wrong_directory "can be written to by other users."
    if [ ! -e "$tmp/.escriba" ] && [ -n "$(ls -A "$tmp")" ]; then
        wrong_directory "has files of another program. Name one of the server's own, or empty it once."
    fi
    chmod 700 "$tmp"
    # the server inherits the lock and holds it until it has ended
    exec 9>>"$tmp/.escriba"
    flock -n 9 || wrong_directory "is in use by another server."
    find "$tmp/" -xdev -mindepth 1 -not -path "$tmp/.escriba" -delete
}

tmp=${ESCRIBA_TMP_DIR:-}
tmp=${tmp%/}
[ -z "$tmp" ] || empty_tmp

# Only Escriba refuses a caller without a key here. A server without an application answers 404.
serves_escriba() {
    local status
    status=$(
        exec 2>/dev/null
        exec 3<>"/dev/tcp/127.0.0.1/$port" || exit
        printf 'GET /api/v2/Me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
        read -r -t 5 _ status _ <&3 && echo "$status"
    )
    [ "$status" = 401 ]
}

alive() {
    kill -0 "$server" 2>/dev/null
}

# set before the server starts: a signal may arrive at any moment
server=
stopping=
trap 'stopping=1; [ -z "$server" ] || kill -TERM "$server" 2>/dev/null' TERM INT
"$@" &
server=$!
[ -z "$stopping" ] || kill -TERM "$server" 2>/dev/null

while alive && ! serves_escriba; do
    if [ "$left" -le 0 ]; then
        echo "with-application.sh: the server does not serve Escriba, so it is stopped. Its log says why; look at the database first." >&2
        kill -TERM "$server"
        for ((i = 0; i < 60; i++)); do
            alive || exit 1
            sleep 1
        done
        kill -KILL "$server"
        exit 1
    fi
    sleep 1
    left=$((left - 1))
done
# a signal ends "wait" before the server has ended
while alive; do
    wait "$server"
    status=$?
done
wait "$server" 2>/dev/null
ended=$?
[ "$ended" -ne 127 ] && status=$ended
exit "${status:-1}"
