#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Sketches of every type on a standby (streaming replication) and on subscribers (logical
# replication, in text and binary). They must have the same bytes everywhere, whether copied
# initially or streamed, and give the same answers on the hot standby. COPY carries them from the
# standby to the subscriber. Uses three servers of its own.
set -uo pipefail
. test/server.sh
. test/tap.sh

server_home
unset PGOPTIONS
export PGHOST=$server_dir PGPORT=5432 PGUSER=postgres PGDATABASE=postgres PATH=$server_bin:$PATH
settings() {
  cat <<'CONF'
shared_buffers = 32MB
wal_level = logical
hot_standby = on
session_preload_libraries = 'sketch'
jit = off
# Committed changes are flushed, so that there is a log position to wait for.
synchronous_commit = on
# The bytes of some sketches depend on the order of rows.
max_parallel_workers_per_gather = 0
synchronize_seqscans = off
CONF
}
primary=5432 standby=5433 subscriber=5434
settings | server_create primary && server_up primary $primary || exit 1
# The subscriber starts as a copy of the primary, which is faster than initdb.
as_server pg_basebackup -p $primary -D "$server_dir/subscriber" -c fast --no-sync && server_up subscriber $subscriber || exit 1

# For each type, what its aggregates make of few and of many rows, in two halves.
psql -qX -v ON_ERROR_STOP=1 -v without_seeds=1 <<'SQL' || exit 1
\i test/support/calls.sql
\i test/support/aggregates.sql
CREATE PROCEDURE store(half int) LANGUAGE plpgsql AS $$
DECLARE
  made record;
BEGIN
  FOR made IN SELECT result, expression FROM aggregate WHERE result IN (SELECT type FROM sketch_type) ORDER BY number LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS stored_%s (id serial PRIMARY KEY, s %1$s DEFAULT %1$s_empty())', made.result);
    EXECUTE format('INSERT INTO stored_%s (s) SELECT (SELECT %s FROM generate_series(1, n) x) FROM unnest(ARRAY[1, 30, 3000, 40000]) n WHERE n %% 2 = %s', made.result, made.expression, half % 2);
    EXECUTE format('INSERT INTO stored_%s DEFAULT VALUES', made.result);
    EXECUTE format('INSERT INTO stored_%s (s) VALUES (NULL)', made.result);
  END LOOP;
END
$$;
-- The text and binary form of each sketch, and a union of sketches.
CREATE FUNCTION fingerprint() RETURNS TABLE (name text, count bigint, bytes text, unions text) LANGUAGE plpgsql STABLE AS $$
BEGIN
  FOR name IN SELECT relname FROM pg_class WHERE relname LIKE 'stored\_%' AND relkind = 'r' ORDER BY relname LOOP
    RETURN QUERY EXECUTE format('SELECT %L::text, count(*), md5(string_agg(concat_ws('','', id, s, s::bytea), '' '' ORDER BY id)), md5(string_agg(md5((s | s)::text), '' '' ORDER BY id)) FROM %1$I', name);
  END LOOP;
END
$$;
SET client_min_messages = error;
CALL store(1);
CREATE PUBLICATION everything FOR ALL TABLES;
SQL
on() { sql "$2" -p "$1" -d "${3:-postgres}"; }
is "every type of sketch is stored" "$(on $primary "SELECT count(*) FROM fingerprint()")" "$(on $primary "SELECT count(*) FROM sketch_type")"

as_server pg_basebackup -p $primary -D "$server_dir/standby" -R -c fast --no-sync && server_up standby $standby || exit 1
for format in text binary; do
  createdb -p $subscriber $format && pg_dump -p $primary --schema-only --no-publications | psql -qX -p $subscriber -d $format >/dev/null &&
    on $subscriber "CREATE SUBSCRIPTION in_$format CONNECTION 'host=$server_dir port=$primary dbname=postgres' PUBLICATION everything WITH (binary = $([[ $format == binary ]] && echo true || echo false))" $format >/dev/null || exit 1
done

# Waits until everything written by the primary has arrived.
caught_up() {
  local i lsn
  lsn=$(on $primary 'SELECT pg_current_wal_lsn()')
  for i in $(seq 300); do
    if [[ $(on $standby "SELECT pg_last_wal_replay_lsn() >= '$lsn'") == t ]] &&
       [[ $(on $primary "SELECT count(*) FROM pg_stat_replication WHERE application_name IN ('in_text', 'in_binary') AND replay_lsn >= '$lsn'") == 2 ]] &&
       [[ $(for d in text binary; do on $subscriber "SELECT count(*) FROM pg_subscription_rel WHERE srsubstate <> 'r'" $d; done) == $'0\n0' ]]; then
      return
    fi
    sleep 0.1
  done
  not_ok "replication catches up" "$(tail -5 "$server_dir/subscriber.log")"
}
everywhere() {
  local expected
  caught_up
  expected=$(on $primary 'SELECT * FROM fingerprint()')
  is "the standby has the same bytes $1" "$(on $standby 'SELECT * FROM fingerprint()')" "$expected"
  for format in text binary; do
    is "the subscriber in $format has the same bytes $1" "$(on $subscriber 'SELECT * FROM fingerprint()' $format)" "$expected"
  done
}
everywhere "from the first copy"
on $primary 'SET client_min_messages = error; CALL store(2)'
for table in $(on $primary 'SELECT name FROM fingerprint()'); do
  on $primary "UPDATE $table a SET s = b.s FROM $table b WHERE b.id = a.id + 1 AND a.id % 3 = 0; DELETE FROM $table WHERE id % 5 = 0"
done
everywhere "after changes"

# ---- Queries on the standby

is "the standby is one" "$(on $standby 'SELECT pg_is_in_recovery()')" t
queries=$(on $primary "SELECT string_agg(format('SELECT %L, %s FROM row WHERE x <= 30000', signature, answer), ' UNION ALL ' ORDER BY number) FROM aggregate")
for batch in on off; do
  is "aggregates give the same on the standby, batch executor $batch" "$(on $standby "SET sketch.batch_executor = $batch; $queries")" "$(on $primary "$queries")"
done
is "groups that spill give the same on the standby" \
  "$(on $standby "SET work_mem = '64kB'; SET enable_sort = off; SELECT sum(n) FROM (SELECT approx_count_distinct(x) AS n FROM row GROUP BY x % 50000) q")" 120000

# ---- COPY

for format in text binary; do
  for table in $(on $primary 'SELECT name FROM fingerprint()'); do
    on $subscriber "CREATE TABLE IF NOT EXISTS copied (LIKE $table); TRUNCATE copied" $format >/dev/null
    copied=$(psql -qXAt -p $standby -c "COPY $table TO STDOUT (FORMAT $format)" | psql -qXAt -p $subscriber -d $format -c "COPY copied FROM STDIN (FORMAT $format)" 2>&1)
    copied+=$(on $subscriber "SELECT count(*) FROM (TABLE copied EXCEPT ALL TABLE $table) x; SELECT count(*) > 0 FROM copied; DROP TABLE copied" $format)
    is "COPY of $table in $format from the standby to the subscriber" "$copied" $'0\nt'
  done
done
exit $status
