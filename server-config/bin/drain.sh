#!/bin/sh
# Takes a node out of service before it is stopped: its readiness turns DOWN, and the requests in progress end.
#
#   drain.sh DATA_DIR [SECONDS] [GRACE] [PID]
#
#   DATA_DIR  escriba.data.dir of the node
#   SECONDS   how long to wait for the requests in progress; 120 unless given
#   GRACE     the time that the balancer needs to notice that readiness is DOWN; 10 unless given
#   PID       of the node's process, if known: the script ends when this process has ended
#
# Exit code 0: no request is in progress. 1: the time was over first. 2: wrong arguments. To undo it, delete DATA_DIR/drain; the next start of the
# node does that by itself. Needs a shell, and the right to write into DATA_DIR.
set -u

if [ $# -lt 1 ] || [ $# -gt 4 ] || [ ! -d "$1" ]; then
    echo "usage: drain.sh DATA_DIR [SECONDS] [GRACE] [PID]" >&2
    exit 2
fi
data=$1
left=${2:-120}
grace=${3:-10}
pid=${4:-}
case "$left$grace$pid" in
    *[!0-9]*)
        echo "drain.sh: SECONDS, GRACE and PID are whole numbers" >&2
        exit 2
        ;;
esac

gone() {
    [ -n "$pid" ] && ! kill -0 "$pid" 2>/dev/null
}

: >"$data/drain" || exit 2
while [ "$grace" -gt 0 ]; do
    gone && exit 0
    sleep 1
    grace=$((grace - 1))
done
# The node looks every half second. If a request arrives after "drained" was written, the node deletes that file again.
sleep 1
while [ ! -e "$data/drained" ]; do
    gone && exit 0
    if [ "$left" -le 0 ]; then
        echo "drain.sh: requests are still in progress" >&2
        exit 1
    fi
    sleep 1
    left=$((left - 1))
done
exit 0
