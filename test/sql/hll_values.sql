-- SPDX-License-Identifier: PostgreSQL
-- sketch_hll: which values are one value, and what is hashed. sketches() counts the different sketches that
-- expressions give by every way in: 1 where all of them are one value.

-- --- Every type can be asked for

-- Every type but PostgreSQL's internal ones finds an aggregate and a function, and only one. The list is empty.
CREATE FUNCTION pg_temp.unresolved() RETURNS TABLE (type regtype, error text) LANGUAGE plpgsql AS $$
DECLARE
  call text;
BEGIN
  FOR type IN SELECT t.oid FROM pg_type t
              WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r', 'm') AND typcategory <> 'Z' LOOP
    FOREACH call IN ARRAY ARRAY['sketch_hll_agg(v)', 'sketch_hll_agg(v, 9)', 'approx_count_distinct(v)',
                                'approx_count_distinct(v, 9)', 'sketch_add(NULL::sketch_hll, v)'] LOOP
      error := error_of(format('SELECT %s FROM (SELECT NULL::%s AS v) x', call, type));
      -- A type without equality is another matter.
      CONTINUE WHEN error = 'none' OR error LIKE '%could not identify an equality operator%';
      RETURN NEXT;
    END LOOP;
  END LOOP;
END
$$;
SELECT * FROM pg_temp.unresolved();

-- Each of these types has overloads of its own or is hashed like one of them; `same` is `value` spelled otherwise.
CREATE TEMP TABLE spelling (type regtype, value text, same text, other text);
INSERT INTO spelling VALUES
  ('bool', 'true', 'yes', 'false'),
  ('int2', '-5', '-05', '5'),
  ('int4', '-5', '-05', '5'),
  ('int8', '-9223372036854775808', '-09223372036854775808', '9223372036854775807'),
  ('oid', '4294967295', ' 4294967295', '1'),
  ('float4', '0.1', '1e-1', '0.2'),
  ('float8', '0.1', '1e-1', '0.2'),
  ('numeric', '12345678901234567890.5', '12345678901234567890.500', '12345678901234567890.51'),
  ('text', 'a', E'\x61', 'a '),
  ('varchar', 'a', E'\x61', 'a '),
  ('char(3)', 'a', 'a  ', 'b'),
  ('name', 'a', E'\x61', 'a '),
  ('"char"', 'a', E'\x61', 'b'),
  ('bytea', '\x6100', 'a\000', '\x61'),
  ('uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{A0EEBC999C0B4EF8BB6D6BB9BD380A11}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12'),
  ('date', '2026-01-31', '20260131', '2026-02-01'),
  ('time', '13:00', '13:00:00.0', '13:00:00.000001'),
  ('timetz', '13:00+00', '13:00:00Z', '14:00+01'),
  ('timestamp', '2026-01-31', '2026-01-31 00:00:00', '2026-01-31 00:00:00.000001'),
  ('timestamptz', '2026-01-31 00:00+00', '2026-01-31 01:00+01', '2026-01-31 00:00+01'),
  ('interval', '1 month', '30 days', '31 days'),
  ('inet', '10.0.0.1', '10.0.0.1/32', '10.0.0.1/24'),
  ('cidr', '10.0.0.0/8', '10', '10.0.0.0/9'),
  ('jsonb', '{"a": 1, "b": [2, null]}', '{"b": [2.0, null], "a": 9, "a": 1.00}', '{"a": 1, "b": [null, 2]}'),
  ('regtype', 'integer', 'int4', 'bigint'),
  ('macaddr', '08:00:2b:01:02:03', '08002b010203', '08:00:2b:01:02:04'),
  ('pg_lsn', '0/10', '00/010', '1/0'),
  ('int4range', '[1,5)', '[1,4]', '(1,4]'),
  ('int4multirange', '{[1,5)}', '{[1,2],[3,4]}', '{[1,2],[4,4]}');
-- Nothing that has an overload is missing.
SELECT DISTINCT a::regtype FROM pg_proc, unnest(proargtypes[0:0]) a
  WHERE proname IN ('sketch_hll_agg', 'approx_count_distinct') AND a <> 'anyelement'::regtype
    AND a NOT IN (SELECT type FROM spelling);
SELECT type, sketches(format('%L::%s', value, type), format('%L::%s', same, type)) AS same,
       sketches(format('%L::%s', value, type), format('%L::%s', other, type)) AS other
  FROM spelling;

-- --- Equal values of different types

