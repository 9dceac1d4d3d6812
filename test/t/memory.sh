#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Memory that the operating system refuses. A backend with a limited address space runs every
# aggregate with more groups than fit into memory, in both executors, and merges and queries the
# largest sketches. It must fail with 53200, keep the session usable, answer the next query
# correctly, and keep no memory. Each query has a session of its own.
set -uo pipefail
. test/server.sh
. test/tap.sh

export PGOPTIONS='-c client_min_messages=error -c session_preload_libraries=sketch -c jit=off -c max_parallel_workers_per_gather=0'
own_database sketch_memory || exit 1
command -v prlimit >/dev/null || { skip "a limit on memory" "there is no prlimit"; exit 0; }

psql -qXAt -v ON_ERROR_STOP=1 -v without_seeds=1 <<'SQL' || exit 1
\i test/support/calls.sql
\i test/support/aggregates.sql
CALL largest(1, 200000);

-- The error or the answer of a query, and whether a kernel raised it first.
CREATE FUNCTION outcome(query text, OUT answer text, OUT state text, OUT kernel boolean) LANGUAGE plpgsql AS $$
DECLARE
  detail text;
BEGIN
  kernel := false;
  EXECUTE query INTO answer;
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, detail = PG_EXCEPTION_DETAIL;
  kernel := detail ~ 'A sketch could not';
END
$$;

CREATE TABLE starved AS
  SELECT format('%s, batch executor %s', signature, batch) AS name, batch, true AS must_fail, ARRAY[1000, 3000] AS kilobytes,
    format('SELECT count(a) FROM (SELECT x, %s AS a FROM row WHERE x <= 30000 GROUP BY 1) y', expression) AS query,
    format('SELECT %s FROM generate_series(1, 90) x', answer) AS simple
  FROM aggregate, unnest(ARRAY['on', 'off']) batch WHERE batched OR batch = 'off'
  UNION ALL
  SELECT signature, 'off', false, ARRAY[0, 200, 1000, 4000], format('SELECT md5(%s(v)::text) FROM of_%s, generate_series(1, 2)', name, parameters[1]),
    format('SELECT md5(%s(v)::text) FROM of_%s', name, parameters[1])
  FROM call WHERE aggregate AND parameters[1] IN (SELECT type FROM sketch_type);

-- Texts of 2 MB, which are stored compressed, and sketches of 0.6 MB.
CREATE TABLE long AS SELECT i, repeat(i % 40 || 'long ', 300000) AS t, s
  FROM generate_series(1, 200) i, (SELECT sketch_theta_agg(j, 18) AS s FROM generate_series(1, 300000) j) large;
CREATE TABLE bounded AS SELECT 'values of ' || name AS name, query FROM (VALUES
  ('a table as keys', 'SELECT sum(n) FROM (SELECT approx_count_distinct(i) AS n FROM long GROUP BY t) x'),
  ('a filtered table as keys', 'SELECT sum(n) FROM (SELECT approx_count_distinct(i) FILTER (WHERE i <> 5) AS n FROM long WHERE i > 3 GROUP BY t) x'),
  ('a plan as keys', 'SELECT sum(n) FROM (SELECT approx_count_distinct(i) AS n FROM (SELECT i, t FROM long ORDER BY i) y GROUP BY t) x'),
  ('a table merged', 'SELECT round(# sketch_merge(s)) FROM long'),
  ('a table merged by group', 'SELECT round(sum(# s)) FROM (SELECT sketch_merge(s) AS s FROM long GROUP BY i % 3) x')) q(name, query);
SQL

ask() {
  echo "$1;" >&"${session[1]}" && IFS= read -r answer <&"${session[0]}" || answer="the session has ended"
}
outcome() { ask "SELECT state, kernel, answer FROM outcome(\$q\$$1\$q\$)"; }
# The memory that the session holds at the end of a transaction, in bytes.
memory() { ask 'SELECT sum(used_bytes) FROM pg_backend_memory_contexts'; }
# Limits the backend to $1 kB more than it has.
limit() { as_server prlimit --pid "$backend" --as=$((pages * $(getconf PAGESIZE) + 1024 * $1)):; }

kernels=0
while IFS=$'\t' read -r name batch must_fail steps query simple expected simply; do
  coproc session { psql -qXAt 2>&1; }
  ask 'SELECT pg_backend_pid()'
  backend=$answer failures=0 odd=
  ask "SELECT set_config('work_mem', '1GB', false), set_config('enable_sort', 'off', false), set_config('sketch.batch_executor', '$batch', false)"
  outcome "$simple"
  [[ $answer == "|f|$simply" ]] || odd=$answer
  outcome "${query/30000/10}"
  outcome 'SELECT 1 / 0'
  memory
  held=$answer
  read -r pages _ <"/proc/$backend/statm"
  for step in $steps; do
    limit "$step" || { odd="the backend is gone"; break; }
    outcome "$query"
    as_server prlimit --pid "$backend" --as=unlimited: || { odd="the backend is gone"; break; }
    case $answer in
      "53200|f|") failures=$((failures + 1)) ;;
      "53200|t|") failures=$((failures + 1)) kernels=$((kernels + 1)) ;;
      "|f|"*)
        # Asked without the limit only if there was an answer with it.
        [[ $expected != '?' ]] || expected=$(sql "SELECT (outcome(\$q\$$query\$q\$)).answer")
        [[ $answer == "|f|$expected" ]] || odd+="with $step kB: $answer " ;;
      *) odd+="with $step kB: $answer " ;;
    esac
    outcome "$simple"
    [[ $answer == "|f|$simply" ]] || odd+="after $step kB: $answer "
  done
  memory
  ((answer > held + (1 << 19))) && odd+="it keeps $(((answer - held) / 1024)) kB"
  [[ $must_fail == t && $failures == 0 ]] && odd+="the memory was enough"
  echo '\q' >&"${session[1]}" && wait "$session_PID"
  if [[ -z $odd ]]; then ok "$name: out of memory $failures times"; else not_ok "$name" "${odd:0:300}"; fi
done < <(psql -qXAt -F $'\t' -c "SELECT name, batch, must_fail, array_to_string(kilobytes, ' '), query, simple, CASE WHEN must_fail THEN '?' ELSE (outcome(query)).answer END, (outcome(simple)).answer FROM starved")

# Whatever the length of values; a whole batch of these would take 200 MB.
while IFS=$'\t' read -r name query expected; do
  coproc session { psql -qXAt 2>&1; }
  ask "SELECT pg_backend_pid() FROM set_config('enable_sort', 'off', false)"
  backend=$answer
  outcome 'SELECT approx_count_distinct(1)'
  read -r pages _ <"/proc/$backend/statm"
  limit 60000 || answer="the backend is gone"
  outcome "$query"
  is "$name: batches within 60 MB" "$answer" "|f|$expected"
  echo '\q' >&"${session[1]}" && wait "$session_PID"
done < <(psql -qXAt -F $'\t' -c "SET sketch.batch_executor = off" -c 'SELECT name, query, (outcome(query)).answer FROM bounded')
if ((kernels > 0)); then ok "kernels saw it first $kernels times"; else not_ok "no kernel ran out of memory"; fi
exit $status
