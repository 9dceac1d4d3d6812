# SPDX-License-Identifier: PostgreSQL
#
# TAP output, for the scripts of test/t to source. They end with `exit $status`.

status=0

ok() { echo "ok - $1"; }
not_ok() { echo "not ok - $1"; shift; printf '%s\n' "$@" | sed 's/^/# /'; status=1; }
is() { if [[ $2 == "$3" ]]; then ok "$1"; else not_ok "$1" "got:  $2" "want: $3"; fi; }
skip() { echo "ok - $1 # SKIP $2"; }

# sql QUERY [PSQL OPTION...]
sql() { psql -qXAt -v ON_ERROR_STOP=1 -c "$1" "${@:2}" 2>&1; }

# own_database NAME: a new database for all clients from now on, dropped at the end.
own_database() {
  export PGDATABASE=$1
  dropdb --if-exists --force "$1" 2>/dev/null
  trap "dropdb --if-exists --force $1 2>/dev/null" EXIT
  createdb "$1"
}

# has EXTENSION: whether the server offers an extension.
has() { [[ $(sql "SELECT count(*) FROM pg_available_extensions WHERE name = '$1'") == 1 ]]; }

# needs EXTENSION TEST: if the server lacks the extension, skips the test and ends the script.
needs() {
  has "$1" && return
  skip "$2" "there is no $1"
  exit 0
}