SELECT sketches('7::int2', '7::int4', '7::int8', '7::numeric', '7.0', '7.000', '7::float4', '7::float8', '7::oid') AS seven;
SELECT sketches('0', '0::numeric', '-0.0', '0::float8', $$'-0'::float8$$, '0::float4', $$'-0'::float4$$) AS zero;
SELECT sketches($$'NaN'::numeric$$, $$'NaN'::float4$$, $$'NaN'::float8$$, $$-'NaN'::float8$$) AS nan;
SELECT sketches($$'inf'::numeric$$, $$'inf'::float4$$, $$'inf'::float8$$) AS infinity,
       sketches($$'-inf'::numeric$$, $$'-inf'::float4$$, $$'-inf'::float8$$) AS minus_infinity,
       sketches($$'inf'::float8$$, $$'-inf'::float8$$, $$'NaN'::float8$$, '0') AS four;
-- The ends of bigint, and what is just beyond.
SELECT sketches('-9223372036854775808', '-9223372036854775808::numeric', '-9223372036854775808.0', '-2::float8 ^ 63') AS least,
       sketches('9223372036854775807', '9223372036854775807.00') AS greatest,
       sketches('9223372036854775807', '9223372036854775808', '-9223372036854775809', '9223372036854775806') AS four,
       sketches('1e30', '1000000000000000000000000000000.00') AS beyond;
-- float4 and float8 agree on every value they share; 0.1 is none.
SELECT sketches('0.5::float4', '0.5::float8') AS half, sketches('0.1::float4', '0.1::float8') AS two,
       sketches('0.1::float4', '0.1::float4::float8') AS converted, sketches('3e38::float4', '3e38::float4::float8') AS large;
-- Fractions: the scale says nothing, sign and magnitude do. Weights beyond 64 digits have a longer stored form.
SELECT sketches('0.5', '0.50', '.5000000000', '1.0 / 2') AS half,
       sketches('0.0001', '0.00010', '1e-4') AS small, sketches('1e-1000', '1e-500 * 1e-500') AS tiny,
       sketches('1e30000 + 0.5', '1e15000 * 1e15000 + 0.500') AS huge,
       sketches('1.5', '-1.5', '15', '0.15', '0.00015', '15000.5', '1.0005') AS seven;
SELECT bool_and(sketches(format('%s', i), format('%s.%s', i, repeat('0', i)), format('1e%s + %s - 1e%s', 3 * i, i, 3 * i)) = 1)
  FROM generate_series(1, 20) i;

-- text in all its types; the padding of char(n) is no part of the value.
SELECT sketches($$'ab'::text$$, $$'ab'::varchar$$, $$'ab'::varchar(9)$$, $$'ab'::char(2)$$, $$'ab'::char(9)$$, $$'ab'::name$$) AS ab,
       sketches($$'a'::text$$, $$'a'::"char"$$, $$'a'::char(5)$$) AS a,
       sketches($$'a '::text$$, $$'a'::text$$) AS two,
       sketches($$''::text$$, $$' '::char(3)$$, $$''::name$$, $$''::"char"$$) AS nothing;
-- A date is the midnight that begins it, and so is the infinity of both.
SELECT sketches($$date '2026-01-31'$$, $$timestamp '2026-01-31 00:00'$$, $$timestamptz '2026-01-31 00:00+00'$$) AS midnight,
       sketches($$date 'infinity'$$, $$timestamp 'infinity'$$, $$timestamptz 'infinity'$$) AS infinity,
       sketches($$date '-infinity'$$, $$timestamp '-infinity'$$) AS minus_infinity,
       -- Dates beyond every timestamp.
       sketches($$date '5874897-12-31'$$, $$date '5874897-12-30'$$, $$date '300000-01-01'$$) AS three;
SELECT sketches($$interval '1 month'$$, $$interval '30 days'$$, $$interval '720 hours'$$, $$interval '1 mon 1 day -24 hours'$$) AS month,
       sketches($$interval '1 year'$$, $$interval '360 days'$$) AS year, sketches($$interval '0'$$, $$interval '1 day -24:00'$$) AS zero;
SELECT sketches($$inet '10.0.0.0/8'$$, $$cidr '10.0.0.0/8'$$) AS net, sketches($$inet '::1'$$, $$inet '::1/128'$$) AS ipv6,
       sketches($$inet '0.0.0.1'$$, $$inet '::1'$$) AS two;
-- All types that cast to oid.
SELECT sketches('23::oid', $$'integer'::regtype$$, '23::regtype', '23') AS oid;

-- --- What is hashed (docs/format.md), as the bytea that gives the same sketch

