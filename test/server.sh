# SPDX-License-Identifier: PostgreSQL
#
# Throwaway PostgreSQL, for scripts to source. server_start makes a server in a directory of its own,
# reachable over a unix socket there and nowhere else, which clients then talk to. A script that needs
# others calls server_home, and for each of them server_create and server_up. When the script ends,
# however it ends, all of its servers are stopped and the directory deleted.

server_dir=

# initdb refuses to run as root, so root runs the server as postgres.
as_server() {
  if [[ $(id -u) == 0 ]]; then
    (cd / && setpriv --reuid postgres --regid postgres --init-groups -- "$@")
  else
    "$@"
  fi
}

server_stop() {
  local pid
  [[ -n $server_dir ]] || return 0
  for pid in "$server_dir"/*/postmaster.pid; do
    if [[ -e $pid ]]; then server_down "$(basename "${pid%/*}")" immediate || true; fi
  done
  # A failed assertion, on a server that was built with them.
  sed -n 's/^TRAP: /not ok - &/p' "$server_dir"/*.log 2>/dev/null
  rm -rf "$server_dir"
  server_dir=
}

# server_home: the directory of this script's servers.
server_home() {
  server_bin=$("${PG_CONFIG:-pg_config}" --bindir)
  trap server_stop EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  server_dir=$(mktemp -d /tmp/sketch.XXXXXX)
  chmod 755 "$server_dir"
  if [[ $(id -u) == 0 ]]; then chown postgres: "$server_dir"; fi
}

# server_create NAME: an empty server; its settings come on standard input.
server_create() {
  as_server "$server_bin/initdb" -D "$server_dir/$1" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
    --no-sync >"$server_dir/initdb.log" 2>&1 || { cat "$server_dir/initdb.log" >&2; return 1; }
  {
    echo "listen_addresses = ''"
    echo "unix_socket_directories = '$server_dir'"
    # Nothing here outlives the script, so nothing needs to survive a power cut.
    echo "fsync = off"
    echo "full_page_writes = off"
    echo "synchronous_commit = off"
    cat
  } | as_server tee -a "$server_dir/$1/postgresql.conf" >/dev/null
}

# server_up NAME [PORT]
server_up() {
  as_server "$server_bin/pg_ctl" -D "$server_dir/$1" -o "-p ${2:-5432}" -l "$server_dir/$1.log" -w -s start ||
    { cat "$server_dir/$1.log" >&2; return 1; }
}

# server_down NAME [fast|immediate]
server_down() {
  as_server "$server_bin/pg_ctl" -D "$server_dir/$1" -m "${2:-fast}" -w -s stop >/dev/null 2>&1
}

# server_start: the server `data`, for all clients from here on; its settings come on standard input.
server_start() {
  server_home
  server_create data && server_up data || return 1
  unset PGDATA PGSERVICE PGPASSWORD PGHOSTADDR PGOPTIONS
  export PGHOST=$server_dir PGPORT=5432 PGUSER=postgres PGDATABASE=postgres
  export PATH=$server_bin:$PATH
}

# Whether all that would be installed is installed, unchanged.
installed() {
  local lib=$1 share=$2 version file
  version=$(sed -n "s/^default_version *= *'\(.*\)'/\1/p" sketch.control)
  cmp -s sketch.so "$lib/sketch.so" || return 1
  for file in sketch.control "build/sketch--$version.sql"; do
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
