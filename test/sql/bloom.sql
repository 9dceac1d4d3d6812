-- SPDX-License-Identifier: PostgreSQL
--
-- sketch_bloom: has a value been seen?
SET client_min_messages = warning;
CREATE TEMP TABLE few AS SELECT i FROM generate_series(1, 1000) i;
CREATE TEMP TABLE many AS SELECT i, i % 10 AS g FROM generate_series(1, 50000) i;

-- Few values are all kept; of many there is never a false no, and a false yes as rarely as promised.
SELECT bool_and(sketch_contains(s, i)) AS kept, sketch_cardinality(s), # s AS same, sketch_error(s) < 1e-9 AS exact, length(s::bytea) FROM few, (SELECT sketch_bloom_agg(i) AS s FROM few) x GROUP BY s;
SELECT count(*) AS false_yes FROM generate_series(1001, 200000) i, (SELECT sketch_bloom_agg(i) AS s FROM few) x WHERE sketch_contains(s, i);
SELECT bool_and(sketch_contains(s, i)) AS no_false_no FROM many, (SELECT sketch_bloom_agg(i) AS s FROM many) x;
SELECT count(*) / 100000.0 < 0.01 AS as_promised, abs(count(*) / 100000.0 / sketch_error(s) - 1) < 0.1 AS as_told, abs(sketch_cardinality(s) / 50000 - 1) < 0.01 AS counted
FROM generate_series(50001, 150000) i, (SELECT sketch_bloom_agg(i) AS s FROM many) x WHERE sketch_contains(s, i) GROUP BY s;
SELECT sketch_info(s) - 'values' - 'fill' - 'error' AS info FROM (SELECT sketch_bloom_agg(i) AS s FROM many) x;
SELECT sketch_info(s) - 'error' AS info FROM (SELECT sketch_bloom_agg(i) AS s FROM few) x;
SELECT expected, error, 32 * (sketch_info(sketch_bloom_empty(expected, error)) ->> 'blocks')::int AS bytes
FROM (VALUES (1, 0.01), (50000, 0.01), (50000, 0.001), (1000000, 0.01), (1000000, 0.000001), (50000000, 0.01)) x (expected, error);

-- The same values give the same bytes, in any order and however divided, and equal values of other types are found.
SELECT sketch_bloom_agg(i) = sketch_bloom_agg(i ORDER BY -i) AS order_free, sketch_bloom_agg(i) = (SELECT sketch_merge(s) FROM (SELECT sketch_bloom_agg(i) AS s FROM many GROUP BY g) x) AS merged,
       sketch_bloom_agg(i) = sketch_bloom_agg(i::bigint) AS types, sketch_bloom_agg(i) = sketch_bloom_agg(DISTINCT i) AS repeats FROM many;
SELECT sketch_contains(s, 5::bigint), sketch_contains(s, 5.0), sketch_contains(s, 5::float8), sketch_contains(s, 5.5) FROM (SELECT sketch_bloom_agg(i) AS s FROM few) x;
SELECT sketch_contains(s, 'b'), sketch_contains(s, 'd'), sketch_contains(s, 'b'::varchar), sketch_contains(s, NULL::text) FROM (SELECT sketch_bloom_agg(t) AS s FROM (VALUES ('a'), ('b'), (NULL)) x (t)) y;

-- Filters of other sizes merge to the smaller one, which is what it would have been.
SELECT (a | b) = sketch_bloom_agg_small AS folded FROM (SELECT sketch_bloom_agg(i, 5000) AS a, sketch_bloom_agg(i + 50000) AS b FROM many) x,
  (SELECT sketch_bloom_agg(i, 5000) AS sketch_bloom_agg_small FROM generate_series(1, 100000) i) y;
SELECT (a | NULL) = a AS null_is_empty, (a | sketch_bloom_empty()) = a AS empty, sketch_union(NULL::sketch_bloom, NULL) IS NULL AS both,
       sketch_contains(sketch_add(a, -7), -7) AS added, sketch_cardinality(sketch_add_all(a, ARRAY[-1, -2, NULL])) AS more
