-- SPDX-License-Identifier: PostgreSQL
-- Other systems' sketches: reading them, merging them, adding to them, writing them.
--
-- The images of DataSketches were written by its C++ library, lg k 12 for hll and k 200 for kll, of the integers 0 ... n - 1 for
-- hll and 1 ... n for kll and t-digest. Those of hll and tdigest come from the extensions hll 2.17 (the values through hll_hash_bigint())
-- and tdigest 1.4. Those of Redis 7.0 are what GET gives after PFADD of nothing, of the empty string, and of a to g.

CREATE TABLE foreign_image (name text, format text, image bytea);
INSERT INTO foreign_image VALUES
  ('hll 0', 'datasketches', '\x0201070c030c0008'),
  ('hll 1', 'datasketches', '\x0201070c03080100cbd7c204'),
  ('hll 10', 'datasketches', '\x0301070c050800090a00000081bc5d06862ff90dcbd7c204c1e91705d216730734a2610e75816607fc2d420a7b65e6082bf2fb06'),
  ('pg 0', 'postgresql-hll', '\x118b7f'),
  ('pg hash 7', 'postgresql-hll', '\x128b7f0000000000000007'),
  ('redis 0', 'redis', '\x48594c4c0100000000000000000000807fff'),
  ('redis 1', 'redis', '\x48594c4c01000000000000000000008057318468cc'),
  ('redis 7', 'redis', '\x48594c4c010000000000000000000080466d80560c80443c84388050b184498c80426d80425a');

