-- Items of top-k sketches: equal values are one, all can be shown, and no bytes of a sketch choose code.
SET extra_float_digits = 1;

-- Equal values of every type are one item, shown as one of those that came.
CREATE FUNCTION one_item(v anyelement, w anyelement) RETURNS text LANGUAGE sql AS $$
  SELECT format('%s: %s item, %s times', t.item, count(*) OVER (), t.estimate)
  FROM sketch_top((SELECT sketch_topk_agg(x) FROM (VALUES (v), (w), (w)) y(x)), 9) t LIMIT 1 $$;
SELECT one_item('1.50'::numeric, '1.5'), one_item('1 month'::interval, '30 days'), one_item('{"a": 1, "b": 1.0}'::jsonb, '{"b": 1.00, "a": 1}'),
       one_item(numrange(1.0, 2), numrange(1, 2.00)), one_item('{1.0,2}'::numeric[], '{1,2.00}');
SELECT one_item(nummultirange(numrange(1.0, 2)), nummultirange(numrange(1, 2.00))), one_item('{"a": [1]}'::jsonb, '{"a": [1.0]}'),
       one_item('0'::float8, '-0'), one_item('$1,000.00'::money, '1000');
CREATE TYPE priced AS (name text, price numeric);
SELECT one_item(('x', 1.10)::priced, ('x', 1.1)::priced), one_item(ARRAY[('x', 1.10)::priced], ARRAY[('x', 1.1)::priced]);
SELECT approx_mode(x) AS interval, mode() WITHIN GROUP (ORDER BY x) FROM (VALUES (interval '30 days'), ('30 days'), ('1 day')) v(x);
SELECT approx_mode(j), jsonb_array_length(approx_top_k(j, 9)) AS items FROM (VALUES ('1'::jsonb), ('1.0'), ('1.00'), ('2'), ('2')) v(j);
-- Different ones are not.
SELECT jsonb_array_length(approx_top_k(j, 9)) AS items FROM (VALUES ('{}'::jsonb), ('[]'), ('"1"'), ('1'), ('[1]'), ('null')) v(j);
SELECT jsonb_array_length(approx_top_k(r, 9)) AS items FROM (VALUES ('[1,2)'::numrange), ('[1,2]'), ('(1,2)'), ('empty'), ('[1,)')) v(r);

-- Text under a nondeterministic collation. A literal is read under the collation that it is given.
CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE cased AS SELECT sketch_topk_agg(x COLLATE any_case) AS s, approx_mode(x COLLATE any_case), approx_top_k(x COLLATE any_case, 2)
FROM (VALUES ('One'), ('ONE'), ('two')) v(x);
SELECT approx_mode, approx_top_k, sketch_frequency(s, 'one' COLLATE any_case) FROM cased;
SELECT sketch_frequency(s, 'one') FROM cased;
SELECT s | sketch_topk_agg('one'::text) FROM cased GROUP BY s;

-- JSON as to_jsonb() has it, whatever the session likes.
CREATE TYPE weekday AS ENUM ('mon', 'tue');
CREATE FUNCTION as_json(v anyelement) RETURNS text LANGUAGE sql AS $$
  SELECT CASE j->0->'item' WHEN to_jsonb(v) THEN 'as to_jsonb: ' ELSE 'otherwise: ' END || (j->0->>'item') FROM (SELECT approx_top_k(v, 1) AS j) x $$;
SET datestyle = 'SQL, DMY';
SELECT as_json(1), as_json(1.50), as_json(true), as_json('t'::text), as_json(date '2024-02-01'), as_json(timestamp '2024-02-01 12:00'),
       as_json('{"a": null}'::jsonb), as_json('NaN'::float8), as_json('1e300'::float8), as_json('\x01'::bytea);
SELECT as_json('mon'::weekday), as_json(ARRAY[1, NULL]), as_json(('x', 1.10)::priced), as_json('(1,2)'::point), as_json(int4range(1, 5)),
       as_json(interval '1 day'), as_json(10::oid), as_json('x'::"char"), as_json(inet '10.0.0.1'), as_json(md5('')::uuid);
RESET datestyle;