CREATE TYPE mood AS ENUM ('low', 'high');
SELECT sketches('1', $$'\x0100000000000000'::bytea$$) AS integer, sketches('-2', $$'\xfeffffffffffffff'::bytea$$) AS negative,
       sketches('true', '1') AS true, sketches('false', '0') AS false,
       sketches('0.75::float8', $$'\x000000000000e83f'::bytea$$) AS float,
       sketches($$'NaN'::float8$$, $$'\x000000000000f87f'::bytea$$) AS nan,
       sketches($$'inf'::float8$$, $$'\x000000000000f07f'::bytea$$) AS infinity,
       sketches('0.7', $$'\xfeffffffffffffff581b'::bytea$$) AS fraction,          -- weight -1, 7000
       sketches('-12345.67', $$'\x0300000000000000010029092c1a'::bytea$$) AS long; -- minus, weight 1: 1, 2345, 6700
SELECT sketches($$'abc'::text$$, $$'abc'::bytea$$) AS text,
       sketches($$uuid 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'$$, $$'\xa0eebc999c0b4ef8bb6d6bb9bd380a11'::bytea$$) AS uuid,
       sketches($$timestamptz '2000-01-01 00:00:01+00'$$, '1000000') AS timestamptz, sketches($$time '00:00:01'$$, '1000000') AS time,
       sketches($$interval '-1 microsecond'$$, format($$'\x%s'::bytea$$, repeat('ff', 16))) AS interval,
       sketches($$inet '10.0.0.1/24'$$, $$'\x02180a000001'::bytea$$) AS inet;
SELECT sketches($$macaddr '08:00:2b:01:02:03'$$, $$'\x08002b010203'::bytea$$) AS macaddr, sketches($$pg_lsn '1/2'$$, '4294967298') AS pg_lsn,
       sketches($$timetz '00:00:00.000001-01'$$, $$'\x0100000000000000100e0000'::bytea$$) AS timetz,
       sketches($$tid '(258,3)'$$, $$'\x020100000300'::bytea$$) AS tid, sketches($$'high'::mood$$, $$'high'$$) AS enum;

-- --- How a value is stored makes no difference

CREATE TEMP TABLE kept (t text, b bytea, n numeric, j jsonb, a int[], i inet);
CREATE TEMP TABLE kept_external (LIKE kept);
CREATE TEMP TABLE kept_plain (LIKE kept);
ALTER TABLE kept_external ALTER t SET STORAGE external, ALTER b SET STORAGE external, ALTER n SET STORAGE external,
  ALTER j SET STORAGE external, ALTER a SET STORAGE external;
ALTER TABLE kept_plain ALTER t SET STORAGE plain, ALTER b SET STORAGE plain, ALTER n SET STORAGE plain,
  ALTER j SET STORAGE plain, ALTER a SET STORAGE plain;
CREATE FUNCTION pg_temp.row_of(size int) RETURNS SETOF kept LANGUAGE sql AS $$
  SELECT repeat('ab', size), decode(repeat('ab', size), 'hex'), repeat('12', size)::numeric + 0.5,
         to_jsonb(repeat('ab', size)), array_fill(7, ARRAY[size]), '10.0.0.1'::inet
$$;
INSERT INTO kept SELECT * FROM pg_temp.row_of(20000);           -- compressed
INSERT INTO kept_external SELECT * FROM pg_temp.row_of(20000);  -- out of line
INSERT INTO kept_plain SELECT * FROM pg_temp.row_of(400);       -- short enough for a page, four-byte length words
SELECT pg_column_size(k.t) < 4000 AS compressed, pg_column_size(e.t) = 40000 AS external, pg_column_size(p.t) > 800 AS plain
  FROM kept k, kept_external e, kept_plain p;
CREATE FUNCTION pg_temp.same_as_fresh(stored regclass, size int) RETURNS TABLE (t boolean, b boolean, n boolean, j boolean,
  a boolean, i boolean, r boolean) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT sketch_hll_agg(s.t) = sketch_hll_agg(f.t), sketch_hll_agg(s.b) = sketch_hll_agg(f.b),
            sketch_hll_agg(s.n) = sketch_hll_agg(f.n), sketch_hll_agg(s.j) = sketch_hll_agg(f.j),
            sketch_hll_agg(s.a) = sketch_hll_agg(f.a), sketch_hll_agg(s.i) = sketch_hll_agg(f.i),
            sketch_hll_agg((s.t, s.n)) = sketch_hll_agg((f.t, f.n))
     FROM %s s, pg_temp.row_of(%s) f', stored, size);
END
$$;
SELECT * FROM pg_temp.same_as_fresh('kept', 20000);
SELECT * FROM pg_temp.same_as_fresh('kept_external', 20000);
SELECT * FROM pg_temp.same_as_fresh('kept_plain', 400);
-- Short length words, at every offset from alignment.
CREATE TEMP TABLE short AS SELECT i, repeat('x', i) AS pad, repeat('y', i) AS t, (i + 0.5)::numeric AS n FROM generate_series(0, 20) i;
SELECT bool_and(stored_t = fresh_t) AS text, bool_and(stored_n = fresh_n) AS numeric
  FROM (SELECT sketch_hll_agg(t) AS stored_t, sketch_hll_agg(repeat('y', i)) AS fresh_t,
               sketch_hll_agg(n) AS stored_n, sketch_hll_agg(i + 0.5) AS fresh_n FROM short GROUP BY i) x;

-- --- Collations

-- Strings are their bytes, unless their collation calls different bytes equal. (Where there is no ICU,
-- there is no such collation, and these tests pass without a look.)
DO $$
BEGIN
  CREATE COLLATION case_blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
EXCEPTION WHEN OTHERS THEN
  NULL;
END
$$;
CREATE FUNCTION pg_temp.sketches_blind(VARIADIC expressions text[]) RETURNS bigint LANGUAGE sql AS $$
  SELECT CASE WHEN to_regcollation('case_blind') IS NOT NULL THEN sketches(VARIADIC expressions) END
$$;
SELECT coalesce(pg_temp.sketches_blind($$'ab'::text COLLATE case_blind$$, $$'AB'::text COLLATE case_blind$$,
         $$'Ab'::varchar COLLATE case_blind$$, $$'aB'::char(9) COLLATE case_blind$$), 1) AS one,
       coalesce(pg_temp.sketches_blind($$'ab' COLLATE case_blind$$, $$'ac' COLLATE case_blind$$), 2) AS two,
       coalesce(pg_temp.sketches_blind($$('ab'::text COLLATE case_blind, 1)$$, $$('AB'::text COLLATE case_blind, 1)$$), 1) AS row,
       coalesce(pg_temp.sketches_blind($$ROW(ARRAY['a' COLLATE case_blind])$$, $$ROW(ARRAY['A' COLLATE case_blind])$$), 1) AS array,
       sketches($$'ab' COLLATE "C"$$, $$'ab' COLLATE "POSIX"$$, $$'ab'$$) AS deterministic,
       sketches($$'ab' COLLATE "C"$$, $$'AB' COLLATE "C"$$) AS cases;

-- --- The rest: any type with equality

CREATE DOMAIN positive AS bigint CHECK (VALUE > 0);
CREATE DOMAIN label AS varchar(9);
CREATE DOMAIN labels AS text[];
CREATE TYPE pair AS (x int, y text);
SELECT sketches($$'low'::mood$$, $$'low'::mood$$) AS enum, sketches($$'low'::mood$$, $$'high'::mood$$) AS two,
       sketches('5', '5::positive', '5::positive::positive') AS domain, sketches($$'a'::label$$, $$'a'$$) AS label;
SELECT sketches($$(1, 'a')::pair$$, $$ROW(1, 'a'::text)$$, $$ROW(1, 'a'::varchar)$$) AS composite,
       sketches($$(1, 'a')::pair$$, $$(1, 'b')::pair$$, $$(2, 'a')::pair$$, $$(NULL, 'a')::pair$$, '(NULL, NULL)::pair') AS five,
       sketches('ROW(1.0, -0.0::float8)', 'ROW(1.00, 0.0::float8)') AS equal_fields,
       sketches('ROW(1, 2)', 'ROW(2, 1)', 'ROW(1)', 'ROW(2)', 'ROW(NULL, 1, 2)', 'ROW(1, 2, NULL)') AS six,
       sketches('ROW(ROW(1, 2), 3)', 'ROW(ROW(1.0, 2::bigint), 3)') AS nested, sketches('ROW(ROW(1, 2), 3)', 'ROW(1, ROW(2, 3))') AS two,
       sketches('ROW(ARRAY[ROW(1)])', 'ROW(ARRAY[ROW(1.0)])') AS arrays_of_rows;
-- A dropped column is no part of a row; one added after the row was written is NULL.
CREATE TABLE changing (x int, gone int, y text);
INSERT INTO changing VALUES (1, 2, 'a'), (1, 3, 'a');
ALTER TABLE changing DROP gone;
SELECT approx_count_distinct(c) AS one, sketch_hll_agg(c) = sketch_hll_agg((1, 'a'::text)) AS same FROM changing c;
ALTER TABLE changing ADD z int;
SELECT sketch_hll_agg(c) = sketch_hll_agg((1, 'a'::text, NULL::int)) AS same FROM changing c;
DROP TABLE changing;
-- Rows of several shapes in one column.
SELECT approx_count_distinct(r) FROM (SELECT (1, 2) UNION ALL SELECT (1, 'a'::text, 2.5) UNION ALL SELECT ROW('a'::text)
                                      UNION ALL SELECT (1, 2::bigint) UNION ALL SELECT (1, 'a'::varchar, 2.50)) v(r);
-- Counted as a whole, an array is one value, to sketch_add() too; sketch_add_all() takes its elements.
SELECT approx_count_distinct(a) AS arrays, round(# sketch_add_all(NULL::sketch_hll, '{1,2,3,3,2,NULL}'::int[])) AS elements
  FROM (VALUES ('{1,2}'::int[]), ('{2,1}'), ('{1,2,NULL}'), ('{}'), ('{1,2}'), (NULL)) v(a);
SELECT approx_count_distinct(a) AS approximate, count(DISTINCT a) AS exact
  FROM (VALUES ('{1,2,3,4}'::int[]), ('{{1,2},{3,4}}'), ('{{1},{2},{3},{4}}'), ('[0:3]={1,2,3,4}'), ('{1,2,3,NULL}'), ('{NULL,1,2,3}')) v(a);
-- Arrays and rows tell apart what their elements do, all 64 bits of them. (PostgreSQL's own
-- hash of a bigint has 32: it is the same for all of these.)
SELECT approx_count_distinct(ARRAY[i * 4294967297]) AS arrays, approx_count_distinct(ROW(i * 4294967297)) AS rows
  FROM generate_series(1::bigint, 100) i;
-- Their hashes are part of the format (docs/format.md): these bytes must not change.
SELECT sketch_hll_agg(ARRAY[1, NULL, 2]) AS array, sketch_hll_agg((1, 'a'::text, NULL::int)) AS row, sketch_hll_agg('{}'::int[]) AS empty,
       sketch_hll_agg(12345.67 + 10::numeric ^ 600) AS long_numeric, sketch_hll_agg(date '5874897-12-31') AS far_date;
SELECT sketch_hll_agg(array_append(ARRAY[1], 2)) = sketch_hll_agg('{1,2}'::int[]) AS expanded,
       sketch_hll_agg('{1.0,2}'::numeric[]) = sketch_hll_agg('{1,2.00}'::numeric[]) AS equal_elements,
       sketch_add_all(NULL::sketch_hll, '{1,2}'::int[]) = sketch_add(sketch_add(NULL::sketch_hll, 2::bigint), 1.0) AS elements,
       sketch_add_all(NULL::sketch_hll, '{{1,2},{3,4}}'::int[]) = sketch_add_all(NULL::sketch_hll, '{1,2,3,4}'::bigint[]) AS flattened,
       sketch_add_all(NULL::sketch_hll, '{a,b}'::labels) = sketch_add(sketch_add(NULL::sketch_hll, 'a'), 'b') AS domain_over_array,
       sketch_add_all(NULL::sketch_hll, '{5}'::positive[]) = sketch_add(NULL::sketch_hll, 5) AS array_of_domain,
       sketch_add(NULL::sketch_hll, '{1,2}'::int[]) = sketch_hll_agg('{1,2}'::int[]) AS whole;
SELECT sketch_add(NULL::sketch_hll, 'abc') = sketch_add(NULL::sketch_hll, 'abc'::text) AS literal, sketch_hll_agg('abc') = sketch_hll_agg('abc'::text) AS agg;

-- Values without equality.
SELECT error_of($$SELECT sketch_hll_agg('{}'::json)$$) AS error
UNION ALL SELECT error_of($$SELECT approx_count_distinct(point '(1,2)')$$)
UNION ALL SELECT error_of($$SELECT sketch_add(NULL::sketch_hll, point '(1,2)')$$)
UNION ALL SELECT error_of($$SELECT sketch_hll_agg(ARRAY['{}'::json])$$)
UNION ALL SELECT error_of($$SELECT sketch_add_all(NULL::sketch_hll, ARRAY['{}'::json])$$)
UNION ALL SELECT error_of($$SELECT sketch_hll_agg((1, '{}'::json))$$)
UNION ALL SELECT error_of($$SELECT approx_count_distinct(('a', 1))$$);
SELECT approx_count_distinct(NULL::json), sketch_hll_agg(NULL::json);

DROP TYPE mood, pair;
DROP DOMAIN positive, label, labels;
