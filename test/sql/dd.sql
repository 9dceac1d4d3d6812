-- SPDX-License-Identifier: PostgreSQL
--
-- sketch_dd: quantiles within the accuracy of percentile_disc, order, weights, errors.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS sketch;

CREATE TEMP TABLE sample AS
  SELECT i, (CASE WHEN i % 3 = 0 THEN -1 ELSE 1 END) * exp((i::bigint * 7919 % 20011) / 1000.0 - 8)::float8 AS v,
         i % 7 AS g FROM generate_series(1, 20000) i;

-- Values are off by at most the accuracy, whatever it is.
SELECT a AS accuracy, bool_and(abs(approx - exact) <= a * abs(exact)) AS within,
       min(sketch_error) <= a AND max(sketch_error) > 0 AS error
FROM unnest(ARRAY[0.001, 0.01, 0.05, 0.3]::float8[]) a,
     LATERAL (SELECT unnest(sketch_quantile(s, q)) AS approx, unnest(exact) AS exact, sketch_error(s)
              FROM (SELECT sketch_dd_agg(v, a) AS s, q, percentile_disc(q) WITHIN GROUP (ORDER BY v) AS exact
                    FROM sample, (SELECT array_agg(j / 100.0::float8) AS q FROM generate_series(0, 100) j) y GROUP BY q) z) x
GROUP BY a ORDER BY a;
SELECT sketch_n(s), sketch_min(s) = min AS min, sketch_max(s) = max AS max, abs(sketch_sum(s) / sum - 1) < 0.05 AS sum
FROM (SELECT sketch_dd_agg(v) AS s, min(v), max(v), sum(v) FROM sample) x;
SELECT bool_and(lower <= exact AND exact <= upper) AS bounds
FROM (SELECT sketch_dd_agg(v) AS s FROM sample) x, unnest(ARRAY[0, 0.05, 0.5, 0.95, 1]::float8[]) q,
     LATERAL sketch_bounds(s, q) b, LATERAL (SELECT percentile_disc(q) WITHIN GROUP (ORDER BY v) AS exact FROM sample) e;

-- The same values give the same bytes, in any order and grouping, at the lowest of the accuracies.
SELECT (SELECT sketch_dd_agg(v ORDER BY v) FROM sample) = whole AS sorted,
       (SELECT sketch_merge(s) FROM (SELECT sketch_dd_agg(v) AS s FROM sample GROUP BY g) x) = whole AS merged,
       (SELECT sketch_merge(s) FROM (SELECT sketch_dd_agg(v, 0.001 * (1 + g)) AS s FROM sample GROUP BY g) x)
         = (SELECT sketch_dd_agg(v, 0.007) FROM sample) AS mixed,
       (SELECT sketch_dd_agg(v, 0.001 * (1 + g)) FROM sample) = (SELECT sketch_dd_agg(v, 0.007) FROM sample) AS mixed_rows,
       (SELECT sketch_add_all(NULL::sketch_dd, array_agg(v)) FROM sample) = whole AS added,
       whole | NULL = whole AS null_is_empty, whole | sketch_dd_empty() = whole AS empty
FROM (SELECT sketch_dd_agg(v) AS whole FROM sample) x;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
CREATE TABLE dd_parallel AS SELECT * FROM sample;
SELECT (SELECT sketch_dd_agg(v) FROM dd_parallel) = (SELECT sketch_dd_agg(v) FROM sample) AS parallel;
DROP TABLE dd_parallel;
RESET ALL;
SET client_min_messages = warning;

-- Both executors, with and without groups, NULLs and memory, give the same bytes.
CREATE TABLE dd_batch AS
  SELECT i % 500 AS g, CASE WHEN i % 11 <> 0 THEN i::bigint * 7919 % 20011 / 8.0::float8 END AS v FROM generate_series(1, 40000) i;
ANALYZE dd_batch;
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE by_batch AS SELECT g, sketch_dd_agg(v) AS d, sketch_kll_agg(v) AS k FROM dd_batch GROUP BY g;
CREATE TEMP TABLE whole_by_batch AS SELECT sketch_dd_agg(v) AS d, sketch_kll_agg(v) AS n, sketch_kll_agg(v, 50) AS k FROM dd_batch;
CREATE TEMP TABLE merged_by_batch AS SELECT g % 7 AS g, sketch_merge(d) AS d, sketch_merge(k) AS k FROM by_batch GROUP BY 1;
SET work_mem = '64kB';
CREATE TEMP TABLE by_spilling AS SELECT g, sketch_dd_agg(v) AS d, sketch_kll_agg(v) AS k FROM dd_batch GROUP BY g;
RESET work_mem;
SET sketch.batch_executor = off;
SELECT count(*), bool_and(b.d = x.d AND b.k = x.k) AS batch, bool_and(s.d = x.d AND s.k = x.k) AS spilling
FROM by_batch b JOIN by_spilling s USING (g)
  JOIN (SELECT g, sketch_dd_agg(v) AS d, sketch_kll_agg(v) AS k FROM dd_batch GROUP BY g) x USING (g);
