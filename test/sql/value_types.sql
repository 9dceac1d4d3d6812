-- SPDX-License-Identifier: PostgreSQL
-- Every base type of the catalog and of PostgreSQL's own extensions: 200 different values count as 200, alone, in arrays, in
-- rows and, where the type has them, in ranges; equal ones count once.

-- An expression for each type: values of the integers i from 0 to 199, and the same ones spelled otherwise.
CREATE TEMP TABLE made (type text, value text, again text);
INSERT INTO made VALUES
  ('smallint', 'i::int2', NULL), ('integer', 'i', NULL), ('bigint', 'i * 4294967297', NULL), ('oid', 'i::oid', NULL),
  ('real', '(i / 7.0)::float4', NULL), ('double precision', '(i / 7.0)::float8', NULL),
  ('numeric', 'i / 8.0', 'i / 8.00 + 0.0000'), ('money', '(i / 100.0)::numeric::money', NULL),
  ('text', $$'x' || i$$, NULL), ('character varying', $$('x' || i)::varchar$$, NULL), ('character', $$('x' || i)::char(9)$$, NULL),
  ('name', $$('x' || i)::name$$, NULL), ('bytea', $$('x' || i)::bytea$$, NULL),
  ('uuid', $$md5(i::text)::uuid$$, $$upper(md5(i::text))::uuid$$),
  ('date', $$date '2000-01-01' + i$$, NULL), ('time without time zone', $$time '00:00' + i * interval '1 us'$$, NULL),
  ('time with time zone', $$(time '00:00' + i % 20 * interval '1 us') AT TIME ZONE (i / 20 * interval '1 hour')$$, NULL),
  ('timestamp without time zone', $$timestamp '2000-01-01' + i * 4294967297 * interval '1 us'$$, NULL),
  ('timestamp with time zone', $$timestamptz '2000-01-01' + i * 4294967297 * interval '1 us'$$, NULL),
  ('interval', $$i * interval '1 month'$$, $$i * interval '30 days'$$),
  ('inet', $$inet '10.0.0.0' + i$$, NULL), ('cidr', $$format('10.%s.0.0/16', i)::cidr$$, NULL),
  ('macaddr', $$format('08:00:2b:00:00:%s', lpad(to_hex(i), 2, '0'))::macaddr$$, NULL),
  ('macaddr8', $$format('08:00:2b:00:00:00:00:%s', lpad(to_hex(i), 2, '0'))::macaddr8$$, NULL),
  ('bit', 'i::bit(9)', NULL), ('bit varying', $$repeat('0', i)::varbit$$, NULL),
  ('pg_lsn', $$format('%s/%s', to_hex(i), to_hex(i))::pg_lsn$$, NULL), ('xid8', $$(i * 4294967297)::text::xid8$$, NULL),
  ('xid', $$i::text::xid$$, NULL), ('cid', $$i::text::cid$$, NULL), ('tid', $$format('(%s,%s)', i / 10, i % 10)::tid$$, NULL),
  ('aclitem', $$makeaclitem((i / 3)::oid, 10, (ARRAY['SELECT', 'INSERT', 'UPDATE'])[i % 3 + 1], i % 2 = 0)$$, NULL),
  ('jsonb', $$CASE i % 4 WHEN 0 THEN jsonb_build_object('a', '{}'::jsonb, 'b', i) WHEN 1 THEN jsonb_build_object('a', jsonb_build_object('b', i - 1))
              WHEN 2 THEN to_jsonb(i / 4) ELSE jsonb_build_array(i / 4) END$$,
            $$CASE i % 4 WHEN 0 THEN jsonb_build_object('b', i + 0.00, 'a', '{}'::jsonb) WHEN 1 THEN jsonb_build_object('a', jsonb_build_object('b', i - 1.0))
              WHEN 2 THEN to_jsonb(i / 4 + 0.0) ELSE jsonb_build_array(i / 4 + 0.0) END$$),
  ('int4range', $$CASE WHEN i % 2 = 0 THEN int4range(i, 1000) ELSE int4range(NULL, i) END$$, $$CASE WHEN i % 2 = 0 THEN int4range(i, 999, '[]') ELSE int4range(NULL, i - 1, '[]') END$$),
  ('int8range', 'int8range(i * 4294967297, NULL)', 'int8range(i * 4294967297 - 1, NULL, ''()'')'),
  ('numrange', $$numrange(i / 4, i / 4 + 0.5, (ARRAY['[]', '[)', '(]', '()'])[i % 4 + 1])$$, $$numrange(i / 4 + 0.0, i / 4 + 0.50, (ARRAY['[]', '[)', '(]', '()'])[i % 4 + 1])$$),
  ('daterange', $$daterange('2000-01-01', date '2000-01-01' + i)$$, $$CASE i WHEN 0 THEN 'empty' ELSE daterange('2000-01-01', date '2000-01-01' + i - 1, '[]') END$$),
  ('tsrange', $$tsrange(timestamp '2000-01-01' + i * 4294967297 * interval '1 us', NULL)$$, NULL),
  ('tstzrange', $$tstzrange(NULL, timestamptz '2000-01-01' + i * 4294967297 * interval '1 us')$$, NULL),
  ('int4multirange', $$int4multirange(int4range(0, i), int4range(1000, 2000))$$, $$int4multirange(int4range(1000, 2000), int4range(-1, i, '()'))$$),
  ('int8multirange', 'int8multirange(int8range(i * 4294967297, NULL))', NULL), ('nummultirange', 'nummultirange(numrange(i, NULL), numrange(-2.0, -1.0))', 'nummultirange(numrange(i, NULL), numrange(-2, -1))'),
  ('datemultirange', $$datemultirange(daterange('2000-01-01', date '2000-01-01' + i))$$, NULL),
  ('tsmultirange', $$tsmultirange(tsrange(timestamp '2000-01-01' + i * 4294967297 * interval '1 us', NULL))$$, NULL),
  ('tstzmultirange', $$tstzmultirange(tstzrange(timestamptz '2000-01-01' + i * 4294967297 * interval '1 us', NULL))$$, NULL),
  ('tsvector', $$format('a:%s b', i + 1)::tsvector$$, $$format('b a:%s a:%s', i + 1, i + 1)::tsvector$$),
  ('tsquery', $$format('a & %s', i)::tsquery$$, $$format('(a) & (%s)', i)::tsquery$$),
  ('regclass', '(i + 1000000)::regclass', NULL), ('regtype', '(i + 1000000)::regtype', NULL), ('regproc', '(i + 1000000)::regproc', NULL), ('regprocedure', '(i + 1000000)::regprocedure', NULL),
  ('regoper', '(i + 1000000)::regoper', NULL), ('regoperator', '(i + 1000000)::regoperator', NULL), ('regrole', '(i + 1000000)::regrole', NULL), ('regnamespace', '(i + 1000000)::regnamespace', NULL),
  ('regconfig', '(i + 1000000)::regconfig', NULL), ('regdictionary', '(i + 1000000)::regdictionary', NULL), ('regcollation', '(i + 1000000)::regcollation', NULL),
  ('oidvector', $$format('%s 1', i)::oidvector$$, NULL), ('int2vector', $$format('%s 1', i)::int2vector$$, NULL);

