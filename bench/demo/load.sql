-- SPDX-License-Identifier: PostgreSQL
--
-- The tables of the demo, and the two functions that it measures with.
\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;

CREATE EXTENSION sketch;

CREATE TABLE package (
  name text,
  version text,
  maintainer text,
  section text,
  architecture text,
  installed_kb bigint,
  bytes bigint
);

-- One row for each package that another package names: depends, recommends, suggests, breaks ...
CREATE TABLE relation (
  package text,
  section text,
  kind text,
  target text
);

-- Runs a query that gives one number twice, and reports the number and the faster time.
CREATE FUNCTION timed(query text, OUT result float8, OUT ms float8) LANGUAGE plpgsql AS $$
DECLARE
  started timestamptz;
  elapsed float8;
BEGIN
  FOR round IN 1 .. 2 LOOP
    started := clock_timestamp();
    EXECUTE query INTO result;
    elapsed := extract(epoch FROM clock_timestamp() - started) * 1000;
    ms := least(ms, elapsed);
  END LOOP;
END
$$;

CREATE FUNCTION count_both_ways(value text, source text,
                                OUT exact float8, OUT exact_ms float8,
                                OUT approx float8, OUT approx_ms float8, OUT bytes int)
LANGUAGE plpgsql AS $$
BEGIN
  SELECT result, ms INTO exact, exact_ms
    FROM timed(format('SELECT count(DISTINCT %s) FROM %s', value, source));
  SELECT result, ms INTO approx, approx_ms
    FROM timed(format('SELECT approx_count_distinct(%s) FROM %s', value, source));
  EXECUTE format('SELECT pg_column_size(sketch_hll_agg(%s)) FROM %s', value, source) INTO bytes;
END
$$;

CREATE FUNCTION number(value float8) RETURNS text LANGUAGE sql AS
$$ SELECT to_char(value, 'FM999,999,999,990') $$;

-- The signed relative error of an estimate.
CREATE FUNCTION off_by(estimate float8, exact float8) RETURNS text LANGUAGE sql AS
$$ SELECT to_char(100 * (estimate / nullif(exact, 0) - 1), 'FMSG990.00') || ' %' $$;
