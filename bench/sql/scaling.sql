-- SPDX-License-Identifier: PostgreSQL
--
-- The tables of the scaling curves, with up to :rows rows: rows_N, groups_N (two million rows in N
-- groups) and stored_N (sketches of some 50 items). All values are distinct and unordered.
\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;

SELECT format('CREATE UNLOGGED TABLE rows_%s AS SELECT i::bigint * 2654435761 %% 4294967296 AS id FROM generate_series(1, %s) i', n, n)
FROM unnest(ARRAY[100000, 300000, 1000000, 3000000, 10000000, 20000000, 100000000]) n WHERE n <= :rows \gexec

SELECT format('CREATE UNLOGGED TABLE groups_%s AS SELECT id, (id %% 4294967291 %% %s)::int AS g FROM rows_3000000 LIMIT 2000000', n, n)
FROM unnest(ARRAY[1, 10, 100, 1000, 10000, 100000, 1000000]) n \gexec

SELECT format('CREATE UNLOGGED TABLE stored_%s%s AS SELECT s FROM %s, generate_series(1, 1000) k LIMIT %s', n, suffix, source, n)
FROM unnest(ARRAY[100, 1000, 10000, 100000, 1000000]) n,
     (VALUES ('', '(SELECT s FROM small_sketch LIMIT 1000) x'), ('_hll', '(SELECT s FROM small_hll12 LIMIT 1000) x'),
             ('_ds', '(SELECT cpc AS s FROM small_ds LIMIT 1000) x')) v(suffix, source)
WHERE suffix = '' OR suffix = '_hll' AND to_regclass('small_hll12') IS NOT NULL
   OR suffix = '_ds' AND to_regclass('small_ds') IS NOT NULL \gexec
-- One million groups of ten values.
CREATE UNLOGGED TABLE many AS SELECT i % 1000000 AS g, i::bigint AS id FROM generate_series(1, 10000000) i;
VACUUM ANALYZE;
