#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# The batch executor and concurrent transactions: what they do while it reads a table, and which of
# them it makes wait or fail. Each case runs under both executors and must give the same results at
# each step. The other sessions are dblink connections, so that the order of all steps is certain.
set -uo pipefail
. test/tap.sh

export PGOPTIONS='-c client_min_messages=error -c session_preload_libraries=sketch -c jit=off -c enable_sort=off -c max_parallel_workers_per_gather=0 -c statement_timeout=20s'
own_database sketch_isolation || exit 1
needs dblink "the batch executor among other transactions"

psql -qX -v ON_ERROR_STOP=1 >/dev/null <<'SQL' || exit 1
CREATE EXTENSION sketch;
CREATE EXTENSION dblink;
-- Waits at one row until the lock is released.
CREATE FUNCTION pause(i int) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
  IF i = 1500 THEN PERFORM pg_advisory_lock(1); PERFORM pg_advisory_unlock(1); END IF;
  RETURN true;
END $$;
-- Connections a and b, which use the executor under test.
CREATE FUNCTION begin_sessions(batch text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['a', 'b'] LOOP
    PERFORM dblink_connect(name, format('user=%s dbname=%s host=%s port=%s options=%L', current_user, current_database(), split_part(current_setting('unix_socket_directories'), ',', 1),
      current_setting('port'), current_setting('test.options')));
    PERFORM dblink_exec(name, 'SET sketch.batch_executor = ' || batch);
  END LOOP;
END $$;
CREATE FUNCTION wait_until_blocked() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  FOR i IN 1 .. 500 LOOP
    PERFORM pg_stat_clear_snapshot();
    IF EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock') THEN RETURN; END IF;
    PERFORM pg_sleep(0.01);
  END LOOP;
  RAISE 'nothing waits';
END $$;
\i test/support/plan.sql
SQL

# Rows on several pages: dead ones to be pruned, chains of updates within a page, and free space.
# vacuum_truncate is off, because a vacuum would wait five seconds for a lock to truncate a table
# that is being read.
tables="DROP TABLE IF EXISTS busy, plan, account;
CREATE TABLE busy (i int, g int, n int, t text) WITH (fillfactor = 50, autovacuum_enabled = off, vacuum_truncate = off);
INSERT INTO busy SELECT i, i % 5, 0, 'text ' || i FROM generate_series(1, 3000) i;
UPDATE busy SET n = 1 WHERE i % 3 = 0;
UPDATE busy SET n = n + 1 WHERE i % 9 = 0;
DELETE FROM busy WHERE i % 11 = 0;
BEGIN; UPDATE busy SET n = 100; ROLLBACK;
CREATE TABLE account (k int PRIMARY KEY, n int);
INSERT INTO account VALUES (1, 0), (2, 0);"

# same NAME STATEMENTS [WANTED]: psql shows the same under both executors, and the wanted text if
# there is one.
same() {
  local name=$1 wanted=${3-} batch core
  batch=$(printf "%s\nSET test.options = '%s';\nSELECT begin_sessions('on');\n%s\n" "$tables" "$PGOPTIONS" "$2" | psql -qXAt 2>&1)
  core=$(printf "%s\nSET test.options = '%s';\nSET sketch.batch_executor = off;\nSELECT begin_sessions('off');\n%s\n" "$tables" "$PGOPTIONS" "$2" | psql -qXAt 2>&1)
  if [[ $batch == "$core" && -n $batch && $batch == *"$wanted"* ]]; then ok "$name"; else not_ok "$name" "batch: $batch" "core: $core" "wanted: $wanted"; fi
}

counted='count(*), approx_count_distinct(i), sum(n), approx_count_distinct(t), sketch_kll_agg(n) IS NULL'
remote() { printf "SELECT * FROM dblink_exec('%s', \$q\$%s\$q\$);" "$1" "$2"; }
send() { printf "SELECT dblink_send_query('%s', \$q\$SELECT q::text FROM (%s) q\$q\$);" "$1" "$2"; }
result() { printf "SELECT * FROM dblink_get_result('%s') AS r(line text); SELECT * FROM dblink_get_result('%s') AS r(line text);" "$1" "$1"; }
ask() { printf "SELECT * FROM dblink('%s', \$q\$SELECT q::text FROM (%s) q\$q\$) AS r(line text);" "$1" "$2"; }

# Each query waits in the middle of its table while this session changes all of the table. Its page
# is pinned, so that a vacuum skips it; the pages that follow are pruned.
while IFS= read -r change; do
  for query in "SELECT $counted FROM busy WHERE pause(i)" "SELECT g, $counted FROM busy WHERE pause(i) GROUP BY g ORDER BY g" \
    "SELECT $counted FROM (SELECT * FROM busy UNION ALL SELECT * FROM busy) x WHERE pause(i)"; do
    shape=one; if [[ $query == *GROUP* ]]; then shape=groups; elif [[ $query == *UNION* ]]; then shape=Append; fi
    same "$shape, while a table is read: $change" "SELECT plan_shows(\$q\$$query\$q\$, 'SketchAggregate') = current_setting('sketch.batch_executor')::bool;
      SELECT pg_advisory_lock(1); $(send a "$query") SELECT wait_until_blocked(); $change;
      SELECT count(n) FROM busy; SELECT pg_advisory_unlock(1); $(result a) $(ask a "SELECT $counted FROM busy")" "f)"
  done