FROM (SELECT sketch_bloom_agg(i) AS a FROM few) x;
SELECT sketch_contains(sketch_bloom_agg(i), '7') AS literal, sketch_contains(sketch_bloom_agg(i) | sketch_bloom_agg(i + 1), '1001') AS merged, sketch_contains(sketch_bloom_agg(i), '1001') AS not_in_it FROM few;
SELECT (s::text::sketch_bloom) = s AS text, (s::bytea::sketch_bloom) = s AS bytes, s::jsonb = sketch_info(s) AS json FROM (SELECT sketch_bloom_agg(i) AS s FROM many) x;
SELECT sketch_bloom_agg(i) IS NULL AS none, sketch_bloom_agg(NULL) IS NULL AS nulls FROM few WHERE i < 0;
SELECT sketch_error(sketch_bloom_agg(i, 1000, 0.0001)) < 0.0001 AS fine FROM many WHERE i <= 1000;

-- A filter of a join that is stored out of line is fetched once.
CREATE TEMP TABLE filter AS SELECT g, sketch_bloom_agg(i, 100000) AS s FROM many GROUP BY g;
SELECT g, count(*) FROM filter, generate_series(1, 1000) i WHERE sketch_contains(s, i) AND g < 3 GROUP BY g HAVING count(*) BETWEEN 100 AND 120 ORDER BY g;

-- Apache Parquet: XXH64 of the plain encoding. The bitset is that of the specification: one block, the value "".
SELECT sketch_contains(s, ''::text), sketch_contains(s, 'x'::text), sketch_info(s) ->> 'domain' AS domain
FROM (SELECT sketch_bloom_from(sketch_export(sketch_bloom_agg(t, 1, 0.5, 'parquet'), 'parquet'), 'parquet') AS s FROM (VALUES ('')) x (t)) y;
SELECT sketch_export(sketch_bloom_agg(v, 1, 0.5, 'parquet'), 'parquet') FROM (VALUES (1::bigint)) x (v);
SELECT sketch_export(sketch_bloom_agg(v, 1, 0.5, 'parquet'), 'parquet') FROM (VALUES (1)) x (v);
SELECT bool_and(sketch_contains(s, i)) AS found, count(*) FILTER (WHERE sketch_contains(s, i + 1000)) < 30 AS few_false
FROM few, (SELECT sketch_bloom_from(sketch_export(sketch_bloom_agg(i, 1000, 0.01, 'parquet'), 'parquet'), 'parquet') AS s FROM few) x;
SELECT sketch_contains(s, date '2026-01-01'), sketch_contains(s, 20454) AS as_days FROM (SELECT sketch_bloom_agg(d, 10, 0.01, 'parquet') AS s FROM (VALUES (date '2026-01-01')) x (d)) y;

-- Errors.
SELECT sketch_bloom_agg(i, 0) FROM few;
SELECT sketch_bloom_agg(i, 100, 0.9) FROM few;
SELECT sketch_bloom_agg(i, 100, 'NaN') FROM few;
SELECT sketch_bloom_agg(i, NULL) FROM few;
SELECT sketch_bloom_agg(i, 1000000000) FROM few;
SELECT sketch_bloom_agg(i, 1000, 0.01, 'datasketches') FROM few;
SELECT sketch_bloom_agg(i::numeric, 1000, 0.01, 'parquet') FROM few;
SELECT sketch_bloom_agg(i) | sketch_bloom_agg(i, 1000, 0.01, 'parquet') FROM few;
SELECT sketch_export(sketch_bloom_agg(i), 'parquet') FROM few;
SELECT sketch_bloom_from('\x00', 'parquet');
SELECT sketch_bloom_from('\x00', 'datasketches');
SELECT sketch_cardinality('\x010900000101020304'::bytea::sketch_bloom) AS one_cell;
SELECT '\x01090000020102030401020303'::bytea::sketch_bloom;
SELECT '\x01090117'::bytea::sketch_bloom;