CREATE FUNCTION pg_temp.counts(value text, OUT alone bigint, OUT in_array bigint, OUT in_row bigint, OUT exact bigint) LANGUAGE plpgsql AS $$
BEGIN
  -- Not every type has count(DISTINCT); aclitem for one has no order.
  EXECUTE format('SELECT approx_count_distinct(v), approx_count_distinct(ARRAY[v]), approx_count_distinct(ROW(v)), count(DISTINCT v::text)
                  FROM (SELECT %s AS v FROM generate_series(0::bigint, 199) j, LATERAL (SELECT j::int AS i) k, generate_series(1, 2) OFFSET 0) x',
                 regexp_replace(value, 'i \* 4294967297', 'j * 4294967297')) INTO alone, in_array, in_row, exact;
END
$$;
-- Wrong ones of all these: none.
SELECT m.type, c.* FROM made m, pg_temp.counts(value) c WHERE (alone, in_array, in_row, exact) IS DISTINCT FROM (200, 200, 200, 200);
CREATE FUNCTION pg_temp.same(value text, again text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  same boolean;
BEGIN
  EXECUTE format('SELECT sketch_hll_agg(v) = sketch_hll_agg(w) AND sketch_hll_agg(ARRAY[v]) = sketch_hll_agg(ARRAY[w]) AND sketch_hll_agg(ROW(v)) = sketch_hll_agg(ROW(w))
                         AND bool_and(v = w)
                  FROM (SELECT %s AS v, %s AS w FROM generate_series(0::bigint, 199) j, LATERAL (SELECT j::int AS i) k OFFSET 0) x',
                 regexp_replace(value, 'i \* 4294967297', 'j * 4294967297'), regexp_replace(again, 'i \* 4294967297', 'j * 4294967297')) INTO same;
  RETURN same;
END
$$;
SELECT type, value, again FROM made WHERE again IS NOT NULL AND NOT pg_temp.same(value, again);
-- Every type of the catalog that has equality is there, but for one of two values, and one that is new in 19.
SELECT t.oid::regtype FROM pg_type t
  WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r', 'm') AND typcategory NOT IN ('A', 'Z') AND typname <> 'oid8'
    AND EXISTS (SELECT FROM pg_opclass WHERE opcintype = t.oid AND opcdefault AND opcmethod IN (403, 405))
    AND NOT EXISTS (SELECT FROM made WHERE to_regtype(made.type) = t.oid) ORDER BY 1;
SELECT approx_count_distinct(b) AS booleans, approx_count_distinct(c) AS bytes FROM (SELECT i % 2 = 0, chr(i % 100 + 20)::"char" FROM generate_series(0, 199) i) v(b, c);

-- Documents: their structure counts, the spelling of numbers and the order of keys don't.
SELECT count(DISTINCT j), approx_count_distinct(j), # sketch_theta_agg(j) AS theta
  FROM (SELECT jsonb_build_array(a, b, c, d) AS j FROM unnest('{null,true,false}'::bool[]) a, unnest('{null,true,false}'::bool[]) b,
               unnest('{null,true,false}'::bool[]) c, unnest('{null,true,false}'::bool[]) d) t;
SELECT count(DISTINCT j), approx_count_distinct(j)
  FROM (VALUES ('{}'::jsonb), ('[]'), ('[[]]'), ('[{}]'), ('"x"'), ('["x"]'), ('[["x"]]'), ('{"x": null}'), ('null'), ('[null]'), ('["null"]'),
               ('1'), ('"1"'), ('[1]'), ('true'), ('"true"'), ('"t"'), ('[1, 2]'), ('[[1], 2]'), ('[[1, 2]]'), ('[1, [2]]'), ('""'), ('[""]'),
               ('{"a": {"b": 1}}'), ('{"a": {}, "b": 1}'), ('{"a": "b", "c": 1}'), ('{"a": ["b", "c", 1]}'), ('["a", "b", "c", 1]'),
               ('1.0'), ('1.00'), ('{"b": 1, "a": {}}'), ('0.5'), ('0.50'), ('1e400'), ('-0.0'), ('0')) v(j);
-- Numbers are the same number in any type: a decimal fraction that is a double exactly is the same as that double.
SELECT sketches('0.5', '0.5::float8', '0.5::float4', '0.500') AS half, sketches('0.1', '0.1::float8', '0.1::float4') AS three,
       sketches('-123.0625', '-123.0625::float8') AS sixteenths, sketches('1e20', '1e20::float8', '100000000000000000000.0') AS large,
       sketches('2::numeric ^ 200', '2::float8 ^ 200') AS power, sketches('3e200::numeric', '3e200::float8') AS two,
       sketches('0.1000000000000000055511151231257827021181583404541015625', '0.1::float8') AS tenth,
       sketches('18446744073709551616', '2::float8 ^ 64', '18446744073709551616.00') AS beyond,
       sketches('18446744073709555712', '18446744073709555712::float8') AS last_bit,
       sketches('9223372036854775809', '9223372036854775808', '9223372036854775808::float8') AS next;
-- Every power of two, and each with a few bits behind it.
SELECT bool_and(same) AS large FROM (SELECT hashes(sketch_hll_agg(2::numeric ^ i)) = hashes(sketch_hll_agg(2::float8 ^ i)) AS same FROM generate_series(0, 1000, 9) i GROUP BY i) x;
SELECT bool_and(same) AS fractions, count(*) > 50 AS many FROM (SELECT hashes(sketch_hll_agg(n)) = hashes(sketch_hll_agg(n::float8)) AS same
  FROM (SELECT round(m * 0.5 ^ e, 60) AS n FROM generate_series(1, 59) e, unnest('{1,3,12345677,4503599627370497}'::numeric[]) m) x
  WHERE n * 2::numeric ^ 60 = trunc(n * 2::numeric ^ 60) GROUP BY n) y;

-- Extensions: types by their own equality.
CREATE SCHEMA contrib;
CREATE FUNCTION pg_temp.have(extension text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE EXTENSION %I SCHEMA contrib', extension);
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE '% is missing', extension;
END
$$;
SELECT pg_temp.have(x) FROM unnest('{citext,hstore,ltree,cube,seg,isn,lo}'::text[]) x;
SET search_path = public, contrib;
DELETE FROM made;
INSERT INTO made VALUES
  ('citext', $$('x' || i)::citext$$, $$('X' || i)::citext$$), ('hstore', $$hstore('a', i::text)$$, $$hstore('a', i::text) || hstore('a', i::text)$$),
  ('ltree', $$format('a.%s.b', i)::ltree$$, NULL), ('cube', 'cube(i, i + 1.5)', 'cube(ARRAY[i + 1.5], ARRAY[i])'),
  ('seg', $$format('%s .. %s', i, i + 1)::seg$$, NULL), ('isbn', $$right('00000000000' || i * 11, 9)::text::isbn$$, NULL), ('lo', 'i::oid::lo', NULL);
UPDATE made SET value = $$(SELECT (n || CASE (11 - s % 11) % 11 WHEN 10 THEN 'X' ELSE ((11 - s % 11) % 11)::text END)::isbn FROM
    (SELECT n, (SELECT sum(substr(n, p, 1)::int * (11 - p)) FROM generate_series(1, 9) p) s FROM (SELECT lpad(i::text, 9, '0') n) y) z)$$ WHERE type = 'isbn';
DELETE FROM made WHERE to_regtype(type) IS NULL;
SELECT m.type, c.* FROM made m, pg_temp.counts(value) c WHERE (alone, in_array, in_row, exact) IS DISTINCT FROM (200, 200, 200, 200);
SELECT type, value, again FROM made WHERE again IS NOT NULL AND NOT pg_temp.same(value, again);
-- Whichever way a value of citext comes: in plain calls, with a precision, in groups, windows and batches.
CREATE TABLE cases (g int, c citext);
INSERT INTO cases SELECT i % 3, CASE WHEN i % 2 = 0 THEN 'a' ELSE 'A' END || i / 6 FROM generate_series(0, 599) i;
SELECT approx_count_distinct(c), approx_count_distinct(c, 12) AS precise, # sketch_theta_agg(c) AS theta, count(DISTINCT c) AS exact FROM cases;
SELECT approx_count_distinct(c::text) AS as_text FROM cases;
SELECT g, approx_count_distinct(c), count(DISTINCT c) AS exact FROM cases GROUP BY g ORDER BY g;
SELECT DISTINCT approx_count_distinct(c) OVER () FROM cases;
SELECT count(*), min(f.estimate), max(f.upper) FROM (SELECT sketch_topk_agg(c) AS s FROM cases) x, sketch_top(s, 1000, NULL::citext) t, sketch_frequency_bounds(s, upper(t.item::text)::citext) f;
SELECT approx_mode(c), pg_typeof(approx_mode(c)), approx_top_k(c, 1) FROM cases WHERE lower(c::text) = 'a5';
SELECT DISTINCT approx_mode(c) OVER () FROM cases WHERE lower(c::text) = 'a5';
SELECT bool_and(sketch_add(s, c) = s | sketch_add(NULL::sketch_topk, c)) AS added FROM cases, (SELECT sketch_topk_agg(c) AS s FROM cases) x;
DROP TABLE cases;

-- Types that have no equality, and what to do.
\set VERBOSITY terse
SELECT type, error_of(format('SELECT sketch_hll_agg(NULL::%s) FROM generate_series(1, 2)', type)) AS null, error_of(format('SELECT sketch_hll_agg(v) FROM (VALUES (%L::%s)) x(v)', value, type)) AS value
  FROM (VALUES ('json', '{}'), ('point', '(1,2)'), ('box', '(1,2),(3,4)'), ('polygon', '((1,2),(3,4))'), ('jsonpath', '$.a')) t(type, value);
\set VERBOSITY default
SELECT approx_count_distinct('{"a": 1}'::json);

-- An enum is its labels: the same in every database, whatever numbers the labels have there; renamed, a label is another value.
CREATE TYPE colour AS ENUM ('red', 'green');
CREATE TYPE paint AS ENUM ('blue', 'green', 'red');
SELECT sketch_hll_agg(c) = sketch_hll_agg(p) AS same FROM (VALUES ('red'::colour, 'red'::paint), ('green', 'green')) v(c, p);
CREATE TABLE painted (c colour);
INSERT INTO painted VALUES ('red'), ('green'), ('red');
SELECT sketch_hll_agg(c) AS before FROM painted \gset
ALTER TYPE colour RENAME VALUE 'red' TO 'scarlet';
SELECT sketch_hll_agg(c) = :'before'::sketch_hll AS same, approx_count_distinct(c) FROM painted;
DROP TABLE painted;
DROP TYPE colour, paint;
DO $$ BEGIN SET client_min_messages = warning; DROP SCHEMA contrib CASCADE; END $$;
RESET search_path;

-- A step of aggregates is one function for values of any type, which finds out the type: of several in one query, in a
-- window, with JIT, of a domain, of an aggregate of somebody's own.
CREATE DOMAIN positive AS int CHECK (value > 0);
CREATE AGGREGATE own(positive) (SFUNC = _sketch_hll_transition, STYPE = sketch_hll, FINALFUNC = _sketch_hll_final);
CREATE AGGREGATE own_median(positive) (SFUNC = _sketch_kll_transition, STYPE = sketch_kll, FINALFUNC = _sketch_median_final_int4);
CREATE TABLE several AS SELECT i, i::text AS t, i::float8 / 2 AS f, i::positive AS p, ARRAY[i] AS a FROM generate_series(1, 200) i;
CREATE FUNCTION pg_temp.steps(tail text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format('SELECT DISTINCT concat_ws('' '', # sketch_hll_agg(i)%1$s, # sketch_hll_agg(t)%1$s, # sketch_hll_agg(f)%1$s, # sketch_hll_agg(a)%1$s, # own(p)%1$s,
    sketch_hll_agg(i)%1$s = own(p)%1$s, sketch_hll_agg(i)%1$s = sketch_hll_agg(p)%1$s, sketch_hll_agg(i)%1$s = sketch_hll_agg(t)%1$s,
    approx_median(i)%1$s, approx_median(f)%1$s, own_median(p)%1$s, approx_mode(t || ''!'')%1$s ~ ''^\d+!$'', sketch_n(sketch_sample_agg(a)%1$s), sketch_n(sketch_sample_agg(i)%1$s)) FROM several', tail);
END
$$;
SELECT pg_temp.steps('');
SET sketch.batch_executor = off;
SELECT pg_temp.steps('');
SELECT pg_temp.steps(' OVER ()');
SET jit = on;
SET jit_above_cost = 0;
SELECT pg_temp.steps('');
RESET jit_above_cost;
RESET jit;
RESET sketch.batch_executor;
SELECT error_of('SELECT _sketch_dd_transition(NULL, now())') AS times, error_of('SELECT _sketch_kll_transition(NULL, point ''(1,2)'')') AS points, _sketch_kll_transition(NULL, NULL::point) IS NULL AS nothing,
       error_of('SELECT _sketch_hll_transition(NULL, ''x'')') AS untyped, left(error_of('SELECT sketch_rank(sketch_dd_agg(1), now())'), 5) AS rank, error_of('SELECT sketch_cdf(sketch_kll_agg(1), ARRAY[true])') AS cdf;
SELECT sketch_rank(sketch_kll_agg(p), 100::positive) AS value, sketch_rank(sketch_kll_agg(p), ARRAY[50::positive, 100]) AS "values", sketch_rank(sketch_kll_agg(i), '100') AS literal, sketch_rank(sketch_kll_agg(i), NULL) AS "null" FROM several;
DROP TABLE several;
DROP AGGREGATE own(positive);
DROP AGGREGATE own_median(positive);
DROP DOMAIN positive;
