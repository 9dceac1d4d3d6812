#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Approximate answers to exact queries, as far as sessions matter: what docs/guides/exact-queries.md
# says of roles and databases, in new connections; concurrent sessions; a database without the
# extension; pg_dump; foreign tables. Then runs hand-written and random queries in both modes and
# compares the answers. APPROXIMATE_SEED and APPROXIMATE_QUERIES vary these.
set -uo pipefail
. test/tap.sh

own_database sketch_approximate
sql "CREATE EXTENSION sketch; CREATE TABLE big AS SELECT i FROM generate_series(1, 30000) i; GRANT SELECT ON big TO PUBLIC; ANALYZE" >/dev/null
is_exact="SELECT count(DISTINCT i) = 30000, percentile_cont(0.5) WITHIN GROUP (ORDER BY i) = 15000.5 FROM big"

# ---- The statements of the guide

role=dashboards
web=sketch_approximate
psql -qX -c "DROP ROLE IF EXISTS $role" -c "CREATE ROLE $role LOGIN" 2>/dev/null
trap "psql -qX -d postgres -c 'DROP DATABASE IF EXISTS $web WITH (FORCE)' -c 'DROP ROLE IF EXISTS $role' 2>/dev/null" EXIT
words=$(grep '^ALTER ROLE dashboards SET' docs/guides/exact-queries.md)
is "the guide says how it is done for a role" "$(wc -l <<<"$words")" 3
is "before that, a new connection is exact" "$(psql -qXAt -U $role -c "$is_exact")" "t|t"
sql "$words" >/dev/null
is "after that, it is approximate from its first query on" "$(psql -qXAt -U $role -c "$is_exact")" "f|f"
is "and other roles' connections are exact" "$(sql "$is_exact")" "t|t"
sql "ALTER ROLE $role RESET ALL" >/dev/null
is "and when it is reset, so are the role's" "$(psql -qXAt -U $role -c "$is_exact")" "t|t"
sql "$(sed "s/ROLE dashboards/DATABASE $web/" <<<"$words")" >/dev/null
is "the same for a database" "$(psql -qXAt -U $role -c "$is_exact")" "f|f"
is "without the library a setting does nothing" "$(PGOPTIONS='-c session_preload_libraries=' sql "$is_exact")" "t|t"
is "until it is loaded" "$(PGOPTIONS='-c session_preload_libraries=' sql "SELECT approx_count_distinct(1); $is_exact")" "1
f|f"
is "the library's function switches it off" "$(sql "SELECT sketch_approximate(false); $is_exact")" "f
t|t"

# ---- Dumps

dumped() { pg_dump "$web" | grep -v '^.restrict\|^.unrestrict'; }
dump=$(dumped)
sql "ALTER DATABASE $web RESET ALL" >/dev/null
is "a dump is the same with the settings" "$(diff <(echo "$dump") <(echo "$(dumped)") | wc -l)" 0

# ---- Concurrent sessions

exec {to}> >(psql -qXAt >"/tmp/sketch_approximate.$$")
echo "SELECT sketch_approximate(true); SELECT pg_advisory_lock(7);" >&"$to"
until [[ $(sql "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7 AND granted") == 1 ]]; do :; done
is "what one session asks for does not concern another" "$(sql "$is_exact")" "t|t"
echo "$is_exact;" >&"$to"
exec {to}>&-
wait
is "and the one has it" "$(tail -n 1 "/tmp/sketch_approximate.$$")" "f|f"
rm -f "/tmp/sketch_approximate.$$"

# ---- A database without the extension

sql "DROP EXTENSION sketch" >/dev/null
is "without the extension all is exact" "$(PGOPTIONS='-c session_preload_libraries=sketch -c sketch.approximate_count_distinct=on -c sketch.approximate_percentile=on' sql "$is_exact")" "t|t"
sql "CREATE EXTENSION sketch" >/dev/null
is "and with it not, in the same session" "$(PGOPTIONS='-c session_preload_libraries=sketch -c sketch.approximate_count_distinct=on -c sketch.approximate_percentile=on' \
  sql "PREPARE p AS $is_exact; EXECUTE p; DROP EXTENSION sketch; EXECUTE p; CREATE EXTENSION sketch; EXECUTE p")" "f|f
t|t
f|f"

# ---- Foreign tables

if has postgres_fdw; then
  sql "CREATE EXTENSION postgres_fdw; CREATE SERVER there FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '${PGHOST:-/tmp}', port '${PGPORT:-5432}', dbname '$web', extensions 'sketch');
    CREATE USER MAPPING FOR CURRENT_USER SERVER there OPTIONS (user '${PGUSER:-$(id -un)}', password_required 'false'); CREATE FOREIGN TABLE far (i int) SERVER there OPTIONS (table_name 'big')" >/dev/null
  remote=$(sql "SELECT sketch_approximate(true); EXPLAIN (VERBOSE, COSTS OFF) SELECT count(DISTINCT i), percentile_disc(0.5) WITHIN GROUP (ORDER BY i) FROM far" | grep -o 'Remote SQL:.*')
  is "the estimate is made where the table is" "$remote" "Remote SQL: SELECT public.approx_count_distinct(i), public.approx_percentile(i, 0.5::double precision) FROM public.big"
  is "and is an estimate" "$(sql "SELECT sketch_approximate(true); ${is_exact/big/far}" | tail -n 1)" "f|f"
else
  skip "postgres_fdw" "there is none"
fi

# ---- Random queries

sql "CREATE TABLE ev AS SELECT i, i % 5000 AS u, i % 7 AS g, 'page' || i % 50 AS page, (ARRAY['DE','FR','US'])[1 + i % 3]::char(2) AS country, (i % 1000)::numeric / 8 AS amount, (i * 7919 % 10007)::float8 AS ms,
    timestamptz '2026-01-01' + i * interval '1 min' AS ts, i % 2 = 0 AS ok, ARRAY[i % 90] AS tags,
    'v' || i % 9 AS vc, date '2026-01-01' + i % 30 AS d, '10.0.0.1'::inet + i % 200 AS ip, jsonb_build_object('k', i % 10, 'b', (i % 7)::text) AS props, md5((i % 3000)::text)::uuid AS uid FROM generate_series(1, 20000) i; ANALYZE" >/dev/null
queries=$(perl test/approximate_queries.pl "${APPROXIMATE_SEED:-1}" "${APPROXIMATE_QUERIES:-150}")
output=$({
  echo "\\i test/support/approximate.sql"
  echo "$queries"
} | psql -qXAt -v ON_ERROR_STOP=1 2>&1)
is "queries as people write them, and ${APPROXIMATE_QUERIES:-150} random ones: the estimates are near" "$(grep -v '^near$\|^exact$' <<<"$output" | head -20)" ""
[[ $(grep -c '^near$' <<<"$output") -gt $((${APPROXIMATE_QUERIES:-150} / 2)) ]] || not_ok "few of them were rewritten" "$(sort <<<"$output" | uniq -c)"
exit $status
