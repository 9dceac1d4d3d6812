#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Cancels statements at random moments, and checks that they stop soon; test/cancel.pl explains how
# that is judged without a clock. The statements are every function on the largest sketches and on
# arrays of millions of elements, every aggregate in both executors, groups that spill, and merges
# of the largest sketches. They come from the catalog (test/support/calls.sql). CANCEL_SEED and
# CANCEL_ROUNDS vary the test. CANCEL_COLUMNS, at most 16, is the number of values of a tuple
# sketch's keys; from six on, some kernels would take longer than 100 ms without a pause.
set -uo pipefail
. test/tap.sh

export PGOPTIONS='-c client_min_messages=error -c session_preload_libraries=sketch -c jit=off -c max_parallel_workers_per_gather=0'
own_database sketch_cancel || exit 1
columns=${CANCEL_COLUMNS:-6} rounds=${CANCEL_ROUNDS:-1}
[[ -e /proc/self/schedstat ]] || { skip "cancelled statements" "there is no /proc/PID/schedstat"; exit 0; }

psql -qXAt -v ON_ERROR_STOP=1 -v columns="$columns" -v without_seeds=1 <<'SQL' || exit 1
\i test/support/calls.sql
\i test/support/aggregates.sql
CALL largest(:columns, 1100000);

-- A value for each type of argument: as a column of a table, or as an expression.
CREATE TABLE argument AS SELECT type, format('(SELECT v FROM of_%s)', type) AS expression FROM sketch_type
  UNION ALL SELECT typarray, format('(SELECT array_fill(v, ARRAY[4]) FROM of_%s)', type) FROM sketch_type JOIN pg_type ON oid = type;
CREATE PROCEDURE make_arrays() LANGUAGE plpgsql AS $$
DECLARE
  a record;
BEGIN
  FOR a IN SELECT DISTINCT p AS type, typelem::regtype AS element FROM call, unnest(parameters) p JOIN pg_type ON oid = p AND typcategory = 'A'
             WHERE typelem NOT IN (SELECT s.type FROM sketch_type s) LOOP
    -- PostgreSQL doesn't check for interrupts while it decompresses, nor often enough while it makes an array
    -- of more numbers than this.
    EXECUTE format('CREATE TABLE of_%1$s (v %2$s); ALTER TABLE of_%1$s ALTER v SET STORAGE EXTERNAL; INSERT INTO of_%1$s SELECT array_agg(%3$s) FROM generate_series(1, %4$s) x',
      translate(a.type::text, ' []', ''), a.type,
      CASE a.element::text WHEN 'double precision' THEN 'x / 2000001.0::float8' WHEN 'smallint' THEN '(x % 30000)::int2' WHEN 'interval' THEN 'x * interval ''1 s''' WHEN 'date' THEN 'date ''2026-01-01'' + x' ELSE series(a.element) END,
      CASE a.element::text WHEN 'double precision' THEN 2000000 ELSE 1000000 END);
    INSERT INTO argument VALUES (a.type, format('(SELECT v FROM of_%s)', translate(a.type::text, ' []', '')));
  END LOOP;
  INSERT INTO argument VALUES ('integer', '1'), ('anyelement', '(SELECT v FROM of_integer)'), ('anyarray', '(SELECT v FROM of_integer)'), ('cstring', 'NULL'), ('bytea', 'NULL');
END
$$;
CALL make_arrays();

-- Functions and operators. Of those that differ only in the type of the value one is tried, with an array of
-- values if possible.
CREATE FUNCTION value_of(type regtype) RETURNS text LANGUAGE sql AS $$
  SELECT coalesce((SELECT expression FROM argument a WHERE a.type = value_of.type), (SELECT expression FROM pool(type) LIMIT 1)) $$;
CREATE FUNCTION has_array(types regtype[]) RETURNS boolean LANGUAGE sql AS $$
  SELECT EXISTS (SELECT FROM unnest(types) t JOIN pg_type ON oid = t AND typcategory = 'A') $$;
CREATE TABLE statement (number serial, name text, text text);
INSERT INTO statement (name, text)
  SELECT DISTINCT ON (c.name, parameters[1], has_array(parameters), cardinality(parameters)) signature,
    format('SELECT count(r) FROM (SELECT %s AS r OFFSET 0) x', call_of(template, ARRAY(SELECT value_of(p) FROM unnest(parameters) WITH ORDINALITY u(p, i) ORDER BY i)))
  FROM call c WHERE NOT aggregate AND NOT step AND EXISTS (SELECT FROM sketch_type JOIN pg_type ON oid = type WHERE type = ANY (parameters) OR typarray = ANY (parameters)) AND c.name !~ '_(eq|ne|lt|le|gt|ge|hash_extended)$|[<=>]'
  ORDER BY c.name, parameters[1], has_array(parameters), cardinality(parameters), 'double precision[]'::regtype = ANY (parameters) DESC, signature;

-- Aggregates over rows: without groups, with groups, and with more groups than fit into memory.
INSERT INTO statement (name, text) SELECT format('%s, batch executor %s', signature, batch), format('SET sketch.batch_executor = %s; SELECT count(r) FROM (SELECT %s AS r FROM row) x', batch, expression)
  FROM aggregate, unnest(ARRAY['on', 'off']) batch
  WHERE (batch = 'on') = (batched AND number % 2 = 0);
INSERT INTO statement (name, text)
  SELECT format('%s of %s, batch executor %s', kind, array_to_string(signatures, ' and '), batch),
    format('SET sketch.batch_executor = %s; SET work_mem = ''1MB''; SET enable_sort = off; SELECT count(g), %s FROM (SELECT %s AS g, %s FROM row WHERE x <= 40000 GROUP BY 1 OFFSET 0) x', batch, counts, groups, list)
  FROM (SELECT batched, array_agg(signature ORDER BY number) AS signatures, string_agg(format('%s AS a%s', expression, number), ', ') AS list, string_agg(format('count(a%s)', number), ', ') AS counts FROM aggregate GROUP BY batched, number / 8) x,
    (VALUES ('groups', 'x % 1000'), ('spilled groups', 'x % 100000')) v (kind, groups), unnest(ARRAY['on', 'off']) batch WHERE batched OR batch = 'off';
-- Merges of the largest sketches.
INSERT INTO statement (name, text)
  SELECT format('%s, batch executor %s', signature, batch), format('SET sketch.batch_executor = %s; SELECT count(r) FROM (SELECT %s(v) AS r FROM of_%s, generate_series(1, 4)) x', batch, c.name, parameters[1])
  FROM call c, unnest(ARRAY['on', 'off']) batch WHERE aggregate AND parameters[1] IN (SELECT type FROM sketch_type);
SQL

psql -qXAt -F $'\t' -c 'SELECT name, text FROM statement ORDER BY number' | perl test/cancel.pl "$rounds" || status=1
exit $status
