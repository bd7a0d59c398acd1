#!/bin/sh
# Takes a node out of service before it is stopped: its readiness turns DOWN, what is under way comes to its end.
#
#   drain.sh DATA_DIR [SECONDS] [GRACE] [PID]
#
#   DATA_DIR  escriba.data.dir of the node
#   SECONDS   how long to wait for what runs; 120 unless given
#   GRACE     how long requests may still come after readiness has turned: the time that the balancer needs to see it; 10 unless given
#   PID       of the node's process, if known: nothing is waited for once it has gone
#
# Ends with 0 when nothing is under way any more, with 1 when the time was over first, with 2 when it was called wrongly. To take it back: delete
# DATA_DIR/drain. The next start of the node does so by itself. Needs a shell and nothing else, and the right to write into DATA_DIR.
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
# The node looks every half second. An answer from before the last request came is not one: it takes that back by itself.
sleep 1
while [ ! -e "$data/drained" ]; do
    gone && exit 0
    if [ "$left" -le 0 ]; then
        echo "drain.sh: something is still under way" >&2
        exit 1
    fi
    sleep 1
    left=$((left - 1))
done
exit 0
