-- SPDX-License-Identifier: PostgreSQL
--
-- The data that accuracy is measured with.
\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT setseed(0.75) \g /dev/null

-- Distinct values; trial number i / n has n successive i.
CREATE UNLOGGED TABLE distinct_items AS
  SELECT i, i::bigint * 2654435761 % 4294967296 AS v FROM generate_series(0, 9999999) i;
-- So that a small trial doesn't read all of the table.
CREATE INDEX ON distinct_items USING brin (i);

-- For each n the quantiles (r + 0.5) / n of the exponential distribution, in random order: the rank
-- of any value is known without counting. Large n have fewer trials.
CREATE UNLOGGED TABLE quantile_items AS
  SELECT n, trial, -ln(1 - (r + 0.5) / n) AS v
  FROM (SELECT n, trial, r FROM unnest(ARRAY[10, 30, 100, 300, 1000, 3000, 10000, 30000, 100000, 300000, 1000000]) n,
          LATERAL generate_series(1, least(50, greatest(2, 1500000 / n))) trial, LATERAL generate_series(0, n - 1) r
        ORDER BY n, trial, random()) x;
CREATE INDEX ON quantile_items (n);

-- Zipf's law with exponent 1; its 50 most frequent values; and some values of any frequency.
CREATE UNLOGGED TABLE top_items AS SELECT zipf AS v FROM skewed LIMIT 1000000;
CREATE UNLOGGED TABLE top_exact AS SELECT v AS i, count(*) AS often FROM top_items GROUP BY v;
VACUUM ANALYZE;
