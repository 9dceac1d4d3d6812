-- SPDX-License-Identifier: PostgreSQL
--
-- sketch_tdigest: ranks and quantiles near those of percentile_disc, duplicates, order, weights, errors.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS sketch;

CREATE TEMP TABLE sample AS
  SELECT i, exp((i::bigint * 7919 % 20011) / 2000.0 - 5)::float8 AS v, i % 7 AS g FROM generate_series(1, 20000) i;

-- Ranks are the better the nearer they are to an end; both directions agree.
SELECT max(abs(rank - q)) FILTER (WHERE q BETWEEN 0.1 AND 0.9) < 0.003 AS middle,
       max(abs(rank - q)) FILTER (WHERE q NOT BETWEEN 0.01 AND 0.99) < 0.0003 AS ends,
       max(abs(sketch_rank(s, approx) - q)) < 0.0001 AS back, min(approx - before) >= 0 AS ascending
FROM (SELECT s, q, approx, (SELECT count(*) FROM sample WHERE v <= approx) / 20000.0 AS rank,
             coalesce(lag(approx) OVER (ORDER BY q), 0) AS before
      FROM (SELECT s, unnest(qs) AS q, unnest(sketch_quantile(s, qs)) AS approx
            FROM (SELECT sketch_tdigest_agg(v) AS s FROM sample) y,
                 (SELECT array_agg(j / 500.0::float8) AS qs FROM generate_series(0, 500) j) z) x) w;
SELECT sketch_n(s), sketch_min(s) = min AS min, sketch_max(s) = max AS max, abs(sketch_sum(s) / sum - 1) < 1e-12 AS sum,
       abs(sketch_avg(s) / avg - 1) < 1e-12 AS avg, sketch_error(s) BETWEEN 0.01 AND 0.06 AS error
FROM (SELECT sketch_tdigest_agg(v) AS s, min(v), max(v), sum(v), avg(v) FROM sample) x;
SELECT abs(sketch_trimmed_mean(s, 0.1, 0.9) / exact - 1) < 0.001 AS trimmed
FROM (SELECT sketch_tdigest_agg(v) AS s FROM sample) x,
     (SELECT avg(v) AS exact FROM (SELECT v FROM sample ORDER BY v LIMIT 16000 OFFSET 2000) y) e;
SELECT max(abs(count - exact)) < 60 AS histogram, sum(count) AS n
FROM sketch_histogram((SELECT sketch_tdigest_agg(v) FROM sample), 10) h,
     LATERAL (SELECT count(*) AS exact FROM sample WHERE v <= upper AND (v > lower OR lower = (SELECT min(v) FROM sample) AND v >= lower)) e;

-- Merged digests are as good, and small.
SELECT max(abs(rank - q)) < 0.005 AS merged, max(bytes) < 700 AS small
FROM (SELECT q, octet_length(s::bytea) AS bytes, (SELECT count(*) FROM sample WHERE v <= sketch_quantile(s, q)) / 20000.0 AS rank
      FROM (SELECT sketch_merge(s) AS s FROM (SELECT sketch_tdigest_agg(v) AS s FROM sample GROUP BY i % 100) p) m,
           unnest(ARRAY[0.01, 0.25, 0.5, 0.75, 0.99]::float8[]) q) x;

-- The same rows in the same order give the same bytes, by every way; a stored one goes on where it was.
SELECT s = (SELECT sketch_tdigest_agg(v ORDER BY i) FROM sample) AS again,
       s = (SELECT sketch_merge(s)) AS merged_alone, s | NULL = s AS null_is_empty, s | sketch_tdigest_empty() = s AS empty,
       s::text::sketch_tdigest = s AS text, s::bytea::sketch_tdigest = s AS bytea
FROM (SELECT sketch_tdigest_agg(v ORDER BY i) AS s FROM sample) x GROUP BY s;
SELECT sketch_n(s | t) AS n, sketch_info(s | t) -> 'compression' AS lower_compression
FROM (SELECT sketch_tdigest_agg(v) AS s, sketch_tdigest_agg(v, 100) AS t FROM sample) x;

