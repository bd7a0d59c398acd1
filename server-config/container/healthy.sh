#!/bin/bash
# Ends with 0 when the service in this container is ready: healthy.sh [PORT [PATH]]. Needs bash alone, because many images have no curl.
set -eu
exec 3<> "/dev/tcp/127.0.0.1/${1:-8080}"
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "${2:-/health/ready}" >&3
read -r _ status _ <&3
[ "$status" = 200 ]
