-- SPDX-License-Identifier: PostgreSQL
--
-- The tables that the queries read. :rows is their size, :dense the number of different dense
-- sketches. A rival's tables are made if its extension is there.
\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT format('CREATE EXTENSION %I', name) FROM pg_available_extensions
WHERE name IN ('sketch', 'pg_prewarm', 'hll', 'tdigest', 'datasketches', 'topn', 'ddsketch') \gexec
SELECT count(*) FILTER (WHERE extname = 'hll') AS hll, count(*) FILTER (WHERE extname = 'tdigest') AS tdigest,
       count(*) FILTER (WHERE extname = 'datasketches') AS datasketches, count(*) FILTER (WHERE extname = 'topn') AS topn,
       count(*) FILTER (WHERE extname = 'ddsketch') AS ddsketch FROM pg_extension \gset
SELECT setseed(0.5) \g /dev/null

-- All values are distinct and unordered: both the worst and the usual case of a distinct count.
CREATE UNLOGGED TABLE t (id bigint, g int, g2 int, s text, v float8);
INSERT INTO t
  SELECT id, floor(random() * 1000), floor(random() * (:rows / 50)), md5(id::text), random()
  FROM (SELECT i::bigint * 2654435761 % 4294967296 AS id FROM generate_series(1, :rows) i) x;
ANALYZE t;

-- Names of the groups, for a join.
CREATE UNLOGGED TABLE page_name AS SELECT g, 'Page number ' || g AS name FROM generate_series(0, 999) g;

-- Visits to 100 pages on 100 days, as a nightly rollup reads them.
CREATE UNLOGGED TABLE visit (day date, page int, bytes int, user_id bigint);
INSERT INTO visit
  SELECT date '2026-01-01' + floor(random() * 100)::int, floor(random() * 100), floor(random() * 10000), id FROM t;

-- Few distinct values, values by Zipf's law with exponent 1, and distinct values.
CREATE UNLOGGED TABLE skewed AS
  SELECT id, exp(random() * ln(1e6))::bigint AS zipf, 'key ' || id % 20 AS few FROM t;

-- Stored sketches of some 50 items each, one in each row; the rival's with registers for the same
-- accuracy (log2m 12: 1.63 %) and with its default (log2m 11: 2.3 %).
CREATE UNLOGGED TABLE small_sketch AS SELECT g2, sketch_hll_agg(id) AS s FROM t GROUP BY g2;
CREATE UNLOGGED TABLE small_theta AS SELECT g2, sketch_theta_agg(id) AS theta FROM t GROUP BY g2;
CREATE UNLOGGED TABLE small_top AS SELECT g2, sketch_topk_agg(id) AS s FROM t GROUP BY g2;
CREATE UNLOGGED TABLE small_quantile AS
  SELECT g2, sketch_kll_agg(v) AS kll, sketch_dd_agg(v) AS dd, sketch_tdigest_agg(v) AS tdigest FROM t GROUP BY g2;

-- Dense sketches: :dense different ones of 5000 items, each stored 25 times; and full sketches of
-- quantiles and frequencies, ten different ones, each stored 100 times.
CREATE UNLOGGED TABLE item AS
  SELECT i % :dense AS g, i::bigint * 2654435761 % 4294967296 AS id FROM generate_series(1, 5000 * :dense) i;
CREATE UNLOGGED TABLE dense_sketch AS
  SELECT k, g, s FROM (SELECT g, sketch_hll_agg(id) AS s FROM item GROUP BY g) x, generate_series(1, 25) k;
CREATE UNLOGGED TABLE dense_theta AS SELECT g, sketch_theta_agg(id) AS theta FROM item GROUP BY g;
CREATE UNLOGGED TABLE full_quantile AS
  SELECT x.* FROM (SELECT g % 10 AS g, sketch_kll_agg(v) AS kll, sketch_dd_agg(v) AS dd, sketch_tdigest_agg(v) AS tdigest
                   FROM t GROUP BY 1) x, generate_series(1, 100) k;
CREATE UNLOGGED TABLE full_top AS
  SELECT x.* FROM (SELECT id % 10 AS g, sketch_topk_agg(zipf) AS s FROM skewed GROUP BY 1) x, generate_series(1, 100) k;

-- A rollup of 200 pages and 365 days, as dashboards query it; the month and the page queried
-- determine the number of sketches.
CREATE UNLOGGED TABLE year_rollup AS
  SELECT date '2025-01-01' + d AS day, p AS page, s, kll, tdigest
  FROM generate_series(0, 364) d CROSS JOIN generate_series(1, 200) p
    JOIN dense_sketch x ON x.k = 1 AND x.g = (d * 200 + p) % :dense
    JOIN (SELECT DISTINCT ON (g) * FROM full_quantile) y ON y.g = p % 10;
CREATE INDEX ON year_rollup (day);
CREATE INDEX ON year_rollup (page);
CREATE UNLOGGED TABLE month_rollup AS SELECT day, page FROM year_rollup WHERE day >= '2025-03-01' AND day < '2025-03-31';
CREATE UNLOGGED TABLE page_rollup AS SELECT day, page FROM year_rollup WHERE page = 7;

-- Pairs of full theta sketches of 100,000 values that share half of them.
CREATE UNLOGGED TABLE theta_pair AS
  SELECT k, sketch_theta_agg(k * 1000000 + i) FILTER (WHERE i <= 100000) AS a,
         sketch_theta_agg(k * 1000000 + i) FILTER (WHERE i > 50000) AS b
  FROM generate_series(1, 10) k, generate_series(1, 150000) i GROUP BY k;
