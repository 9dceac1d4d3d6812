-- SPDX-License-Identifier: PostgreSQL
--
-- The tables that the queries run over; :rows is 5 million, or 1 million for bench-quick.
\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE EXTENSION sketch;
CREATE EXTENSION hll;
CREATE EXTENSION tdigest;
CREATE EXTENSION pg_prewarm;
SELECT setseed(0.5) \g /dev/null

-- All values distinct, in no order: the worst case of a distinct count, and the usual one.
CREATE UNLOGGED TABLE t (id bigint, g int, g2 int, s text, v float8);
INSERT INTO t
  SELECT id, floor(random() * 1000), floor(random() * (:rows / 50)), md5(id::text), random()
  FROM (SELECT i::bigint * 2654435761 % 4294967296 AS id FROM generate_series(1, :rows) i) x;

-- Visits to 100 pages on 100 days, as a nightly rollup reads them.
CREATE UNLOGGED TABLE visit (day date, page int, bytes int, user_id bigint);
INSERT INTO visit
  SELECT date '2026-01-01' + floor(random() * 100)::int, floor(random() * 100), floor(random() * 10000), id FROM t;

-- Stored sketches of some 50 items each, one row each; the rival with registers for the same accuracy
-- (log2m 12: 1.63 %) and with its default (log2m 11: 2.3 %).
CREATE UNLOGGED TABLE small_sketch AS SELECT g2, sketch_hll_agg(id) AS s FROM t GROUP BY g2;
CREATE UNLOGGED TABLE small_hll12 AS
  SELECT g2, hll_add_agg(hll_hash_bigint(id), 12) AS s FROM t GROUP BY g2;
CREATE UNLOGGED TABLE small_hll11 AS
  SELECT g2, hll_add_agg(hll_hash_bigint(id), 11) AS s FROM t GROUP BY g2;

-- Dense ones: 1000 different sketches of 5000 items, each stored 25 times.
CREATE UNLOGGED TABLE item AS
  SELECT i % 1000 AS g, i::bigint * 2654435761 % 4294967296 AS id FROM generate_series(1, 5000000) i;
CREATE UNLOGGED TABLE dense_sketch AS
  SELECT k, g, s FROM (SELECT g, sketch_hll_agg(id) AS s FROM item GROUP BY g) x,
    generate_series(1, 25) k;
CREATE UNLOGGED TABLE dense_hll12 AS
  SELECT k, g, s FROM (SELECT g, hll_add_agg(hll_hash_bigint(id), 12) AS s FROM item GROUP BY g) x,
    generate_series(1, 25) k;
CREATE UNLOGGED TABLE dense_hll11 AS
  SELECT k, g, s FROM (SELECT g, hll_add_agg(hll_hash_bigint(id), 11) AS s FROM item GROUP BY g) x,
    generate_series(1, 25) k;
DROP TABLE item;

-- Quantile sketches of 50 values each, and full ones of 100,000, each stored 25 times. The rival's compression is
-- the one that its documentation uses.
CREATE UNLOGGED TABLE small_quantile AS
  SELECT g2, sketch_kll_agg(v) AS kll, sketch_dd_agg(v) AS dd, sketch_tdigest_agg(v) AS tdigest, tdigest(v, 100) AS rival
  FROM t GROUP BY g2;
CREATE UNLOGGED TABLE full_quantile AS
  SELECT k, x.* FROM (SELECT g % 10 AS g, sketch_kll_agg(v) AS kll, sketch_dd_agg(v) AS dd,
                             sketch_tdigest_agg(v) AS tdigest, tdigest(v, 100) AS rival FROM t GROUP BY 1) x,
    generate_series(1, 25) k;

-- Pairs of full theta sketches of 100,000 values that share half of them.
CREATE UNLOGGED TABLE theta_pair AS
  SELECT k, sketch_theta_agg(k * 1000000 + i) FILTER (WHERE i <= 100000) AS a, sketch_theta_agg(k * 1000000 + i) FILTER (WHERE i > 50000) AS b
  FROM generate_series(1, 20) k, generate_series(1, 150000) i GROUP BY k;
INSERT INTO theta_pair SELECT x.* FROM theta_pair x, generate_series(1, 49);

-- Few values, values by Zipf's law with the exponent 1, and distinct ones.
CREATE UNLOGGED TABLE skewed AS
  SELECT id, exp(random() * ln(1e6))::bigint AS zipf, 'key ' || id % 20 AS few FROM t;

-- One million groups of ten values.
CREATE UNLOGGED TABLE many AS
  SELECT i % 1000000 AS g, i::bigint AS id FROM generate_series(1, 10000000) i;

-- Rollups of a year by day and page, to be queried and to be updated by many sessions.
CREATE UNLOGGED TABLE daily_sketch AS
  SELECT g2 % 365 AS day, g2 / 365 AS page, sketch_merge(s) AS s FROM small_sketch GROUP BY 1, 2;
CREATE UNLOGGED TABLE daily_hll AS
  SELECT g2 % 365 AS day, g2 / 365 AS page, hll_union_agg(s) AS s FROM small_hll12 GROUP BY 1, 2;
CREATE INDEX ON daily_sketch (day);
CREATE INDEX ON daily_hll (day);
CREATE TABLE upsert_sketch (k int PRIMARY KEY, s sketch_hll);
CREATE TABLE upsert_hll (k int PRIMARY KEY, s hll);
VACUUM ANALYZE;