-- There is always an answer.
SELECT approx_mode(x) IS NOT NULL AS mode, jsonb_array_length(approx_top_k(x, 3)) AS items FROM generate_series(1, 257) x;
SELECT approx_mode(u) IS NOT NULL AS mode, jsonb_array_length(approx_top_k(u, 5)) AS items, (SELECT count(*) FROM sketch_top(sketch_topk_agg(u), 5)) AS rows
FROM generate_series(1, 3000) u, generate_series(1, 3) v;
SELECT count(*), count(m) FROM (SELECT approx_mode(x) OVER (ORDER BY x ROWS 300 PRECEDING) m FROM generate_series(1, 2000) x) t;
SELECT (SELECT count(*) FROM sketch_top(sketch_merge(s), 10)) AS items, (SELECT bool_and(lower >= 1 AND lower <= estimate AND estimate <= upper) FROM sketch_top(sketch_merge(s), 10)) AS bounds
FROM (SELECT sketch_topk_agg(x) AS s FROM generate_series(1, 20000) x GROUP BY x % 30) y;

-- Long values: known by their hash, shown by their beginning.
CREATE TABLE long_items AS SELECT repeat('x', 65537) || n AS t, ('x' || repeat('y', 70000) || n)::bytea AS b, to_jsonb(repeat('z', 70000) || n) AS j,
                                  array_fill(n, ARRAY[40000]) AS a, ((n + 1) || repeat('1', 131071))::numeric AS n
FROM (VALUES (1), (2), (2)) v(n);
SELECT length(item) AS shown, estimate, left(item, 3) FROM sketch_top((SELECT sketch_topk_agg(t) FROM long_items), 2);
-- Batches end within a page, where long values are out of line; behind a first column or as it.
CREATE TABLE many_long AS SELECT repeat('x', 70000) || n % 40 AS t, n, repeat('y', 70000) || n AS u FROM generate_series(1, 100) n;
SELECT sketch_info(sketch_topk_agg(t))->>'total' AS first, sketch_info(sketch_topk_agg(u))->>'total' AS last,
       sketch_info(sketch_topk_agg(t) FILTER (WHERE n > 50))->>'total' AS half FROM many_long;
SELECT sketch_info(sketch_topk_agg(t))->>'total' AS total FROM many_long;
SELECT sketch_info(sketch_topk_agg(u))->>'total' AS total FROM many_long WHERE n > 50;
DROP TABLE many_long;
SELECT sketch_frequency(sketch_topk_agg(t), repeat('x', 65537) || 2), sketch_frequency(sketch_topk_agg(t), repeat('x', 65537) || 1), sketch_frequency(sketch_topk_agg(t), repeat('x', 65537)),
       sketch_frequency(sketch_topk_agg(b), ('x' || repeat('y', 70000) || 2)::bytea) AS bytea, sketch_frequency(sketch_topk_agg(j), to_jsonb(repeat('z', 70000) || 2)) AS jsonb,
       sketch_frequency(sketch_topk_agg(a), array_fill(2, ARRAY[40000])) AS array, sketch_frequency(sketch_topk_agg(n), (3 || repeat('1', 131071))::numeric) AS numeric
FROM long_items;
SELECT length(approx_mode(t)) AS t, length(approx_mode(b)) AS b, length(approx_mode(j)::text) AS j, length(approx_top_k(t, 1)->0->>'item') AS t_json,
       left(approx_top_k(b, 1)->0->>'item', 9) AS b_json, left(approx_top_k(a, 1)->0->>'item', 9) AS a_json, left(approx_top_k(n, 1)->0->>'item', 9) AS n_json
FROM long_items;
\set VERBOSITY terse
SELECT approx_mode(a) FROM long_items;
\set VERBOSITY default
SELECT approx_top_k(x, 1) FROM (VALUES ('a'), ('a'), (repeat('x', 65537))) v(x);
SELECT octet_length(item) <= 1024 AS whole_characters FROM sketch_top((SELECT sketch_topk_agg(repeat('€', 30000))), 1);

