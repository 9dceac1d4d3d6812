-- SPDX-License-Identifier: PostgreSQL
--
-- The rollup tables for one :kind of sketch: one to be updated by many sessions, with dense
-- sketches from the start; and a year by day and page, to be queried.
\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT :'kind' = 'hll' AS hll \gset
\if :hll
CREATE TABLE upsert_hll (k int PRIMARY KEY, s hll);
INSERT INTO upsert_hll SELECT row_number() OVER (), s FROM dense_hll12 LIMIT 1000;
CREATE TABLE daily_hll AS
  SELECT g2 % 365 AS day, g2 / 365 AS page, hll_union_agg(s) AS s FROM small_hll12 GROUP BY 1, 2;
\else
CREATE TABLE upsert_sketch (k int PRIMARY KEY, s sketch_hll);
INSERT INTO upsert_sketch SELECT row_number() OVER (), s FROM dense_sketch LIMIT 1000;
CREATE TABLE daily_sketch AS
  SELECT g2 % 365 AS day, g2 / 365 AS page, sketch_merge(s) AS s FROM small_sketch GROUP BY 1, 2;
\endif
CREATE INDEX ON daily_:kind (day);
VACUUM ANALYZE upsert_:kind, daily_:kind;