SELECT w.d = x.d AS whole, w.n = x.n AS n, sketch_info(w.k) -> 'k' AS k FROM whole_by_batch w,
  (SELECT sketch_dd_agg(v) AS d, sketch_kll_agg(v) AS n FROM dd_batch) x;
SELECT count(*), bool_and(m.d = x.d) AS merged, bool_and(sketch_n(m.k) = sketch_n(x.k)) AS n
FROM merged_by_batch m JOIN (SELECT g % 7 AS g, sketch_merge(d) AS d, sketch_merge(k) AS k FROM by_batch GROUP BY 1) x USING (g);
DROP TABLE dd_batch;
RESET ALL;
SET client_min_messages = warning;

-- Up to 64 values are kept as they are.
SELECT sketch_quantile(s, ARRAY[0, 0.25, 0.5, 1]), sketch_rank(s, 16), sketch_cdf(s, ARRAY[16, 32]), sketch_pmf(s, ARRAY[16, 32]),
       sketch_trimmed_mean(s, 0.25, 0.75), sketch_avg(s), sketch_error(s)
FROM (SELECT sketch_dd_agg(v) AS s FROM generate_series(1, 64) v) x;
SELECT * FROM sketch_histogram((SELECT sketch_dd_agg(v) FROM generate_series(1, 40) v), 3);
SELECT sketch_info(sketch_dd_agg(v)) - 'bytes' FROM generate_series(1, 64) v;
SELECT sketch_info(sketch_dd_agg(v)) - 'bytes' - 'buckets' FROM generate_series(1, 65) v;

-- Types agree where their values do.
SELECT sketch_dd_agg(v::smallint) = s AS smallint, sketch_dd_agg(v::bigint) = s AS bigint, sketch_dd_agg(v::real) = s AS real,
       sketch_dd_agg(v::numeric) = s AS numeric, sketch_dd_agg(v::float8) = s AS double
FROM generate_series(1, 1000) v, (SELECT sketch_dd_agg(w) AS s FROM generate_series(1, 1000) w) x GROUP BY s;

-- Zero, NaN, infinities, the ends of double precision.
SELECT sketch_quantile(s, ARRAY[0, 0.3, 0.5, 0.7, 1]), sketch_max(s), sketch_rank(s, 0)
FROM (SELECT sketch_dd_agg_weighted(v, 20) AS s FROM unnest('{NaN,-0,-inf,inf,0}'::float8[]) v) x;
SELECT sketch_min(s), sketch_max(s), sketch_quantile(s, 0.75) BETWEEN 0.99e-300 AND 1.01e-300 AS middle
FROM (SELECT sketch_dd_agg_weighted(v, 100::bigint) AS s FROM unnest('{-1.7e308,5e-324,1e-300,1.7e308}'::float8[]) v) x;

-- Weights are repetitions.
SELECT sketch_dd_agg_weighted(v, w) = (SELECT sketch_dd_agg(v) FROM generate_series(1, 30) v, generate_series(1, v * v)) AS same
FROM (SELECT v, v::bigint * v AS w FROM generate_series(1, 30) v) x;

-- No value.
SELECT sketch_dd_agg(v) IS NULL AS agg, sketch_merge(NULL::sketch_dd) IS NULL AS merge FROM (VALUES (NULL::int)) x(v);
SELECT sketch_n(s), sketch_min(s), sketch_quantile(s, 0.5), sketch_quantile(s, ARRAY[0.5]), sketch_rank(s, 1), sketch_avg(s), sketch_error(s)
FROM sketch_dd_empty(0.1) s;

-- Errors.
SELECT sketch_dd_agg(i, 0.5) FROM sample;
SELECT sketch_dd_agg(i, i + 0) FROM sample;
SELECT sketch_dd_agg(i, i) FROM sample;
SELECT sketch_dd_agg(i, NULL::float8) FROM sample;
SELECT sketch_dd_agg(i, 2::bigint) FROM sample;
SELECT sketch_dd_agg_weighted(i, -1) FROM sample;
SELECT sketch_info(sketch_dd_agg_weighted(i, 2::numeric, 0.05)) -> 'accuracy' AS accuracy FROM sample;
SELECT sketch_dd_empty('NaN');
SELECT sketch_quantile(sketch_dd_agg(i), -0.1) FROM sample;
SELECT sketch_quantile(sketch_dd_agg(i), ARRAY[NULL::float8]) FROM sample;
SELECT * FROM sketch_histogram((SELECT sketch_dd_agg('inf'::float8)), 3);
SELECT sketch_add(sketch_dd_agg(1), date '2026-01-01');
SELECT sketch_kll_agg(1)::bytea::sketch_dd;
