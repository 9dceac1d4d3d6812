-- SPDX-License-Identifier: PostgreSQL
--
-- All aggregates, and the largest sketches, for scripts that want them to take time, memory or disk
-- space. Needs what calls.sql makes, and includes plan.sql.
--
--   row           120000 rows: x, and series() of it as double precision, text and timestamptz in f, t and ts
--   aggregate     for each name, result and number of arguments one aggregate, as an expression in x; whether the
--                 batch executor takes it; whether its result varies; and an answer, a short text that doesn't vary
--   largest(n, m) makes a table of_TYPE for each type of sketch; its v is as large as the parameters allow, made of
--                 m rows, with n values for each key of a tuple sketch

\i test/support/plan.sql
CREATE TABLE row AS
  SELECT x, (x - 100) ^ 3 / 7 AS f, x::text AS t, timestamptz '2026-01-01' + x * interval '1 s' AS ts FROM generate_series(1, 120000) x;
VACUUM ANALYZE row;

-- A call of an aggregate on columns of row, with the first parameters that it accepts.
CREATE FUNCTION call_with(name text, parameters regtype[], first text, candidates text[][]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  list text;
BEGIN
  FOR list IN
    WITH RECURSIVE listed(number, arguments) AS (
      SELECT 1, first
      UNION ALL
      SELECT number + 1, arguments || ', ' || c FROM listed, unnest(candidates) c
      WHERE number < cardinality(parameters) AND c LIKE '%::' || parameters[number + 1]
        -- A Bloom filter must be made for as many values as the first row says.
        AND (c ~ '^\d+::bigint$') = (name ~ 'bloom' AND c LIKE '%::bigint'))
    SELECT arguments FROM listed WHERE number = cardinality(parameters)
  LOOP
    BEGIN
      list := replace(list, '::anycompatible', '::bigint');
      EXECUTE format('SELECT %s(%s) FROM (SELECT * FROM row LIMIT 1) v', name, list);
      RETURN format('%s(%s)', name, list);
    EXCEPTION WHEN data_exception THEN
      CONTINUE;
    END;
  END LOOP;
  RAISE 'no arguments for % of %', name, parameters;
END
$$;
CREATE FUNCTION usual() RETURNS text[] LANGUAGE sql RETURN
  string_to_array('12::integer;200::integer;x::bigint;500::bigint;x::numeric;0.1::double precision;0.99::double precision;ARRAY[0.1, 0.5]::double precision[];''sum''::text;''datasketches''::text;''parquet''::text;''low''::text;x::double precision;x::anycompatible;''(0.5,,)''::sketch_draw', ';');

CREATE TABLE aggregate AS
  SELECT row_number() OVER (ORDER BY batched, signature) AS number, *,
    format(CASE WHEN random THEN 'sketch_n(%s)::text' ELSE 'md5(%s::text)' END, expression) AS answer FROM (
  SELECT *, plan_shows(format('SELECT %s FROM row', expression), 'SketchAggregate') AS batched, name ~ '^sketch_sample_agg(_weighted)?$' AS random FROM (
  SELECT signature, name, parameters, result, call_with(name, parameters, series(parameters[1]), usual()) AS expression FROM (
    SELECT DISTINCT ON (c.name, result, cardinality(parameters)) c.* FROM call c
    WHERE aggregate AND parameters[1]::text IN ('integer', 'double precision', 'text', 'timestamp with time zone', 'anyelement')
      -- Some declarations take text only to accept a NULL without a type.
      AND obj_description(c.signature::regprocedure, 'pg_proc') NOT LIKE 'takes only NULL%'
    ORDER BY c.name, result, cardinality(parameters), parameters[1]::text LIKE 'any%', parameters[1]::text) x) y) z;

CREATE FUNCTION large(columns int) RETURNS text[] LANGUAGE sql RETURN string_to_array(
  '65536::integer;4096::integer;4000::integer;1024::integer;20::integer;18::integer;x::bigint;1000000::bigint;x::numeric;1e-7::double precision;4e-6::double precision;1e-4::double precision;0.99::double precision;'
  || format('ARRAY[x%s]::double precision[];''sum''::text;''datasketches''::text;''parquet''::text;''low''::text;x::double precision;x::anycompatible', repeat(', sqrt(x)', columns - 1)), ';');
CREATE PROCEDURE largest(columns int, rows int) LANGUAGE plpgsql AS $$
DECLARE
  a record;
BEGIN
  FOR a IN
    SELECT DISTINCT ON (result) result, name, parameters FROM call
    WHERE aggregate AND result IN (SELECT type FROM sketch_type) AND parameters[1] IN ('integer'::regtype, 'anyelement'::regtype, 'double precision'::regtype)
    ORDER BY result, array_position(parameters, 'double precision[]'), name ~ 'weighted', cardinality(parameters) DESC, parameters[1]::text DESC
  LOOP
    EXECUTE format('CREATE TABLE of_%s AS SELECT %s AS v FROM generate_series(1, %s) x', a.result,
      call_with(a.name, a.parameters, CASE a.parameters[1]::text WHEN 'double precision' THEN 'exp(300 * sin(x))' ELSE series(a.parameters[1]) END, large(columns)), rows);
  END LOOP;
END
$$;
