-- SPDX-License-Identifier: PostgreSQL
--
-- Bytes of stored sketches by distinct count, the median of several sets; and whether every count up
-- to 200 comes out exact; bytes of theta sketches and t-digests. Rows of name, value, unit.
\set QUIET on
\pset format unaligned
\pset tuples_only on
\pset fieldsep '\t'
SET client_min_messages = warning;

CREATE TEMP TABLE stored AS
  SELECT n, set, sketch_hll_agg(id) AS sketch, hll_add_agg(hll_hash_bigint(id), 11) AS hll11,
         hll_add_agg(hll_hash_bigint(id), 12) AS hll12
  FROM unnest(ARRAY[1, 10, 100, 1000, 10000, 1000000]) n,
       generate_series(1, CASE WHEN n < 1000000 THEN 21 ELSE 3 END) set,
       LATERAL (SELECT set::bigint * 1000000000 + i AS id FROM generate_series(1, n) i) x
  GROUP BY n, set;

SELECT format('bytes.%s.%s', kind, n), percentile_disc(0.5) WITHIN GROUP (ORDER BY size), 'B'
FROM stored, LATERAL (VALUES ('sketch', pg_column_size(sketch)), ('hll11', pg_column_size(hll11)),
                             ('hll12', pg_column_size(hll12))) v(kind, size)
GROUP BY kind, n ORDER BY kind, n;

SELECT 'exact.up_to_200.wrong', count(*) FILTER (WHERE counted <> n), 'counts'
FROM generate_series(1, 200) n, generate_series(1, 20) set,
     LATERAL (SELECT approx_count_distinct(set::bigint * 1000000000 + i) AS counted
              FROM generate_series(1, n) i) x;

SELECT 'bytes.theta', percentile_disc(0.5) WITHIN GROUP (ORDER BY pg_column_size(s)), 'B'
FROM (SELECT sketch_theta_agg(set::bigint * 1000000000 + i) AS s FROM generate_series(1, 5) set, generate_series(1, 1000000) i GROUP BY set) x;

SELECT setseed(0.25) \g /dev/null
CREATE TEMP TABLE lognormal AS
  SELECT exp(sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())) AS v FROM generate_series(1, 1000000);
SELECT 'bytes.tdigest', pg_column_size(sketch_tdigest_agg(v)), 'B' FROM lognormal;
SELECT 'bytes.rival_tdigest', pg_column_size(tdigest(v, 100)), 'B' FROM lognormal;
