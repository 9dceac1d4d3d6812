-- SPDX-License-Identifier: PostgreSQL
--
-- For test/t/approximate.sh: pg_temp.compared(query). The query's columns named k identify rows,
-- those named n are counts, r ranks (numbers of rows up to the value, in the table's order of
-- magnitude); those named x must be equal.

\i test/support/plan.sql
SELECT sketch_approximate(false) \g /dev/null
CREATE FUNCTION pg_temp.answers(query text, approximate boolean) RETURNS SETOF jsonb LANGUAGE plpgsql AS $$
BEGIN
  PERFORM sketch_approximate(approximate);
  RETURN QUERY EXECUTE format('SELECT to_jsonb(q) FROM (%s) q', query);
  PERFORM sketch_approximate(false);
END
$$;
CREATE FUNCTION pg_temp.is_rewritten(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  plan text;
BEGIN
  PERFORM sketch_approximate(true);
  plan := plan_of(query);
  PERFORM sketch_approximate(false);
  IF plan ~ 'count\(DISTINCT|percentile_(disc|cont)\(' THEN RAISE '% is not rewritten', query; END IF;
  RETURN plan ~ 'approx_';
END
$$;
CREATE FUNCTION pg_temp.key_of(line jsonb) RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(value::text, ',' ORDER BY key), '')
  FROM jsonb_each(line) WHERE key LIKE 'k%'
$$;
-- Counts may be off by six standard errors. Percentiles are of values spread evenly from 0 to 1, to
-- which the queries scale them; they may be off by one step and twice the bound for 99 % of ranks.
CREATE FUNCTION pg_temp.compared(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  wrong jsonb;
BEGIN
  WITH e AS (
    SELECT a, pg_temp.key_of(a) AS k FROM pg_temp.answers(query, false) a),
  a AS MATERIALIZED (
    SELECT a, pg_temp.key_of(a) AS k FROM pg_temp.answers(query, true) a)
  SELECT jsonb_build_array(e.a, a.a) INTO wrong FROM e FULL JOIN a USING (k)
  WHERE e.a IS NULL OR a.a IS NULL OR EXISTS (
    SELECT FROM jsonb_each(e.a) o JOIN jsonb_each(a.a) n USING (key), LATERAL (
      SELECT CASE WHEN jsonb_typeof(o.value) = 'number' THEN o.value::float8 END AS exact,
             CASE WHEN jsonb_typeof(n.value) = 'number' THEN n.value::float8 END AS near) v
    WHERE (exact IS NULL) <> (near IS NULL) OR CASE left(key, 1)
      WHEN 'n' THEN abs(near - exact) > 0.092 * exact
      WHEN 'r' THEN abs(near - exact) > 0.02
      WHEN 'x' THEN o.value <> n.value END)
  LIMIT 1;
  IF wrong IS NOT NULL THEN RETURN format('%s: %s', query, wrong); END IF;
  RETURN CASE WHEN pg_temp.is_rewritten(query) THEN 'near' ELSE 'exact' END;
END
$$;