SELECT name, (sketch_detect(image)).*, round(# s) AS n, sketch_info(s)->>'domain' AS domain, sketch_info(s)->>'form' AS form,
       sketch_export(s, format) = image AS same_bytes
  FROM foreign_image, sketch_hll_from(image, format) s;
SELECT sketch_detect('\x00'), sketch_detect(''), sketch_detect(NULL), sketch_detect(sketch_hll_empty()::bytea);

-- --- Adding what there is: the same sketch

SELECT hashes(sketch_hll_agg(i::bigint, 12, 'datasketches')) = hashes(s) AS bigint, hashes(sketch_hll_agg(i, 12, 'datasketches')) = hashes(s) AS integer,
       hashes(sketch_hll_agg(i::smallint, 12, 'datasketches')) = hashes(s) AS smallint, hashes(sketch_hll_agg(i::float8, 12, 'datasketches')) = hashes(s) AS as_double
  FROM generate_series(0, 9) i, foreign_image f, sketch_hll_from(image, format) s WHERE f.name = 'hll 10' GROUP BY s;
-- A precision that is lower than that of the image; NULLs; an empty text is no value there.
SELECT hashes(sketch_hll_agg(i, 6, 'datasketches')) = hashes(sketch_hll_empty(6, 'datasketches') | s) AS lower
  FROM generate_series(0, 9) i, foreign_image f, sketch_hll_from(image, format) s WHERE f.name = 'hll 10' GROUP BY s;
SELECT sketch_hll_agg(NULL::int, 12, 'datasketches') IS NULL AS none, # sketch_hll_agg(''::text, 12, 'datasketches') AS no_value,
       round(# sketch_hll_agg('', 12, 'postgresql-hll')) AS a_value, sketch_hll_agg('x', 9, 'sketch') = sketch_hll_agg('x', 9) AS ours;
-- One zero, one NaN; real as double precision; text and varchar alike.
SELECT round(# sketch_hll_agg(v, 12, 'datasketches')) FROM unnest(ARRAY[0, '-0', 'NaN', '-NaN', 1]::float8[]) v;
SELECT hashes(sketch_hll_agg(0.1::float4, 12, 'datasketches')) = hashes(sketch_hll_agg(0.1::float4::float8, 12, 'datasketches')) AS real,
       sketch_hll_agg('ab'::varchar, 12, 'datasketches') = sketch_hll_agg('ab'::text, 12, 'datasketches') AS varchar,
       hashes(sketch_hll_agg('ab'::text, 12, 'datasketches')) = hashes(sketch_hll_agg('ab'::bytea, 12, 'datasketches')) AS bytea;
-- postgresql-hll hashes a value by its width: hll_hash_integer(1) and hll_hash_bigint(1) are two.
SELECT sketch_export(sketch_hll_agg(1::smallint, 11, 'postgresql-hll') | sketch_hll_agg(1, 11, 'postgresql-hll')
         | sketch_hll_agg(1::bigint, 11, 'postgresql-hll') | sketch_hll_agg('x'::text, 11, 'postgresql-hll')
         | sketch_hll_agg(true, 11, 'postgresql-hll'), 'postgresql-hll');

-- Redis hashes strings. As many as these it keeps as runs of registers, then in 6 bits each: what it has made of user1 ... user<n>.
SELECT hashes(sketch_hll_agg(chr(96 + i), 14, 'redis')) = hashes(s) AS text, hashes(sketch_hll_agg(chr(96 + i)::bytea, 14, 'redis')) = hashes(s) AS bytea,
       hashes(sketch_hll_agg(chr(96 + i)::char(9), 14, 'redis')) = hashes(s) AS char, hashes(sketch_hll_agg(chr(96 + i)::name, 14, 'redis')) = hashes(s) AS name
  FROM generate_series(1, 7) i, foreign_image f, sketch_hll_from(image, format) s WHERE f.name = 'redis 7' GROUP BY s;
SELECT n, length(image), md5(image), abs(sketch_cardinality(s) / n - 1) < 0.03 AS near, sketch_info(s)->>'form' AS form, hashes(sketch_hll_from(image, 'redis')) = hashes(s) AS back, s::text::sketch_hll = s AS text_back
  FROM unnest(ARRAY[500, 1000, 2000, 50000, 1000000]) n, LATERAL (SELECT sketch_hll_agg('user' || i, 14, 'redis') AS s FROM generate_series(1, n) i) x, sketch_export(s, 'redis') image ORDER BY n;
SELECT sketch_merge(s) = (SELECT sketch_hll_agg('user' || i, 14, 'redis') FROM generate_series(1, 3000) i) AS merged
  FROM (SELECT sketch_hll_agg('user' || i, 14, 'redis') AS s FROM generate_series(1, 3000) i GROUP BY i % 40) x;
SELECT sketch_add(sketch_hll_agg('user1'::text, 14, 'redis'), 'user2') = sketch_hll_agg(x, 14, 'redis') AS added, sketch_hash('', 'redis') AS coupon,
       sketch_hll_agg_hashed(sketch_hash(x, 'redis'), 14, 'redis') IS NOT NULL AS hashed FROM unnest('{user1,user2}'::text[]) x;
SELECT error_of($$SELECT sketch_hll_agg(1, 14, 'redis')$$);
SELECT error_of($$SELECT sketch_hll_agg(1.5, 14, 'redis')$$);
SELECT error_of($$SELECT sketch_hll_agg('x'::text, 12, 'redis')$$);
SELECT error_of($$SELECT sketch_hll_empty(14, 'redis') | sketch_hll_empty(14)$$);
SELECT error_of($$SELECT sketch_hll_empty(14, 'redis') | sketch_hll_empty(14, 'datasketches')$$);
SELECT error_of($$SELECT sketch_hll_empty(14, 'redis') | sketch_hll_empty(14, 'postgresql-hll')$$);
SELECT error_of($$SELECT sketch_hll_agg_hashed(5, 14, 'redis')$$);
SELECT error_of($$SELECT sketch_export(sketch_hll_empty(14), 'redis')$$);
SELECT error_of($$SELECT sketch_hll_from('\x48594c4c0100000000000000000000807ffe', 'redis')$$);
SELECT error_of($$SELECT sketch_hll_from('\x48594c4c02000000000000000000008057318468cc', 'redis')$$);
SELECT error_of($$SELECT sketch_theta_agg('x'::text, 12, 'redis')$$);
-- Sketches of two domains: the hint is the family's.
SELECT error_of($$SELECT sketch_theta_empty(12, 'datasketches') | sketch_theta_empty()$$);
SELECT error_of($$SELECT sketch_theta_empty(12, 'datasketches') & sketch_theta_empty()$$);
SELECT error_of($$SELECT sketch_tuple_agg(1, 1, 12, 'sum', 'datasketches') | sketch_tuple_agg(1, 1)$$);
SELECT error_of($$SELECT sketch_bloom_agg(1, 100, 0.1, 'parquet') | sketch_bloom_agg(1, 100, 0.1)$$);
SELECT error_of($$SELECT sketch_theta_agg(i, 12, CASE i WHEN 1 THEN 'datasketches' ELSE 'sketch' END) FROM generate_series(1, 2) i$$);

-- --- Registers, merging, windows

CREATE TABLE foreign_sketch AS
  SELECT g, sketch_hll_agg(i, 10, 'datasketches') AS ds, sketch_hll_agg(i, 11, 'postgresql-hll') AS pg
    FROM generate_series(0, 3) g, generate_series(g * 1000, g * 1000 + 2500) i GROUP BY g;
SELECT g, abs((# ds) / 2501 - 1) < 0.1 AS ds, abs((# pg) / 2501 - 1) < 0.08 AS pg, sketch_info(ds)->>'form' AS form,
       hashes(sketch_hll_from(sketch_export(ds, 'datasketches'), 'datasketches')) = hashes(ds) AS ds_back,
       hashes(sketch_hll_from(sketch_export(pg, 'postgresql-hll'), 'postgresql-hll')) = hashes(pg) AS pg_back,
       ds::text::sketch_hll = ds AS text_back, ds::bytea::sketch_hll = ds AS bytea_back
  FROM foreign_sketch ORDER BY g;
SELECT sketch_merge(ds) = (SELECT sketch_hll_agg(i, 10, 'datasketches') FROM generate_series(0, 5500) i) AS ds,
       sketch_merge(pg) = (SELECT sketch_hll_agg(i, 11, 'postgresql-hll') FROM generate_series(0, 5500) i) AS pg FROM foreign_sketch;
SELECT g, abs(sketch_cardinality(sketch_merge(ds) OVER (ORDER BY g)) / (2501 + g * 1000) - 1) < 0.1 AS near FROM foreign_sketch;
SELECT count(*), lower <= 2501 AND 2501 <= upper AS holds FROM foreign_sketch, sketch_bounds(ds, 0.9999) GROUP BY 2;
SELECT sketch_info(ds | sketch_hll_empty(8, 'datasketches'))->'precision' AS lower FROM foreign_sketch WHERE g = 0;

-- --- What can't be

SELECT error_of($$SELECT sketch_hll_empty() | sketch_hll_empty(12, 'datasketches')$$);
SELECT error_of($$SELECT sketch_hll_empty(12, 'postgresql-hll') | sketch_hll_empty(12, 'datasketches')$$);
SELECT error_of($$SELECT sketch_hll_agg(i, 12, CASE i WHEN 1 THEN 'datasketches' ELSE 'postgresql-hll' END) FROM generate_series(1, 2) i$$);
SELECT error_of($$SELECT sketch_hll_agg(1.5, 12, 'datasketches')$$);
SELECT error_of($$SELECT sketch_hll_agg(true, 12, 'datasketches')$$);
SELECT error_of($$SELECT sketch_hll_agg(now(), 12, 'datasketches')$$);
SELECT error_of($$SELECT sketch_hll_agg('{}'::jsonb, 12, 'postgresql-hll')$$);
SELECT error_of($$SELECT sketch_hll_agg(1, 12, 'spark')$$);
SELECT error_of($$SELECT sketch_hll_agg(1, 12, NULL)$$);
SELECT error_of($$SELECT sketch_hll_agg(1, 3, 'datasketches')$$);
SELECT error_of($$SELECT sketch_hll_agg(1, 22, 'datasketches')$$);
SELECT error_of($$SELECT sketch_hll_from('\x0201070c030c0008', 'orc')$$);
SELECT error_of($$SELECT sketch_hll_from('\x0201070c030c0008', 'postgresql-hll')$$);
SELECT error_of($$SELECT sketch_hll_from('\x0201100b02000000', 'datasketches')$$);
SELECT error_of($$SELECT sketch_hll_from('\x02010f0100c80008', 'datasketches')$$);
SELECT error_of($$SELECT sketch_hll_from('', 'datasketches')$$);
SELECT error_of($$SELECT sketch_hll_from('\x108b7f', 'postgresql-hll')$$);
SELECT error_of($$SELECT sketch_export(sketch_hll_empty(), 'datasketches')$$);
SELECT error_of($$SELECT sketch_export(sketch_hll_empty(12, 'datasketches'), 'postgresql-hll')$$);
SELECT error_of($$SELECT sketch_export(sketch_hll_empty(12, 'datasketches'), 'tdigest')$$);


-- --- Hashes, and adding to what there is

-- What hll_hash_bigint(), hll_hash_integer() and hll_hash_text() give.
SELECT sketch_hash(1::bigint, 'postgresql-hll') AS bigint, sketch_hash(1, 'postgresql-hll') AS integer, sketch_hash('a', 'postgresql-hll') AS text,
       sketch_hash(1, 'datasketches') AS coupon;
SELECT hashes(sketch_hll_agg_hashed(sketch_hash(i, d), 10, d)) = hashes(sketch_hll_agg(i, 10, d)) AS same FROM generate_series(1, 3000) i, unnest(ARRAY['sketch', 'datasketches', 'postgresql-hll']) d GROUP BY d;
SELECT hashes(sketch_add_hash(sketch_hll_empty(11, d), sketch_hash('x', d))) = hashes(sketch_hll_agg('x', 11, d)) AS hash,
       sketch_add(sketch_hll_empty(11, d), 'x') = sketch_hll_agg('x', 11, d) AS value FROM unnest(ARRAY['datasketches', 'postgresql-hll']) d GROUP BY d;
SELECT error_of($$SELECT sketch_add(sketch_hll_empty(11, 'datasketches'), 1.5)$$);
SELECT error_of($$SELECT sketch_add_hash(sketch_hll_empty(11, 'datasketches'), -1)$$);

-- --- Sets: theta sketches of DataSketches, of the integers 0 ... n - 1; version 4 has differences. Out of order, and versions 1 and 2,
-- they are made by hand, as is the sample of no value.

CREATE TABLE foreign_theta (name text, image bytea);
INSERT INTO foreign_theta VALUES
  ('0', '\x01030300001ecc93'),
  ('1', '\x01030300001acc93e56b61eec8804420'),
  ('3', '\x02030300001acc93030000000000000015f97dcbbd86a105bd3273724691cc14e56b61eec8804420'),
  ('3, out of order', '\x02030300000acc930300000000000000e56b61eec880442015f97dcbbd86a105bd3273724691cc14'),
  ('3, version 1', '\x03010300000000000300000000000000ffffffffffffff7f15f97dcbbd86a105bd3273724691cc14e56b61eec8804420'),
  ('3, version 2', '\x020203000018cc93030000000000803f15f97dcbbd86a105bd3273724691cc14e56b61eec8804420'),
  ('10, version 4', '\x0104033e011acc930a16861af72df7e45429c550c15b0e52b006633bac22ab4a4865304281678b95103fe12d7d486efc9d0df3aa0896506069c411f6d9350881eb0bd01ccf6535ece5e906da09be81f5a7cbf28d8b4260'),
  ('2 below a quarter', '\x03030300001acc930200000000000000000000000000002015f97dcbbd86a105bd3273724691cc14'),
  ('none below a hundredth', '\x03030300001acc9300000000000000000000000014ae4701');
SELECT name, (sketch_detect(image)).*, round(# s) AS n, i->>'domain' AS domain, i->>'form' AS form, i->'precision' AS p, i->'hashes' AS hashes,
       round((i->'theta')::numeric, 4) AS theta, sketch_export(s, 'datasketches') = image AS same_bytes
  FROM foreign_theta, sketch_theta_from(image, 'datasketches') s, sketch_info(s) i;
SELECT hashes(sketch_theta_agg(i::bigint, 12, 'datasketches')) = hashes(s) AS bigint, hashes(sketch_theta_agg(i, 12, 'datasketches')) = hashes(s) AS integer,
       hashes(sketch_add(sketch_theta_agg(i::smallint, 12, 'datasketches'), 9)) = hashes(s) AS added, bool_and(sketch_contains(s, i)) AS contains,
       sketch_contains(s, 10) AS another, sketch_contains(sketch_theta_agg(i, 12, 'datasketches'), '9') AS literal
  FROM generate_series(0, 9) i, foreign_theta, sketch_theta_from(image, 'datasketches') s WHERE name LIKE '10%' GROUP BY s;
SELECT sketch_contains(sketch_theta_from(image, 'datasketches'), 0) AS above_theta FROM foreign_theta WHERE name LIKE '2 below%';
SELECT # (a & b) AS both, # (a | b) AS either, # (a - b) AS a_alone, round((sketch_jaccard(a, b)).estimate::numeric, 3) AS jaccard, # sketch_merge(ARRAY[a, b]) AS merged,
       # (a & NULL) AS nothing, a | NULL = a AS itself, sketch_info(a & NULL)->>'domain' AS domain
  FROM (SELECT sketch_theta_agg(i, 12, 'datasketches') FILTER (WHERE i < 30) AS a, sketch_theta_agg(i, 12, 'datasketches') FILTER (WHERE i >= 20) AS b FROM generate_series(0, 59) i) x;
SELECT sketch_theta_agg(NULL::int, 12, 'datasketches') IS NULL AS none, # sketch_theta_agg('', 12, 'datasketches') AS no_value, sketch_theta_agg('x', 9, 'sketch') = sketch_theta_agg('x', 9) AS ours,
       sketch_theta_from('\x01030300001ecc93', 'datasketches') = sketch_theta_empty(12, 'datasketches') AS empty;
-- A sample: goes to bytes and text and back, to there and back, merges with the same bytes, at a precision.
CREATE TABLE foreign_set AS SELECT g, sketch_theta_agg(i, 10, 'datasketches') AS s FROM generate_series(0, 3) g, generate_series(g * 1000, g * 1000 + 2500) i GROUP BY g;
SELECT g, abs((# s) / 2501 - 1) < 0.1 AS near, sketch_info(s)->>'form' AS form, s::text::sketch_theta = s AS text_back, s::bytea::sketch_theta = s AS bytea_back,
       hashes(sketch_theta_from(sketch_export(s, 'datasketches'), 'datasketches', 10)) = hashes(s) AS back, sketch_info(sketch_theta_from(sketch_export(s, 'datasketches'), 'datasketches'))->'precision' AS p
  FROM foreign_set ORDER BY g;
SELECT sketch_merge(s) = (SELECT sketch_theta_agg(i, 10, 'datasketches') FROM generate_series(0, 5500) i) AS merged, sketch_info(sketch_merge(s) | sketch_theta_empty(8, 'datasketches'))->'precision' AS lower FROM foreign_set;
SELECT sketch_theta_from(image, 'datasketches', 8) = sketch_theta_empty(8, 'datasketches') | sketch_theta_from(image, 'datasketches') AS lower FROM (SELECT sketch_export(s, 'datasketches') AS image FROM foreign_set WHERE g = 0) x;
SELECT error_of($$SELECT sketch_theta_empty() | sketch_theta_empty(12, 'datasketches')$$);
SELECT error_of($$SELECT sketch_theta_empty() & sketch_theta_empty(12, 'datasketches')$$);
SELECT error_of($$SELECT sketch_theta_agg(1.5, 12, 'datasketches')$$);
SELECT error_of($$SELECT sketch_add(sketch_theta_empty(12, 'datasketches'), true)$$);
SELECT error_of($$SELECT sketch_contains(sketch_theta_empty(12, 'datasketches'), now())$$);
SELECT error_of($$SELECT sketch_theta_agg(1, 12, 'postgresql-hll')$$);
SELECT error_of($$SELECT sketch_theta_agg(1, 21, 'datasketches')$$);
SELECT error_of($$SELECT sketch_theta_from('\x01030300001ecc93', 'datasketches', 3)$$);
SELECT error_of($$SELECT sketch_theta_from('\x01030300001ecc93', 'tdigest')$$);
SELECT error_of($$SELECT sketch_theta_from('\x01030300001acc94e56b61eec8804420', 'datasketches')$$);
SELECT error_of($$SELECT sketch_theta_from('\x0303020c0d00cc93', 'datasketches')$$);
SELECT error_of($$SELECT sketch_theta_from('\x0201070c030c0008', 'datasketches')$$);
SELECT error_of($$SELECT sketch_export(sketch_theta_empty(), 'datasketches')$$);
DROP TABLE foreign_theta, foreign_set;

-- --- Tuples: of DataSketches, of the keys 0 ... n - 1 with their numbers as values; Java's summaries, which have a mode behind each value, are made by hand

CREATE TABLE foreign_tuple (name text, image bytea);
INSERT INTO foreign_tuple VALUES
  ('no key', '\x01030901001ecc93'),
  ('integer', '\x01030901001acc93e56b61eec880442000000000'),
  ('integers', '\x02030901001acc93030000000000000015f97dcbbd86a10501000000bd3273724691cc1405000000e56b61eec880442000000000'),
  ('doubles, least', '\x02030901001acc93020000000000000015f97dcbbd86a105000000000000f03f01bd3273724691cc14000000000000144001'),
  ('arrays', '\x010109031802cc93ffffffffffffff7f020000000000000015f97dcbbd86a105bd3273724691cc14000000000000f03f000000000000f03f00000000000014400000000000001440'),
  ('no key below a hundredth', '\x010109031001cc930000000014ae4701');
SELECT name, (sketch_detect(image)).*, round(# s) AS n, sketch_sum(s) AS sum, i->>'domain' AS domain, i->>'mode' AS mode, i->'precision' AS p, round((i->'theta')::numeric, 4) AS theta,
       sketch_export(s, 'datasketches') = image AS same_bytes
  FROM foreign_tuple, sketch_tuple_from(image, 'datasketches') s, sketch_info(s) i;
SELECT # t AS keys, sketch_sum(t), hashes(t) = hashes(s) AS same, sketch_sum(sketch_add(s, 5, 2.5)) AS added, # (s & sketch_theta_agg) AS both, # sketch_theta(s) AS theta
  FROM foreign_tuple, sketch_tuple_from(image, 'datasketches') s,
       (SELECT sketch_tuple_agg(i, i, 12, 'sum', 'datasketches') AS t FROM unnest(ARRAY[0, 1, 5]) i) a, (SELECT sketch_theta_agg(i, 12, 'datasketches') FROM generate_series(4, 9) i) b
 WHERE name = 'integers';
SELECT sketch_info(s)->>'mode' AS mode, sketch_info(s)->'precision' AS p, sketch_sum(s | sketch_tuple_agg) AS merged
  FROM foreign_tuple, sketch_tuple_from(image, 'datasketches', 8, 'max') s, (SELECT sketch_tuple_agg(i::bigint, ARRAY[i, 7], 8, 'max', 'datasketches') FROM generate_series(0, 5) i) a WHERE name = 'arrays';
SELECT sketch_tuple_from('\x01030901001ecc93', 'datasketches', 12, 'sum') | sketch_tuple_empty(12, 'datasketches') = sketch_tuple_empty(12, 'datasketches') | sketch_tuple_from('\x01030901001ecc93', 'datasketches') AS empty;
SELECT error_of($$SELECT sketch_tuple_from('\x01030901001ecc93', 'datasketches') | sketch_tuple_agg(1, 1)$$);
SELECT error_of($$SELECT sketch_tuple_agg(1, 1, 12, 'sum', 'postgresql-hll')$$);
SELECT error_of($$SELECT sketch_tuple_agg(1.5, 1, 12, 'sum', 'datasketches')$$);
SELECT error_of($$SELECT sketch_tuple_from('\x01030901001ecc93', 'datasketches', 12, 'mean')$$);
SELECT error_of($$SELECT sketch_tuple_from('\x01010903180100009effffffffffff7f', 'datasketches')$$);
SELECT error_of($$SELECT sketch_tuple_from('\x010109021401cc93ffffffffffffff7f', 'datasketches')$$);
SELECT error_of($$SELECT sketch_export(sketch_tuple_empty(), 'datasketches')$$);
DROP TABLE foreign_tuple;

-- --- Quantile sketches: of DataSketches 1 ... 10, KLL of floats and of integers, and t-digest; of tdigest 1, 2, 2 and 10

SELECT name, (sketch_detect(image)).*, sketch_n(s), sketch_min(s), sketch_max(s), sketch_quantile(s, ARRAY[0.1, 0.5, 0.9])
  FROM (VALUES ('floats', '\x05010f00c80008000a00000000000000c8000100be0000000000803f000020410000204100001041000000410000e0400000c0400000a0400000804000004040000000400000803f'::bytea),
               ('integers', '\x05010f00c80008000a00000000000000c8000100be00000001000000000000000a000000000000000a00000000000000090000000000000008000000000000000700000000000000060000000000000005000000000000000400000000000000030000000000000002000000000000000100000000000000')) v (name, image),
       sketch_kll_from(image, 'datasketches') s;
SELECT name, (sketch_detect(image)).*, sketch_n(s), sketch_min(s), sketch_max(s), sketch_quantile(s, ARRAY[0.1, 0.5, 0.9])
  FROM (VALUES ('floats', 'datasketches', '\x0201146400000000000000000a0000000000803f000020410000803f0000004000004040000080400000a0400000c0400000e040000000410000104100002041'::bytea),
               ('text', 'tdigest', 'flags 1 count 4 compression 100 centroids 3 (1.000000, 1) (2.000000, 2) (10.000000, 1)')) v (name, format, image),
       sketch_tdigest_from(image, format) s;
-- There and back.
SELECT sketch_quantile(s, q) = sketch_quantile(sketch_kll_from(sketch_export(s, 'datasketches'), 'datasketches double'), q) AS kll,
       sketch_quantile(t, q) = sketch_quantile(sketch_tdigest_from(sketch_export(t, 'tdigest'), 'tdigest'), q) AS binary,
       sketch_quantile(t, q) = sketch_quantile(sketch_tdigest_from(sketch_export(t, 'tdigest text'), 'tdigest'), q) AS text
  FROM (SELECT sketch_kll_agg(ln(i::float8)) AS s, sketch_tdigest_agg(i::float8) AS t FROM generate_series(1, 300) i) x, (SELECT ARRAY[0, 0.01, 0.5, 0.99, 1] AS q) y;
SELECT convert_from(sketch_export(sketch_tdigest_agg(i::float8), 'tdigest text'), 'UTF8') FROM generate_series(1, 3) i;
SELECT sketch_export(sketch_kll_agg(i), 'datasketches') FROM generate_series(1, 2) i;
SELECT error_of($$SELECT sketch_kll_from('\x02020f04c800080000a0f3b2a5d33316', 'datasketches')$$);
SELECT error_of($$SELECT sketch_export(sketch_kll_agg(now()), 'datasketches')$$);
SELECT error_of($$SELECT sketch_export(sketch_tdigest_agg('infinity'::float8), 'tdigest')$$);
SELECT error_of($$SELECT sketch_tdigest_from('flags 1 count 2 compression 100 centroids 1 (1, 1)', 'tdigest')$$);
SELECT error_of($$SELECT sketch_kll_from('\x0301070c050800090a00000081bc5d06', 'datasketches')$$);

-- --- Frequent items, buckets, TimescaleDB Toolkit's text

SELECT name, (sketch_detect(image)).*, sketch_info(s)->>'type' AS type, sketch_info(s)->>'total' AS total
  FROM (VALUES ('long', '\x04010a060300000001000000000000000100000000000000000000000000000001000000000000000100000000000000'::bytea),
               ('string', '\x04010a060300000001000000000000000100000000000000000000000000000001000000000000000100000031')) v (name, image),
       sketch_topk_from(image, 'datasketches') s;
SELECT sketch_topk_from(sketch_export(s, 'datasketches'), 'datasketches') = s AS back FROM (SELECT sketch_topk_agg(i % 7::bigint, 48) AS s FROM generate_series(1, 100) i) x;
SELECT error_of($$SELECT sketch_export(sketch_topk_agg(1.5), 'datasketches')$$);
SELECT (sketch_detect(image)).*, sketch_n(s), abs(sketch_quantile(s, 1.0) - 2) < 0.03 AS greatest
  FROM (VALUES ('(version:1,alpha:0.01,max_buckets:100,num_buckets:2,compactions:0,count:3,sum:5,buckets:[(Positive(0),1),(Positive(35),2)])'::bytea)) v (image),
       sketch_dd_from(image, 'toolkit') s;
SELECT (sketch_detect(image)).*, sketch_n(s), sketch_max(s)
  FROM (VALUES ('(version:1,buckets:3,max_buckets:100,count:4,sum:15,min:1,max:10,centroids:[(mean:1,weight:1),(mean:2,weight:2),(mean:10,weight:1)])'::bytea)) v (image),
       sketch_tdigest_from(image, 'toolkit') s;
-- gamma 1.02, three values in bucket 232.
SELECT (sketch_detect(image)).*, sketch_n(s), abs(sketch_quantile(s, 0.5) - 100) < 1.2 AS median
  FROM (VALUES ('\x0a090952b81e85eb51f03f120d12080000000000000840' || '\x18d003'::bytea)) v (image), sketch_dd_from(image, 'ddsketch') s;

-- --- The old names

CREATE SCHEMA compat;
SET search_path = compat, public;
\set ECHO none
\i contrib/sketch_compat_hll.sql
\i contrib/sketch_compat_tdigest.sql
\set ECHO all
CREATE TABLE compat.daily AS SELECT g, hll_add_agg(hll_hash_any(i)) AS users, tdigest(i::float8, 100) AS ms FROM generate_series(0, 1) g, generate_series(g * 50, g * 50 + 99) i GROUP BY g;
SELECT round(hll_cardinality(hll_union_agg(users))), round(# hll_union_agg(users)) AS operator, hll_type(hll_union_agg(users)), hll_log2m(hll_union_agg(users)) FROM daily;
SELECT hll_add_agg(hll_hash_integer(i), 11) = hll_add_agg(hll_hash_any(i)) AS same, hll_empty() || hll_hash_text('a') = hll_hash_text('a') || hll_empty(11) AS added FROM generate_series(1, 1000) i;
SELECT hll_regwidth(s), hll_sparseon(s), hll_log2m(s) FROM hll_empty(12, 4, 64, 0) s;
SELECT tdigest_percentile(i::float8, 100, 0.5), tdigest_percentile(i::float8, 100, ARRAY[0.25, 0.75]) FROM generate_series(1, 400) i;
SELECT tdigest_percentile(ms, 0.5) BETWEEN 73 AND 76 AS median, tdigest_percentile(ms, ARRAY[0.0, 1.0]), tdigest_percentile_of(ms, 149), tdigest_count(tdigest(ms)) FROM daily;
RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA compat CASCADE;
RESET client_min_messages;

DROP TABLE foreign_image, foreign_sketch;