-- A literal is read as what the sketch holds.
SELECT sketch_frequency(sketch_topk_agg(x), '5') AS int, sketch_frequency(sketch_topk_agg(x::numeric), '5.00') AS numeric, sketch_frequency(sketch_topk_agg(x::text), '5') AS text,
       sketch_frequency(sketch_topk_agg(date '2024-01-01' + x), '2024-01-06') AS date, sketch_frequency(sketch_topk_agg(jsonb_build_object('a', x)), '{"a":5.0}') AS jsonb,
       sketch_frequency(sketch_topk_agg(x * interval '1 month'), '150 days') AS interval, sketch_frequency(sketch_topk_agg(x::bigint), 5) AS bigint,
       sketch_frequency(sketch_topk_agg(x::numeric::money), '5.00') AS money
FROM generate_series(1, 10) x;
SELECT sketch_frequency(sketch_topk_agg('mon'::weekday), 'mon') AS shown, sketch_frequency(sketch_topk_agg('mon'::weekday), 'tue') AS absent,
       sketch_frequency(sketch_topk_agg(ARRAY[1, 2]), '{1,2}') AS array, sketch_frequency(sketch_topk_agg(ARRAY[1.0, 2]), ARRAY[1, 2.00]) AS typed;
SELECT sketch_frequency(sketch_topk_agg(ARRAY[1, 2]), '{1, 2}');
SELECT sketch_frequency(sketch_topk_agg(x), 'five') FROM generate_series(1, 10) x;
SELECT sketch_add(sketch_topk_agg('mon'::weekday), 'tue');
SELECT sketch_add(sketch_topk_agg(1::smallint), 70000);
SELECT t.item, t.estimate FROM (SELECT sketch_topk_agg('mon'::weekday) AS s) x, sketch_top(sketch_add(sketch_add(s, 'tue'::weekday), 'tue'::weekday), 2) t;

-- Types may be renamed, moved and dropped; settings change neither bytes nor answers.
CREATE TABLE kept AS SELECT sketch_topk_agg('mon'::weekday) AS e, sketch_topk_agg(('x', 1.10)::priced) AS c, sketch_topk_agg(12.5::numeric::money) AS m,
                            sketch_topk_agg(ARRAY[12.5::numeric::money]) AS ma, sketch_topk_agg(date '2024-02-01') AS d, sketch_topk_agg(ARRAY[date '2024-02-01']) AS da;
CREATE FUNCTION shown() RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(concat_ws(' ', i.item, sketch_info(s)->>'type', approx_top_k), '; ')
  FROM kept, LATERAL (VALUES (e), (c), (m), (ma), (d), (da)) v(s), LATERAL sketch_top(s, 1) i,
       (SELECT approx_top_k(12.5::numeric::money, 1) FROM kept) t $$;
SELECT shown();
CREATE TABLE before AS SELECT shown();
SET quote_all_identifiers = on;
SET datestyle = 'German';
SET lc_monetary = 'C.UTF-8';
DO $$ BEGIN SET lc_monetary = 'en_US.UTF-8'; EXCEPTION WHEN OTHERS THEN NULL; END $$;
SELECT shown = shown() AS same_answers FROM before;
SELECT e = sketch_topk_agg('mon'::weekday) AS e, c = sketch_topk_agg(('x', 1.10)::priced) AS c, m = sketch_topk_agg(12.5::numeric::money) AS m,
       ma = sketch_topk_agg(ARRAY[12.5::numeric::money]) AS ma, d = sketch_topk_agg(date '2024-02-01') AS d, da = sketch_topk_agg(ARRAY[date '2024-02-01']) AS da
FROM kept GROUP BY kept.*, e, c, m, ma, d, da;
RESET quote_all_identifiers;
RESET datestyle;
RESET lc_monetary;
ALTER TYPE weekday RENAME TO day_of_week;
CREATE SCHEMA elsewhere;
ALTER TYPE priced SET SCHEMA elsewhere;
SELECT shown = shown() AS same_answers FROM before;
SELECT t.* FROM kept, sketch_top(e | sketch_add(NULL::sketch_topk, 'mon'::day_of_week), 2, NULL::day_of_week) t;
SELECT t.* FROM kept, sketch_top(c, 1, NULL::elsewhere.priced) t;
DROP FUNCTION as_json(anyelement), one_item(anyelement, anyelement);
DROP TYPE day_of_week;
DROP SCHEMA elsewhere CASCADE;
SELECT shown = shown() AS same_answers FROM before;

