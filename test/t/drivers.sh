#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Passes values through real drivers. libpq, as PDO and others use it, and node-postgres send
# parameters without types; psycopg2, psycopg and JDBC give types to some. A value must mean the
# same in each case. The libpq client is compiled here. The other drivers are tested if they are
# installed (Debian's python3-psycopg2, python3-psycopg, libpostgresql-jdbc-java; CLASSPATH and
# PYTHONPATH are respected). Uses a server of its own, because JDBC can't use unix sockets.
set -uo pipefail
. test/server.sh
. test/tap.sh

server_home
unset PGOPTIONS PGHOSTADDR PGSERVICE
export PGHOST=$server_dir PGPORT=5432 PGUSER=postgres PGDATABASE=postgres PATH=$server_bin:$PATH
settings() { printf '%s\n' "shared_buffers = 32MB" "jit = off" "$@"; }
server_create data < <(settings) && server_up data || exit 1

sql "CREATE EXTENSION sketch;
  CREATE TABLE held AS SELECT sketch_hll_agg(i) AS users, sketch_theta_agg(i) AS numbers, sketch_theta_agg('word ' || i) AS texts, sketch_theta_agg(date '2026-01-01' + i) AS days,
    sketch_countmin_agg(i) AS counts, sketch_topk_agg(i) AS top, sketch_tuple_agg(i, 1) AS keys, sketch_kll_agg(i) AS distribution FROM generate_series(1, 10) i" || exit 1

# ---- libpq

headers=$("${PG_CONFIG:-pg_config}" --includedir)
client() { "$server_dir/client" "$@"; }
if [[ ! -e $headers/libpq-fe.h ]]; then
  skip "libpq" "there is no libpq-fe.h"
elif ! compiled=$("${CC:-cc}" -std=c11 -Wall -Wextra -Werror -I"$headers" -o "$server_dir/client" test/drivers/client.c -L"$("${PG_CONFIG:-pg_config}" --libdir)" -lpq 2>&1); then
  not_ok "libpq's client compiles" "$compiled"
else
  is "libpq: among integers" "$(client 'SELECT sketch_contains(numbers, $1) FROM held' 5)" t
  is "libpq: not among them" "$(client 'SELECT sketch_contains(numbers, $1) FROM held' 11)" f
  is "libpq: among texts" "$(client 'SELECT sketch_contains(texts, $1) FROM held' 'word 5')" t
  is "libpq: among dates" "$(client 'SELECT sketch_contains(days, $1) FROM held' '6 Jan 2026')" t
  is "libpq: no number" "$(client 'SELECT sketch_contains(numbers, $1) FROM held' five)" "22P02: The literal is read as numeric because the sketch has such values. Cast it if it is of another type."
  is "libpq: a frequency" "$(client 'SELECT sketch_frequency(counts, $1) FROM held' 5)" 1
  is "libpq: a frequency in a sketch_topk" "$(client 'SELECT sketch_frequency(top, $1) FROM held' 5)" 1
  is "libpq: its upper bound" "$(client 'SELECT (sketch_frequency_bounds(counts, $1)).upper FROM held' 5)" 1
  is "libpq: to add what is there" "$(client 'SELECT # sketch_add(users, $1) FROM held' 5)" 10
  is "libpq: to add what is not" "$(client 'SELECT # sketch_add(users, $1) FROM held' 11)" 11
  is "libpq: an array to add" "$(client 'SELECT # sketch_add_all(users, $1) FROM held' '{5,11,12}')" 12
  is "libpq: to add to nothing" "$(client 'SELECT sketch_contains(sketch_add(NULL::sketch_theta, $1), $2)' 5 5)" t
  is "libpq: a key and its value" "$(client 'SELECT sketch_sum(sketch_add(keys, $1, $2), 1) FROM held' 5 2.5)" 12.5
  is "libpq: a value of a distribution" "$(client 'SELECT sketch_max(sketch_add(distribution, $1))::bigint FROM held' 11)" 11
  is "libpq: a rank" "$(client 'SELECT sketch_rank(distribution, $1) FROM held' 5)" 0.5
  is "libpq: a parameter of an aggregate" "$(TEXT_ONLY=1 client 'SELECT approx_count_distinct(i, $1::int) FROM generate_series(1, 10) i' 10)" 10
  # Whole sketches, as text and in binary, in both directions.
  sketch=$(sql "SELECT users FROM held")
  is "libpq: a sketch in binary" "$(client 'SELECT users FROM held')" "$sketch"
  is "libpq: a sketch as a parameter" "$(TEXT_ONLY=1 client 'SELECT users | $1 = users FROM held' "$sketch")" t
  is "libpq: a sketch with line breaks" "$(TEXT_ONLY=1 client 'SELECT users = $1 FROM held' "${sketch:0:20}"$'\r\n'"${sketch:20}"$'\n')" t
fi

# ---- Python

# The program of docs/guides/clients.md, with the table that its first example makes.
program() {
  block() { awk -v start="^\`\`\`$1\$" '$0 ~ start && !done { inside = 1; next } /^```$/ { if (inside) done = 1; inside = 0 } inside' docs/guides/clients.md; }
  createdb clients && block sql | psql -qX -v ON_ERROR_STOP=1 -d clients
  is "psycopg2: the program of docs/guides/clients.md" "$(block python | PGDATABASE=clients "$1" - 2>&1)" ""
}

for module in psycopg2 psycopg; do
  for python in python3 /usr/bin/python3; do
    "$python" -c "import $module" 2>/dev/null || python=
    [[ -z $python ]] || break
  done
  if [[ -z $python ]]; then
    skip "$module" "it is not installed"
  elif output=$("$python" test/drivers/client.py $module 2>&1); then
    echo "$output"
    ! grep -q '^not ok' <<<"$output" || status=1
    [[ $module != psycopg2 ]] || program "$python"
  else
    not_ok "$module" "$output"
  fi
done

# ---- Java

jar=/usr/share/java/postgresql.jar
classes=${CLASSPATH:+$CLASSPATH:}$jar
if ! command -v java >/dev/null || ! { [[ -n ${CLASSPATH:-} ]] || [[ -e $jar ]]; }; then
  skip "pgjdbc" "it is not installed"
else
  server_down data
  port=$((20000 + RANDOM % 20000))
  { echo "listen_addresses = 'localhost'"; } | as_server tee -a "$server_dir/data/postgresql.conf" >/dev/null
  if server_up data "$port" && output=$(java -cp "$classes" test/drivers/Client.java "jdbc:postgresql://localhost:$port/postgres?user=postgres" 2>&1); then
    echo "$output"
    ! grep -q '^not ok' <<<"$output" || status=1
  else
    not_ok "pgjdbc" "$output"
  fi
fi
exit $status
