#!/bin/sh
# Starts the uber-jar in a container. Arguments go to Payara Micro. ESCRIBA_JVM_OPTIONS, split at spaces, come after those of jvm.options.
set -eu
home=${ESCRIBA_HOME:-/opt/escriba}
data=${ESCRIBA_DATA_DIR:-/var/lib/escriba}
tmp=${ESCRIBA_TMP_DIR:-/var/cache/escriba}
umask 077
mkdir -p "$tmp"
# A killed server leaves files there, and a volume outlives its container.
find "$tmp/" -xdev -mindepth 1 -delete
# shellcheck disable=SC2086
exec java "@$home/jvm.options" ${ESCRIBA_JVM_OPTIONS:-} "-Djava.io.tmpdir=$tmp" "-Describa.data.dir=$data" -jar "$home/escriba-micro.jar" "$@"