done <<'CHANGES'
UPDATE busy SET n = n + 1, t = t
UPDATE busy SET n = n + 1 WHERE i % 2 = 0; VACUUM busy
DELETE FROM busy; VACUUM busy
VACUUM busy
INSERT INTO busy SELECT -i, 1, 1, 'new' FROM generate_series(1, 5000) i
ALTER TABLE account ADD later int; TRUNCATE account; ANALYZE busy
CHANGES

# A plan that is rescanned within one snapshot, under a cursor.
lateral="SELECT o, x.* FROM generate_series(1, 3) o, LATERAL (SELECT $counted FROM busy WHERE i % 3 <> o - 1) x"
same "a cursor's snapshot stays while others write, prune and vacuum" "SELECT plan_shows(\$q\$$lateral\$q\$, 'SketchAggregate') = current_setting('sketch.batch_executor')::bool;
  BEGIN; DECLARE c CURSOR FOR $lateral; FETCH 1 FROM c; $(remote a "UPDATE busy SET n = n + 1, i = i + 10000") $(remote a "VACUUM busy") FETCH 1 FROM c;
  $(remote a "DELETE FROM busy WHERE g = 1") $(remote a "VACUUM busy") FETCH ALL FROM c; COMMIT; $lateral;" "1|"
same "a scrollable cursor goes back and forth" "BEGIN; DECLARE c SCROLL CURSOR FOR SELECT g, $counted FROM busy GROUP BY g ORDER BY g; FETCH 2 FROM c;
  FETCH BACKWARD 2 FROM c; $(remote a "DELETE FROM busy") FETCH LAST FROM c; FETCH ABSOLUTE 2 FROM c; FETCH FIRST FROM c; COMMIT;" "0|"
same "a cursor that is held sees what was there" "BEGIN; DECLARE c CURSOR WITH HOLD FOR SELECT g, $counted FROM busy GROUP BY g ORDER BY g; FETCH 1 FROM c;
  $(remote a "DELETE FROM busy WHERE g > 2") COMMIT; FETCH ALL FROM c;" "4|"
same "one's own later changes are not in an open cursor" "BEGIN; DECLARE c CURSOR FOR $lateral; FETCH 1 FROM c; UPDATE busy SET n = 50; DELETE FROM busy WHERE g = 2; FETCH ALL FROM c;
  SELECT $counted FROM busy; SAVEPOINT s; DELETE FROM busy; SELECT $counted FROM busy; ROLLBACK TO s; SELECT $counted FROM busy; COMMIT;" "3|"

# Isolation levels and their snapshots.
same "repeatable read keeps its snapshot, read committed doesn't" "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT $counted FROM busy; $(remote a "DELETE FROM busy WHERE i % 2 = 0")
  SELECT $counted FROM busy; COMMIT; BEGIN; SELECT $counted FROM busy; $(remote a "DELETE FROM busy WHERE i % 3 = 0") SELECT $counted FROM busy; COMMIT;" "|f"

