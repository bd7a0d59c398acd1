#!/bin/sh
# Starts the uber-jar in a container; arguments are Payara Micro's. ESCRIBA_JVM_OPTIONS, split at spaces, come after those of jvm.options.
set -eu
home=${ESCRIBA_HOME:-/opt/escriba}
data=${ESCRIBA_DATA_DIR:-/var/lib/escriba}
tmp=${ESCRIBA_TMP_DIR:-/var/cache/escriba}
# What a server that was killed has left there: a volume outlives the container that starts again on it.
find "$tmp/" -xdev -mindepth 1 -delete
umask 077
# shellcheck disable=SC2086
exec java "@$home/jvm.options" ${ESCRIBA_JVM_OPTIONS:-} "-Djava.io.tmpdir=$tmp" "-Describa.data.dir=$data" -jar "$home/escriba-micro.jar" "$@"
