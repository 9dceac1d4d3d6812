# SPDX-License-Identifier: PostgreSQL
#
# A throwaway PostgreSQL, for scripts to source. server_start makes one in a directory of its own,
# reachable over a unix socket there and nowhere else; when the script ends, however it ends, the
# server is stopped and the directory deleted. Its settings come on standard input.

server_dir=
server_pid=

# initdb refuses to run as root, so root runs the server as postgres.
as_server() {
  if [[ $(id -u) == 0 ]]; then
    (cd / && setpriv --reuid postgres --regid postgres --init-groups -- "$@")
  else
    "$@"
  fi
}

server_stop() {
  if [[ -n $server_pid ]]; then
    as_server "$server_bin/pg_ctl" -D "$server_dir/data" -m immediate stop >/dev/null 2>&1 || true
    server_pid=
  fi
  if [[ -n $server_dir ]]; then rm -rf "$server_dir"; server_dir=; fi
}

server_start() {
  server_bin=$("${PG_CONFIG:-pg_config}" --bindir)
  trap server_stop EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  server_dir=$(mktemp -d /tmp/sketch.XXXXXX)
  chmod 755 "$server_dir"
  if [[ $(id -u) == 0 ]]; then chown postgres: "$server_dir"; fi
  as_server "$server_bin/initdb" -D "$server_dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
    --no-sync >"$server_dir/initdb.log" 2>&1 || { cat "$server_dir/initdb.log" >&2; return 1; }
  {
    echo "listen_addresses = ''"
    echo "unix_socket_directories = '$server_dir'"
    # Nothing here outlives the script, so nothing needs to survive a power cut.
    echo "fsync = off"
    echo "full_page_writes = off"
    echo "synchronous_commit = off"
    cat
  } | as_server tee -a "$server_dir/data/postgresql.conf" >/dev/null
  as_server "$server_bin/pg_ctl" -D "$server_dir/data" -l "$server_dir/log" -w -s start ||
    { cat "$server_dir/log" >&2; return 1; }
  server_pid=$(head -1 "$server_dir/data/postmaster.pid")
  unset PGDATA PGSERVICE PGPASSWORD PGHOSTADDR PGOPTIONS
  export PGHOST=$server_dir PGPORT=5432 PGUSER=postgres PGDATABASE=postgres
  export PATH=$server_bin:$PATH
}

# Whether all that would be installed is installed, unchanged.
installed() {
  local lib=$1 share=$2 version file
  version=$(sed -n "s/^default_version *= *'\(.*\)'/\1/p" sketch.control)
  cmp -s sketch.so "$lib/sketch.so" || return 1
  for file in sketch.control "build/sketch--$version.sql" sql/sketch--*--*.sql sql/releases/*.sql; do
    cmp -s "$file" "$share/${file##*/}" || return 1
  done
}

# Builds the extension and puts it where the server looks for it: as root, or through sudo, unless
# what is installed is already the same.
install_extension() {
  local lib share
  ${MAKE:-make} --no-print-directory -s -j2 all || return 1
  lib=$("${PG_CONFIG:-pg_config}" --pkglibdir)
  share=$("${PG_CONFIG:-pg_config}" --sharedir)/extension
  if installed "$lib" "$share"; then return 0; fi
  if [[ $(id -u) == 0 || -w $lib && -w $share ]]; then
    ${MAKE:-make} --no-print-directory -s install >/dev/null
  elif command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
    sudo ${MAKE:-make} --no-print-directory -s install >/dev/null
  else
    echo "Installing the extension under $lib needs root: run 'make install' as root first." >&2
    return 1
  fi
}
