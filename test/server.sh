# SPDX-License-Identifier: PostgreSQL
#
# Throwaway PostgreSQL servers, for scripts to source. server_start makes a server in a directory of
# its own, which only a unix socket there gives access to, and directs all clients to it. A script
# that needs more servers calls server_home, and server_create and server_up for each. However the
# script ends, its servers are stopped and the directory is deleted.

server_dir=

# initdb refuses to run as root; root runs the server as user postgres.
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
  # Reports failed assertions, if the server was built with them.
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

# server_create NAME: an empty server, with the settings on standard input.
server_create() {
  as_server "$server_bin/initdb" -D "$server_dir/$1" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
    --no-sync >"$server_dir/initdb.log" 2>&1 || { cat "$server_dir/initdb.log" >&2; return 1; }
  {
    echo "listen_addresses = ''"
    echo "unix_socket_directories = '$server_dir'"
    # Nothing needs to survive a power failure.
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

# server_start: starts the server `data`, with the settings on standard input, for all clients from
# now on.
server_start() {
  server_home
  server_create data && server_up data || return 1
  unset PGDATA PGSERVICE PGPASSWORD PGHOSTADDR PGOPTIONS
  export PGHOST=$server_dir PGPORT=5432 PGUSER=postgres PGDATABASE=postgres
  export PATH=$server_bin:$PATH
}

# Whether everything that would be installed is installed already, unchanged.
installed() {
  local lib=$1 share=$2 version file
  version=$(sed -n "s/^default_version *= *'\(.*\)'/\1/p" sketch.control)
  cmp -s sketch.so "$lib/sketch.so" || return 1
  for file in sketch.control "build/sketch--$version.sql"; do
    cmp -s "$file" "$share/${file##*/}" || return 1
  done
}

# Builds the extension and installs it as root or through sudo, unless it is installed already.
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
