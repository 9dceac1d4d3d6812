-- SPDX-License-Identifier: PostgreSQL
--
-- Bytes of stored sketches by distinct count, the median over several sets; whether every count up
-- to 200 is exact; bytes of theta sketches and t-digests. Rows of name, value, unit.
\set QUIET on
\pset format unaligned
\pset tuples_only on
\pset fieldsep '\t'
SET client_min_messages = warning;
SELECT count(*) FILTER (WHERE extname = 'hll') AS hll, count(*) FILTER (WHERE extname = 'tdigest') AS tdigest,
       count(*) FILTER (WHERE extname = 'datasketches') AS datasketches FROM pg_extension \gset

CREATE TEMP TABLE of_size AS
  SELECT n, set, set::bigint * 1000000000 + i AS id
  FROM unnest(ARRAY[1, 10, 100, 1000, 10000, 1000000]) n,
       LATERAL generate_series(1, CASE WHEN n < 1000000 THEN 21 ELSE 3 END) set, LATERAL generate_series(1, n) i;
CREATE TEMP TABLE size (kind text, n int, bytes int);
INSERT INTO size SELECT 'sketch', n, pg_column_size(sketch_hll_agg(id)) FROM of_size GROUP BY n, set;
INSERT INTO size SELECT 'theta', n, pg_column_size(sketch_theta_agg(id)) FROM of_size GROUP BY n, set;
\if :hll
INSERT INTO size SELECT 'hll11', n, pg_column_size(hll_add_agg(hll_hash_bigint(id), 11)) FROM of_size GROUP BY n, set;
INSERT INTO size SELECT 'hll12', n, pg_column_size(hll_add_agg(hll_hash_bigint(id), 12)) FROM of_size GROUP BY n, set;
\endif
\if :datasketches
INSERT INTO size SELECT 'ds_hll', n, pg_column_size(hll_sketch_build(id, 12)) FROM of_size GROUP BY n, set;
INSERT INTO size SELECT 'ds_cpc', n, pg_column_size(cpc_sketch_build(id, 11)) FROM of_size GROUP BY n, set;
INSERT INTO size SELECT 'ds_theta', n, pg_column_size(theta_sketch_build(id, 12)) FROM of_size GROUP BY n, set;
\endif
SELECT format('bytes.%s/%s', kind, n), percentile_disc(0.5) WITHIN GROUP (ORDER BY bytes), 'B'
FROM size GROUP BY kind, n ORDER BY kind, n;

SELECT 'exact.up_to_200.wrong', count(*) FILTER (WHERE counted <> n), 'counts'
FROM generate_series(1, 200) n, generate_series(1, 20) set,
     LATERAL (SELECT approx_count_distinct(set::bigint * 1000000000 + i) AS counted
              FROM generate_series(1, n) i) x;

-- The guaranteed error of a top-k sketch of a million rows, and its size.
CREATE TEMP TABLE frequent AS SELECT sketch_topk_agg(zipf, 5000) AS s FROM skewed;
SELECT 'bytes.topk', pg_column_size(s), 'B' FROM frequent;
SELECT 'error.topk', 1e6 * (sketch_info(s)->>'error')::float8 / (sketch_info(s)->>'total')::float8, 'rows' FROM frequent;

SELECT setseed(0.25) \g /dev/null
CREATE TEMP TABLE lognormal AS
  SELECT exp(sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())) AS v FROM generate_series(1, 1000000);
SELECT 'bytes.tdigest', pg_column_size(sketch_tdigest_agg(v)), 'B' FROM lognormal;
SELECT 'bytes.kll', pg_column_size(sketch_kll_agg(v)), 'B' FROM lognormal;
SELECT 'bytes.kll_money', pg_column_size(sketch_kll_agg(round(v::numeric, 2))), 'B' FROM lognormal;
SELECT 'bytes.req', pg_column_size(sketch_req_agg(v)), 'B' FROM lognormal;
SELECT 'bytes.req_money', pg_column_size(sketch_req_agg(round(v::numeric, 2))), 'B' FROM lognormal;
\if :tdigest
SELECT 'bytes.tdigest_rival', pg_column_size(tdigest(v, 100)), 'B' FROM lognormal;
\endif
\if :datasketches
SELECT 'bytes.ds_kll', pg_column_size(kll_double_sketch_build(v)), 'B' FROM lognormal;
\endif