-- Both executors, with and without groups, NULLs and memory.
CREATE TABLE tdigest_batch AS
  SELECT i % 200 AS g, CASE WHEN i % 11 <> 0 THEN i::bigint * 7919 % 20011 / 7.0::float8 END AS v FROM generate_series(1, 40000) i;
ANALYZE tdigest_batch;
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE by_batch AS SELECT g, sketch_tdigest_agg(v) AS s FROM tdigest_batch GROUP BY g;
CREATE TEMP TABLE whole_by_batch AS SELECT sketch_tdigest_agg(v) AS s, sketch_tdigest_agg(v, 50) AS t FROM tdigest_batch;
CREATE TEMP TABLE merged_by_batch AS SELECT g % 7 AS g, sketch_merge(s) AS s FROM by_batch GROUP BY 1;
SET work_mem = '64kB';
CREATE TEMP TABLE by_spilling AS SELECT g, sketch_tdigest_agg(v) AS s FROM tdigest_batch GROUP BY g;
RESET work_mem;
SET sketch.batch_executor = off;
SELECT count(*), bool_and(b.s = x.s) AS batch, bool_and(s.s = x.s) AS spilling
FROM by_batch b JOIN by_spilling s USING (g) JOIN (SELECT g, sketch_tdigest_agg(v) AS s FROM tdigest_batch GROUP BY g) x USING (g);
SELECT w.s = x.s AS whole, sketch_info(w.t) -> 'compression' AS compression FROM whole_by_batch w,
  (SELECT sketch_tdigest_agg(v) AS s FROM tdigest_batch) x;
SELECT count(*), bool_and(m.s = x.s) AS merged
FROM merged_by_batch m JOIN (SELECT g % 7 AS g, sketch_merge(s) AS s FROM by_batch GROUP BY 1) x USING (g);
RESET ALL;
SET client_min_messages = warning;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT sketch_n(s), sketch_max(s), abs(sketch_quantile(s, 0.5) / 1429.28 - 1) < 0.01 AS parallel
FROM (SELECT sketch_tdigest_agg(v) AS s FROM tdigest_batch) x;
DROP TABLE tdigest_batch;
RESET ALL;
SET client_min_messages = warning;

-- Up to 200 different values are kept, however often they occur; answers are exact.
SELECT sketch_quantile(s, ARRAY[0, 0.25, 0.5, 0.99, 1]), sketch_rank(s, 50), sketch_cdf(s, ARRAY[50, 150]), sketch_pmf(s, ARRAY[50, 150]),
       sketch_trimmed_mean(s, 0.25, 0.75), sketch_avg(s), sketch_error(s)
FROM (SELECT sketch_tdigest_agg(v % 200 + 1) AS s FROM generate_series(1, 20000) v) x;
SELECT * FROM sketch_histogram((SELECT sketch_tdigest_agg(v) FROM generate_series(1, 40) v), 3);
SELECT sketch_info(sketch_tdigest_agg(v)) - 'bytes' FROM generate_series(1, 200) v;
SELECT sketch_info(s) - 'bytes' - 'centroids' - 'pure' - 'rank_error', sketch_error(s) > 0 AS error
FROM (SELECT sketch_tdigest_agg(v) AS s FROM generate_series(1, 201) v) x;
-- Of more values, those that are frequent.
SELECT sketch_quantile(s, ARRAY[0.4, 0.5, 0.7]), abs(sketch_rank(s, 7.25) - 0.8625) < 0.003 AS rank, abs(sketch_rank(s, 7.24) - 0.362) < 0.003 AS below
FROM (SELECT sketch_tdigest_agg(CASE WHEN v % 2 = 0 THEN 7.25 ELSE v * 0.001 END) AS s FROM generate_series(1, 10000) v) x;

-- Types agree where their values do.
SELECT sketch_tdigest_agg(v::smallint) = s AS smallint, sketch_tdigest_agg(v::bigint) = s AS bigint, sketch_tdigest_agg(v::real) = s AS real,
       sketch_tdigest_agg(v::numeric) = s AS numeric, sketch_tdigest_agg(v::float8) = s AS double