# Two transactions that each count and then insert: one must fail.
skew() {
  echo "$(remote a "BEGIN ISOLATION LEVEL SERIALIZABLE") $(remote b "BEGIN ISOLATION LEVEL SERIALIZABLE") $(ask a "$1") $(ask b "$1")
    $(remote a "INSERT INTO busy VALUES (-1, 1, 1, 'a')") $(remote b "INSERT INTO busy VALUES (-2, 1, 1, 'b')") $(remote a COMMIT) $(remote b COMMIT)"
}
same "serializable transactions that count and add conflict" "$(skew "SELECT $counted FROM busy")" "could not serialize access"
same "so they do on a group" "$(skew "SELECT g, $counted FROM busy WHERE g = 1 GROUP BY g")" "could not serialize access"
same "so they do under an Append" "$(skew "SELECT $counted FROM (SELECT * FROM busy UNION ALL SELECT * FROM busy) x")" "could not serialize access"
same "those that count another table don't" "$(remote a "BEGIN ISOLATION LEVEL SERIALIZABLE") $(remote b "BEGIN ISOLATION LEVEL SERIALIZABLE")
  $(ask a "SELECT approx_count_distinct(k) FROM account") $(ask b "SELECT $counted FROM busy") $(remote a "INSERT INTO account VALUES (7, 7)")
  $(remote b "INSERT INTO busy VALUES (-2, 1, 1, 'b')") $(remote a COMMIT) $(remote b COMMIT) SELECT count(*) FROM busy WHERE i < 0;" "COMMIT
COMMIT
1"
same "a row that was changed since can't be read serializably and written" "$(remote a "BEGIN ISOLATION LEVEL SERIALIZABLE") $(ask a "SELECT approx_count_distinct(k) FROM account")
  UPDATE account SET n = n + 1; $(ask a "SELECT approx_count_distinct(n), sum(n) FROM account") $(remote a "UPDATE account SET n = 5") $(remote a ROLLBACK)" "could not serialize access"

# A row changed by a concurrent transaction is evaluated again, including subqueries.
recheck="UPDATE account SET n = n + (SELECT approx_count_distinct(i)::int FROM busy WHERE g = account.k AND busy.n < 100)
  WHERE (SELECT count(*) + approx_count_distinct(i) FROM busy WHERE g = account.k) > 0"
same "a row that was locked is evaluated again" "SELECT plan_shows(\$q\$$recheck\$q\$, 'SketchAggregate') = current_setting('sketch.batch_executor')::bool;
  BEGIN; UPDATE account SET n = n + 1000; SELECT dblink_send_query('a', \$q\$$recheck\$q\$); SELECT wait_until_blocked(); COMMIT;
  SELECT * FROM dblink_get_result('a') AS r(line text); SELECT * FROM dblink_get_result('a') AS r(line text); TABLE account ORDER BY k;" "1|15"

# Prepared plans, and changes of the objects they depend on.
prepared="PREPARE p(int, int) AS SELECT g, $counted FROM busy WHERE i % \$1 = 0 AND n < \$2 GROUP BY g ORDER BY g;"
for mode in custom generic; do
  same "a prepared statement with parameters, $mode plans" "SET plan_cache_mode = force_${mode}_plan; $prepared EXECUTE p(2, 10); EXECUTE p(3, 10);
    EXECUTE p(NULL, 1); UPDATE busy SET n = 3 WHERE g = 1; EXECUTE p(2, 3); EXECUTE p(0, 3);" "division by zero"
  same "a kept plan is made anew when the table changes, $mode plans" "SET plan_cache_mode = force_${mode}_plan; $prepared EXECUTE p(2, 10);
    ALTER TABLE busy ADD later int DEFAULT 7; ALTER TABLE busy DROP COLUMN t; ALTER TABLE busy ADD t int DEFAULT 9; EXECUTE p(2, 10);
    ALTER TABLE busy ALTER n TYPE bigint USING n * 5000000000; EXECUTE p(2, 10); CREATE INDEX ON busy (i); ANALYZE busy; EXECUTE p(2, 10);
    DROP TABLE busy; EXECUTE p(2, 10);" 'relation "busy" does not exist'
done
same "a kept plan outlives the setting it was made under" "SET plan_cache_mode = force_generic_plan; $prepared EXECUTE p(2, 10); SET sketch.batch_executor = off;
  EXECUTE p(2, 10); SET sketch.batch_executor = on; EXECUTE p(3, 10);" "1|"
exit $status