INSERT INTO theta_pair SELECT x.* FROM theta_pair x, generate_series(1, 99);

\if :hll
CREATE UNLOGGED TABLE small_hll12 AS SELECT g2, hll_add_agg(hll_hash_bigint(id), 12) AS s FROM t GROUP BY g2;
CREATE UNLOGGED TABLE small_hll11 AS SELECT g2, hll_add_agg(hll_hash_bigint(id), 11) AS s FROM t GROUP BY g2;
CREATE UNLOGGED TABLE dense_hll12 AS
  SELECT k, g, s FROM (SELECT g, hll_add_agg(hll_hash_bigint(id), 12) AS s FROM item GROUP BY g) x, generate_series(1, 25) k;
CREATE UNLOGGED TABLE dense_hll11 AS
  SELECT k, g, s FROM (SELECT g, hll_add_agg(hll_hash_bigint(id), 11) AS s FROM item GROUP BY g) x, generate_series(1, 25) k;
CREATE UNLOGGED TABLE year_hll AS
  SELECT date '2025-01-01' + d AS day, p AS page, s
  FROM generate_series(0, 364) d CROSS JOIN generate_series(1, 200) p
    JOIN dense_hll12 x ON x.k = 1 AND x.g = (d * 200 + p) % :dense;
CREATE INDEX ON year_hll (day);
CREATE INDEX ON year_hll (page);
\endif

-- The same sketches, imported from those of postgresql-hll and DataSketches.
\if :hll
CREATE UNLOGGED TABLE imported_hll AS SELECT k, g, sketch_hll_from(hll_send(s), 'postgresql-hll') AS s FROM dense_hll12;
\endif

-- The compression that the rival's documentation uses.
\if :tdigest
CREATE UNLOGGED TABLE small_tdigest AS SELECT g2, tdigest(v, 100) AS s FROM t GROUP BY g2;
CREATE UNLOGGED TABLE full_tdigest AS
  SELECT x.* FROM (SELECT g % 10 AS g, tdigest(v, 100) AS s FROM t GROUP BY 1) x, generate_series(1, 100) k;
\endif

\if :ddsketch
CREATE UNLOGGED TABLE small_dd AS SELECT g2, ddsketch(v, 0.01, 4096) AS s FROM t WHERE g2 < 2000 GROUP BY g2;
CREATE UNLOGGED TABLE full_dd AS
  SELECT x.* FROM (SELECT g % 10 AS g, ddsketch(v, 0.01, 4096) AS s FROM t GROUP BY 1) x, generate_series(1, 100) k;
\endif

\if :topn
CREATE UNLOGGED TABLE small_topn AS SELECT g2, topn_add_agg(id::text) AS s FROM t WHERE g2 < 2000 GROUP BY g2;
CREATE UNLOGGED TABLE full_topn AS
  SELECT x.* FROM (SELECT id % 10 AS g, topn_add_agg(zipf::text) AS s FROM skewed GROUP BY 1) x, generate_series(1, 10) k;
\endif

-- Parameters with about the same accuracy as ours; k = 2^12 is the default of both for theta.
\if :datasketches
CREATE UNLOGGED TABLE small_ds AS
  SELECT g2, hll_sketch_build(id, 12) AS hll, cpc_sketch_build(id, 11) AS cpc, theta_sketch_build(id, 12) AS theta,
         kll_double_sketch_build(v) AS kll, frequent_strings_sketch_build(9, s) AS frequent
  FROM t WHERE g2 < 20000 GROUP BY g2;
CREATE UNLOGGED TABLE dense_ds AS
  SELECT k, x.* FROM (SELECT g, hll_sketch_build(id, 12) AS hll, cpc_sketch_build(id, 11) AS cpc FROM item GROUP BY g) x,
    generate_series(1, 10) k;
CREATE UNLOGGED TABLE dense_ds_theta AS SELECT g, theta_sketch_build(id, 12) AS theta FROM item GROUP BY g;
CREATE UNLOGGED TABLE full_ds AS
  SELECT x.* FROM (SELECT g % 10 AS g, kll_double_sketch_build(v) AS kll FROM t GROUP BY 1) x, generate_series(1, 100) k;
CREATE UNLOGGED TABLE full_top_ds AS
  SELECT x.* FROM (SELECT id % 10 AS g, frequent_strings_sketch_build(9, zipf::text) AS s FROM skewed GROUP BY 1) x,
    generate_series(1, 10) k;
CREATE UNLOGGED TABLE imported_ds AS SELECT k, g, sketch_hll_from(hll::bytea, 'datasketches') AS s FROM dense_ds;
CREATE UNLOGGED TABLE imported_theta AS SELECT g, sketch_theta_from(theta::bytea, 'datasketches') AS theta FROM dense_ds_theta;
CREATE UNLOGGED TABLE ds_pair AS
  SELECT k, theta_sketch_build(k * 1000000 + i) FILTER (WHERE i <= 100000) AS a,
         theta_sketch_build(k * 1000000 + i) FILTER (WHERE i > 50000) AS b
  FROM generate_series(1, 10) k, generate_series(1, 150000) i GROUP BY k;
INSERT INTO ds_pair SELECT x.* FROM ds_pair x, generate_series(1, 9);
\endif
DROP TABLE item;
SELECT :rows / 5 AS wide_rows \gset
\ir wide.sql
VACUUM ANALYZE;