FROM generate_series(1, 1000) v, (SELECT sketch_tdigest_agg(w) AS s FROM generate_series(1, 1000) w) x GROUP BY s;
SELECT sketch_n(sketch_add_all(sketch_add(s, 7), ARRAY[1.5, NULL, 2])), sketch_max(sketch_add(NULL::sketch_tdigest, 9::smallint))
FROM (SELECT sketch_tdigest_agg(w) AS s FROM generate_series(1, 1000) w) x;

-- NaN beside many other values, without infinities.
SELECT sketch_n(s), sketch_n(s::text::sketch_tdigest), sketch_sum(s), sketch_quantile(s, ARRAY[0, 1])
FROM (SELECT sketch_tdigest_agg(CASE i % 7 WHEN 0 THEN 'NaN'::float8 ELSE i END, 20) AS s FROM generate_series(1, 5000) i) x;
-- Zero, NaN, infinities, the ends of double precision; beside many other values too.
SELECT sketch_quantile(s, ARRAY[0, 0.3, 0.5, 0.7, 1]), sketch_max(s), sketch_rank(s, 0)
FROM (SELECT sketch_tdigest_agg_weighted(v, 20) AS s FROM unnest('{NaN,-0,-inf,inf,0}'::float8[]) v) x;
SELECT sketch_min(s), sketch_max(s), sketch_quantile(s, 0.75)
FROM (SELECT sketch_tdigest_agg_weighted(v, 100::bigint) AS s FROM unnest('{-1.7e308,5e-324,1e-300,1.7e308}'::float8[]) v) x;
SELECT sketch_quantile(s, ARRAY[0, 0.1, 0.8, 0.9, 1]), sketch_rank(s, 1e300), abs(sketch_quantile(s, 0.4375) - 4000) < 50 AS middle
FROM (SELECT sketch_tdigest_agg(CASE v % 8 WHEN 0 THEN '-inf'::float8 WHEN 1 THEN 'inf' WHEN 2 THEN 'NaN' ELSE v END) AS s
      FROM generate_series(1, 8000) v) x;

-- Weights are repetitions.
SELECT sketch_tdigest_agg_weighted(v, w) = (SELECT sketch_tdigest_agg(v) FROM generate_series(1, 30) v, generate_series(1, v * v)) AS same
FROM (SELECT v, v::bigint * v AS w FROM generate_series(1, 30) v) x;
SELECT sketch_n(s), sketch_quantile(s, ARRAY[0.1, 0.9]) FROM
  (SELECT sketch_tdigest_agg_weighted(v, 2000000000000000000) AS s FROM generate_series(1, 4) v) x;

-- No value.
SELECT sketch_tdigest_agg(v) IS NULL AS agg, sketch_merge(NULL::sketch_tdigest) IS NULL AS merge FROM (VALUES (NULL::int)) x(v);
SELECT sketch_n(s), sketch_min(s), sketch_quantile(s, 0.5), sketch_quantile(s, ARRAY[0.5]), sketch_rank(s, 1), sketch_avg(s), sketch_error(s)
FROM sketch_tdigest_empty(100) s;

-- Errors.
SELECT sketch_tdigest_agg(i, 10) FROM sample;
SELECT sketch_tdigest_agg(i, i + 20) FROM sample;
SELECT sketch_tdigest_agg(i, NULL::int) FROM sample;
SELECT sketch_tdigest_agg_weighted(i, -1) FROM sample;
SELECT sketch_n(sketch_tdigest_agg_weighted(i, NULL::bigint)) FROM sample;
SELECT sketch_tdigest_agg_weighted(i, 9000000000000000000) FROM sample;
SELECT sketch_info(sketch_tdigest_agg_weighted(i, 2::numeric, 50)) -> 'compression' AS compression FROM sample;
SELECT sketch_tdigest_empty(5000);
SELECT sketch_quantile(sketch_tdigest_agg(i), 1.1) FROM sample;
SELECT sketch_quantile(sketch_tdigest_agg(i), ARRAY[NULL::float8]) FROM sample;
SELECT sketch_cdf(sketch_tdigest_agg(i), ARRAY[2, 1]) FROM sample;
SELECT * FROM sketch_histogram((SELECT sketch_tdigest_agg('inf'::float8)), 3);
SELECT sketch_add(sketch_tdigest_agg(1), date '2026-01-01');
SELECT sketch_kll_agg(1)::bytea::sketch_tdigest;
