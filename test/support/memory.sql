-- SPDX-License-Identifier: PostgreSQL
--
-- For test/t/memory.pl: queries that need much memory.
--
--   outcome(query)   what becomes of a query
--   starved          queries that are run with next to no memory
--   bounded          queries that need little memory, however long the values are

\i test/support/calls.sql
\i test/support/aggregates.sql
CALL largest(1, 200000);

-- The error or the answer of a query, and whether a kernel raised it first.
CREATE FUNCTION outcome(query text, OUT answer text, OUT state text, OUT kernel boolean)
LANGUAGE plpgsql AS $$
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

-- Every aggregate with more groups than fit into memory, in both executors; and every merge of the
-- largest sketches.
--   must_fail   whether the memory can't be enough
--   kilobytes   what the backend may have, in addition to what it has
--   rehearsal   the same with so little data that the memory is enough
--   simple      what must work after that
CREATE TABLE starved AS
  SELECT format('%s, batch executor %s', signature, batch) AS name, batch, true AS must_fail,
    ARRAY[1000, 3000] AS kilobytes,
    format(grouped, expression, 30000) AS query, format(grouped, expression, 10) AS rehearsal,
    format('SELECT %s FROM generate_series(1, 90) x', answer) AS simple
  FROM aggregate, unnest(ARRAY['on', 'off']) batch,
    (VALUES ('SELECT count(a) FROM (SELECT x, %s AS a FROM row WHERE x <= %s GROUP BY 1) y'))
      v (grouped)
  WHERE batched OR batch = 'off'
  UNION ALL
  SELECT signature, 'off', false, ARRAY[0, 200, 1000, 4000], twice, twice, once
  FROM call,
    LATERAL (SELECT format('SELECT md5(%s(v)::text) FROM of_%s', name, parameters[1]) AS once) x,
    LATERAL (SELECT once || ', generate_series(1, 2)' AS twice) y
  WHERE aggregate AND parameters[1] IN (SELECT type FROM sketch_type);

-- Texts of 2 MB, which are stored compressed, and sketches of 0.6 MB.
CREATE TABLE long AS
  SELECT i, repeat(i % 40 || 'long ', 300000) AS t, s
  FROM generate_series(1, 200) i,
    (SELECT sketch_theta_agg(j, 18) AS s FROM generate_series(1, 300000) j) large;
CREATE TABLE bounded AS SELECT 'values of ' || name AS name, query FROM (VALUES
  ('a table as keys',
   'SELECT sum(n) FROM (SELECT approx_count_distinct(i) AS n FROM long GROUP BY t) x'),
  ('a filtered table as keys',
   'SELECT sum(n) FROM (SELECT approx_count_distinct(i) FILTER (WHERE i <> 5) AS n FROM long '
   'WHERE i > 3 GROUP BY t) x'),
  ('a plan as keys',
   'SELECT sum(n) FROM (SELECT approx_count_distinct(i) AS n '
   'FROM (SELECT i, t FROM long ORDER BY i) y GROUP BY t) x'),
  ('a table merged',
   'SELECT round(# sketch_merge(s)) FROM long'),
  ('a table merged by group',
   'SELECT round(sum(# s)) FROM (SELECT sketch_merge(s) AS s FROM long GROUP BY i % 3) x')
) q (name, query);