-- Whoever reads a sketch runs nobody's code: not that of the types which its items have or claim to have. What an answer
-- is made of the caller says; a domain's checks hold for it.
CREATE ROLE regress_topk_owner;
CREATE SEQUENCE tripped;
GRANT ALL ON SEQUENCE tripped TO regress_topk_owner;
CREATE SCHEMA owned AUTHORIZATION regress_topk_owner;
SET client_min_messages = warning;
SET SESSION AUTHORIZATION regress_topk_owner;
CREATE FUNCTION owned.f(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('public.tripped'); RETURN true; END $$;
CREATE DOMAIN owned.d AS text CHECK (owned.f(VALUE));
CREATE DOMAIN owned.i AS int CHECK (owned.f(VALUE::text));
CREATE TYPE owned.c AS (a owned.d);
CREATE TYPE owned.e AS ENUM ('home');
CREATE FUNCTION owned.json(owned.c) RETURNS json LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('public.tripped'); RETURN '1'; END $$;
CREATE FUNCTION owned.json(owned.e) RETURNS json LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('public.tripped'); RETURN '1'; END $$;
CREATE CAST (owned.c AS json) WITH FUNCTION owned.json(owned.c);
CREATE CAST (owned.e AS json) WITH FUNCTION owned.json(owned.e);
CREATE FUNCTION owned.text(owned.e) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('public.tripped'); RETURN '1'; END $$;
CREATE CAST (owned.e AS text) WITH FUNCTION owned.text(owned.e) AS ASSIGNMENT;
CREATE FUNCTION owned.same(owned.e, owned.e) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('public.tripped'); RETURN true; END $$;
CREATE OPERATOR owned.= (LEFTARG = owned.e, RIGHTARG = owned.e, FUNCTION = owned.same);
CREATE FUNCTION owned.same(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('public.tripped'); RETURN true; END $$;
CREATE OPERATOR owned.= (LEFTARG = text, RIGHTARG = text, FUNCTION = owned.same);
CREATE TABLE owned.stored AS
  SELECT 'row' AS what, sketch_topk_agg(ROW('home')::owned.c) AS s UNION ALL SELECT 'enum', sketch_topk_agg('home'::owned.e)
  UNION ALL SELECT 'domain', sketch_topk_agg('home'::owned.d) UNION ALL SELECT 'array', sketch_topk_agg(ARRAY['home'::owned.d])
  UNION ALL SELECT 'rows', sketch_topk_agg(ARRAY[ROW('home')::owned.c]) UNION ALL SELECT 'integer', sketch_topk_agg(7::owned.i);
-- Edited images: items of types that are named in them.
INSERT INTO owned.stored SELECT format('edited: %s by %s', label, number),
  ('\x0107000280020' || '0' || lpad(to_hex(length(label) + 1), 2, '0') || number || encode(label::bytea, 'hex') || '01000001000010' || encode('home', 'hex'))::bytea::sketch_topk
FROM unnest(ARRAY['owned.d', 'd', 'owned.c', 'c']) label, unnest(ARRAY['20', '21']) number;
RESET SESSION AUTHORIZATION;
RESET client_min_messages;
SELECT what, i.item, sketch_info(s)->>'type' AS type FROM owned.stored, sketch_top(s, 1) i;
-- How many calls there were, and how many gave an answer.
CREATE FUNCTION attack(OUT calls int, OUT answered int) LANGUAGE plpgsql AS $$
DECLARE
  call text;
BEGIN
  calls := 0;
  answered := 0;
  FOR call IN
    SELECT format('SELECT %s(%s) FROM owned.stored', p.oid::regproc, string_agg(
      CASE WHEN t = 'sketch_topk'::regtype THEN 's' WHEN t IN ('text'::regtype, 'cstring'::regtype) THEN quote_literal(word) WHEN t = '"char"'::regtype THEN '''h'''
           WHEN t = 'anyelement'::regtype THEN element WHEN t = 'internal'::regtype THEN 'NULL' WHEN t::text LIKE '%[]' OR t = 'anyarray'::regtype THEN 'NULL'
           WHEN t::text LIKE 'sketch_%' THEN 'NULL' WHEN t = 'boolean'::regtype THEN 'true' WHEN t = 'double precision'::regtype THEN '0.5'
           WHEN t = 'bytea'::regtype THEN 's::bytea' ELSE '1::' || t END, ', ' ORDER BY i))
    FROM pg_depend d JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid, unnest(p.proargtypes::regtype[]) WITH ORDINALITY a(t, i),
         unnest(ARRAY['home', '(home)', '{home}', '7']) word, unnest(ARRAY['''home''::text', '7', 'NULL::text']) element
    WHERE d.deptype = 'e' AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'sketch')
      AND ('sketch_topk'::regtype = ANY (p.proargtypes::oid[]) OR 'bytea'::regtype = ANY (p.proargtypes::oid[]) OR p.proname LIKE 'sketch_topk%')
    GROUP BY p.oid, word, element
    UNION ALL
    SELECT format('SELECT %s FROM owned.stored', e)
    FROM unnest(ARRAY['s | s', 's::text::sketch_topk', 's::bytea::sketch_topk', 's = s', 's < s', 's::text', 'to_jsonb(s)', 'sketch_top(s, 1)', 'sketch_frequent(s, 0)', 's | sketch_topk_agg(''home''::text)']) e
  LOOP
    calls := calls + 1;
    BEGIN EXECUTE call; answered := answered + 1; EXCEPTION WHEN OTHERS THEN NULL; END;
    BEGIN EXECUTE replace(call, 'FROM owned.stored', 'FROM (SELECT s FROM owned.stored ORDER BY random() LIMIT 1) x'); answered := answered + 1; EXCEPTION WHEN OTHERS THEN NULL; END;
  END LOOP;
  FOR call IN SELECT format('SELECT %s FROM owned.stored WHERE what = %L', c, what)
    FROM owned.stored, unnest(ARRAY['sketch_frequency(s, ''(home)'')', 'sketch_frequency(s, ''home'')', 'sketch_frequency_bounds(s, ''{home}'')', 'sketch_add(s, ''(home)'')', 'sketch_add(s, ''home'')',
                                    'sketch_top(s, 1)', 'sketch_info(s)', 'sketch_merge(s)', 'sketch_top(s, 1, NULL::text)', '_sketch_topk_final_k(s, NULL::text, 1)', '_sketch_topk_final_mode(s, NULL::text)']) c
  LOOP
    calls := calls + 1;
    BEGIN EXECUTE call; answered := answered + 1; EXCEPTION WHEN OTHERS THEN NULL; END;
  END LOOP;
END
$$;
SELECT setval('tripped', 1, false);
SET search_path = owned, public;
SELECT calls > 400 AS many, answered > 300 AS answered FROM public.attack();
SELECT is_called AS code_was_run FROM public.tripped;
-- It is noticed where the caller names such a type.
SELECT t.* FROM owned.stored, sketch_top(s, 1, NULL::owned.c) t WHERE what = 'row';
SELECT is_called AS code_was_run FROM public.tripped;
RESET search_path;
SELECT setval('tripped', 1, false);
SELECT t.item FROM owned.stored, sketch_top(s, 1, NULL::owned.i) t WHERE what = 'integer';
SELECT is_called AS checked FROM tripped;
CREATE DOMAIN never AS int CHECK (VALUE < 0);
SELECT t.item FROM owned.stored, sketch_top(s, 1, NULL::never) t WHERE what = 'integer';

-- Columns of varchar, char(n) and name have items of text. Their values ask such a sketch, are added to it, and come back.
CREATE TABLE alike AS SELECT ('x' || i % 3)::varchar(9) AS v, ('x' || i % 3)::char(9) AS c, ('x' || i % 3)::name AS n, i FROM generate_series(1, 7) i;
CREATE TABLE alike_kept AS SELECT sketch_topk_agg(v) AS v, sketch_topk_agg(c) AS c, sketch_topk_agg(n) AS n, sketch_topk_agg(v::text) AS t, sketch_sample_agg(c) AS drawn FROM alike;
SELECT v = t AND c = t AND n = t AS same, sketch_info(t) ->> 'type' AS type FROM alike_kept;
SELECT sketch_frequency(k.v, a.v) AS varchar, sketch_frequency(k.c, a.c) AS char, sketch_frequency(k.n, a.n) AS name, sketch_frequency(k.v, a.c) AS crossed, sketch_frequency_bounds(k.c, a.v) AS bounds
  FROM alike a, alike_kept k WHERE i <= 3 ORDER BY i;
SELECT bool_and(t | sketch_add(sketch_topk_empty(), a.v) = sketch_add(k.t, a.v) AND sketch_add(k.t, a.c) = sketch_add(k.t, a.v) AND sketch_add(k.t, a.n) = sketch_add(k.t, a.v)) AS added FROM alike a, alike_kept k;
SELECT sketch_add_all(NULL::sketch_topk, array_agg(v)) = sketch_topk_agg(v) AND sketch_add_all(sketch_topk_empty(), array_agg(c)) = sketch_topk_agg(v) AND sketch_add_all(sketch_topk_empty(), array_agg(n)) = sketch_topk_agg(v) AS all FROM alike;
SELECT v.item AS varchar, c.item AS char, n.item AS name, pg_typeof(c.item), pg_typeof(n.item), s.value::text LIKE 'x_' AS drawn
  FROM alike_kept k, sketch_top(k.c, 1, NULL::varchar) v, sketch_top(k.c, 1, NULL::char(9)) c, sketch_top(k.v, 1, NULL::name) n, LATERAL (SELECT * FROM sketch_values(drawn, NULL::char(9)) LIMIT 1) s;
SELECT sketch_info(sketch_add(drawn, 'x1'::varchar)) ->> 'type' AS drawn FROM alike_kept;
SELECT sketch_frequency(sketch_topk_agg(i), '3'::varchar) AS read FROM alike;
DROP TABLE alike, alike_kept;

-- The bytes depend on no setting of memory.
CREATE TABLE spilled AS SELECT i % 97 AS g, 'k' || (i::bigint * i * 31 % 5003) AS t, (i % 7)::bigint AS w FROM generate_series(1, 60000) i;
CREATE FUNCTION spill_answers() RETURNS text LANGUAGE sql AS $$
  SELECT md5(string_agg(concat_ws(' ', g, approx_mode, approx_top_k, s, w), ',' ORDER BY g)) FROM
    (SELECT g, approx_mode(t), approx_top_k(t, 3), sketch_topk_agg(t) AS s, sketch_topk_agg(t, 20, w) AS w FROM spilled GROUP BY g) x $$;
SET enable_sort = off;
SET work_mem = '64kB';
CREATE TABLE little AS SELECT spill_answers();
SELECT plan_shows('SELECT g, approx_mode(t), sketch_topk_agg(t, 20, w) FROM spilled GROUP BY g', 'SketchAggregate') AS batched;
SET work_mem = '256MB';
SELECT spill_answers = spill_answers() AS same FROM little;
SET sketch.batch_executor = off;
SELECT spill_answers = spill_answers() AS same FROM little;
RESET sketch.batch_executor;
RESET work_mem;
RESET enable_sort;

SET client_min_messages = warning;
DROP SCHEMA owned CASCADE;
DROP TABLE long_items, cased, kept, before, spilled, little;
DROP SEQUENCE tripped;
DROP ROLE regress_topk_owner;
DROP FUNCTION attack;
DROP FUNCTION shown, spill_answers;
DROP COLLATION any_case;
DROP DOMAIN never;
-- oid has no declarations of its own, or regclass and its kin would become numbers.
SELECT approx_mode(c), approx_top_k(c, 1), approx_mode('int'::regtype) AS type, pg_typeof(approx_mode(c)), approx_mode(c::oid) = 'pg_class'::regclass AS oid, pg_typeof(approx_mode(c::oid)),
       approx_count_distinct(c) AS count, sketch_hll_agg(c) = sketch_hll_agg(c::oid) AND sketch_hll_agg(c) = sketch_hll_agg(c::oid::bigint) AS alike, sketch_frequency(sketch_countmin_agg(c), 'pg_class'::regclass::oid) AS frequency
FROM unnest('{pg_class,pg_type,pg_class}'::regclass[]) c;
