#!/bin/sh
# A PostgreSQL server at 127.0.0.1:5432 with trust authentication, for tests: Debian's, where there is none.
set -eu
reachable() { python3 -c 'import socket; socket.create_connection(("127.0.0.1", 5432), 2)' 2>/dev/null; }
if reachable; then exit 0; fi
command -v apt-get >/dev/null 2>&1 || { echo "No PostgreSQL at 127.0.0.1:5432, and no apt-get to install it." >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq postgresql >/dev/null
version="$(ls /etc/postgresql | sort -n | tail -1)"
printf 'local all all trust\nhost all all 127.0.0.1/32 trust\n' > "/etc/postgresql/$version/main/pg_hba.conf"
pg_ctlcluster --skip-systemctl-redirect "$version" main restart || pg_ctlcluster --skip-systemctl-redirect "$version" main start
for _ in 1 2 3 4 5 6 7 8 9 10; do
    if reachable; then exit 0; fi
    sleep 1
done
echo "PostgreSQL did not start." >&2
exit 1
