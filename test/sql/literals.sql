-- SPDX-License-Identifier: PostgreSQL
-- Literals and parameters without a type, which are read as what a sketch holds; one value or all elements of an array; arrays of
-- sketches; what is assigned to a sketch, and what a sketch's text may look like; parameters that are columns.

-- --- A literal is what WHERE x = '...' would take it for

CREATE TEMP TABLE held (type text, value text, same text, other text, wrong text);
INSERT INTO held VALUES
  ('boolean', 'true', 'yes', 'f', '2'),
  ('smallint', '5', ' 5 ', '6', 'five'),
  ('integer', '5', '5', '6', '5 apples'),
  ('bigint', '9223372036854775807', '9223372036854775807', '9223372036854775806', ''),
  ('numeric', '0.1', '.10', '0.2', '0,1'),
  ('oid', '5', '5', '6', 'x'),
  ('regtype', '23', '23', '24', 'integer'),
  ('real', '0.1', '1e-1', '0.2', 'x'),
  ('double precision', '0.1', '1e-1', '0.2', 'x'),
  ('text', '5', '5', '05', NULL),
  ('varchar', 'a b', 'a b', 'a b ', NULL),
  ('char(5)', 'a', 'a', 'b', NULL),
  ('name', 'a', 'a', 'b', NULL),
  ('"char"', 'a', 'a', 'b', NULL),
  ('bytea', '\x6100', 'a\000', '\x61', '\x6'),
  ('uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{A0EEBC999C0B4EF8BB6D6BB9BD380A11}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12', 'a0'),
  ('date', '2026-01-31', '31 January 2026', '2026-02-01', '2026-02-30'),
  ('time', '13:00', '01:00 PM', '13:01', '25:00'),
  ('timestamp', '2026-01-31 12:00', '2026-01-31T12:00:00', '2026-01-31', 'noon'),
  ('timestamptz', '2026-01-31 12:00+00', '2026-01-31 13:00+01', '2026-01-31 12:00+01', 'noon'),
  ('interval', '1 month', 'P30D', '31 days', 'a while'),
  ('inet', '10.0.0.1', '10.0.0.1/32', '10.0.0.1/24', '10.0.0'),
  ('cidr', '10.0.0.0/8', '10.0.0.0/8', '10.0.0.0/9', '10/8/8'),
  ('jsonb', '{"a": 1}', '{"a":1.0}', '{"a": 2}', '{a}');
CREATE FUNCTION pg_temp.asked(type text, value text, literal text, OUT hll text, OUT contains boolean, OUT countmin bigint, OUT upper bigint, OUT keys text)
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SELECT # sketch_add(sketch_hll_agg(v), %1$L), sketch_contains(sketch_theta_agg(v), %1$L), sketch_frequency(sketch_countmin_agg(v), %1$L),
                         (sketch_frequency_bounds(sketch_countmin_agg(v), %1$L)).upper, # sketch_add(sketch_tuple_agg(v, 1), %1$L, 1)
                  FROM (SELECT %2$L::%3$s AS v) x', literal, value, type) INTO hll, contains, countmin, upper, keys;
END
$$;
SELECT type, s.*, o.hll AS other, o.contains, o.countmin, o.keys, error_of(format('SELECT pg_temp.asked(%L, %L, %L)', type, value, wrong)) AS wrong
  FROM held, pg_temp.asked(type, value, same) s, pg_temp.asked(type, value, other) o;

-- What is added is of the same class, whichever way it comes; a sketch of several types has no literals.
SELECT sketch_add(NULL::sketch_hll, 'a') = sketch_hll_agg('a'::text) AS text_of_nothing, sketch_add(sketch_theta_agg(5) - sketch_theta_agg(5), 'a') = sketch_theta_agg('a'::text) AS emptied,
       sketch_add(sketch_hll_agg(1), '2') = sketch_hll_agg(x) AS number, sketch_hll_agg(1) | sketch_hll_empty() = sketch_hll_agg(1) AS empty_is_neutral FROM generate_series(1, 2) x;
SELECT error_of($$SELECT sketch_contains(sketch_theta_agg(1) | sketch_theta_agg('a'::text), '1')$$)
UNION ALL SELECT error_of($$SELECT sketch_add(sketch_hll_agg(1) | sketch_hll_agg(1.5::float8), '1')$$)
UNION ALL SELECT error_of($$SELECT sketch_contains(sketch_theta_agg(1) & sketch_theta_agg(1::float8), '1')$$)
UNION ALL SELECT error_of($$SELECT sketch_frequency(sketch_countmin_agg((1, 2)), '(1,2)')$$)
UNION ALL SELECT error_of($$SELECT sketch_add(sketch_hll_agg_hashed(7, 10, 'sketch'), '1')$$)
UNION ALL SELECT error_of($$SELECT sketch_add(sketch_tuple_agg(point '(1,2)'::text, 1) | sketch_tuple_agg(1, 1), '1', '2')$$);
SELECT sketch_contains(sketch_theta_agg(1) - sketch_theta_agg('a'::text), '1') AS difference, sketch_contains(sketch_theta(sketch_tuple_agg(1, 1)), '1') AS keys,
       sketch_contains(sketch_merge(s), '7') AS merged, sketch_contains(sketch_merge(s), '11') AS not_in_it FROM (SELECT sketch_theta_agg(x) AS s FROM generate_series(1, 10) x GROUP BY x % 3) y;
-- Through storage, spilling and batches the class stays.
SET work_mem = '64kB';
SELECT count(*) AS groups, bool_and(sketch_contains(s, g::text::sketch_literal)) AS right FROM (SELECT x % 3000 AS g, sketch_theta_agg(x % 3000) AS s FROM generate_series(1, 30000) x GROUP BY 1) y;
RESET work_mem;

-- An enum counts by its labels. Where literals depend on a collation, the literal says which.
CREATE TYPE shade AS ENUM ('light', 'dark');
SELECT sketch_contains(sketch_theta_agg('dark'::shade), 'dark') AS dark, sketch_contains(sketch_theta_agg('dark'::shade), 'light') AS light;
DROP TYPE shade;
CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
SELECT sketch_contains(sketch_theta_agg('One' COLLATE blind), 'ONE' COLLATE blind) AS one, sketch_add(sketch_hll_agg('One' COLLATE blind), 'ONE' COLLATE blind) = sketch_hll_agg('One' COLLATE blind) AS same;
SELECT error_of($$SELECT sketch_contains(sketch_theta_agg('One' COLLATE blind), 'One')$$);
DROP COLLATION blind;
CREATE EXTENSION citext;
SELECT sketch_contains(sketch_theta_agg(x), 'ONE'::citext) AS typed, error_of($$SELECT sketch_contains(sketch_theta_agg(x), 'ONE') FROM unnest(ARRAY['One', 'Two']::citext[]) x$$) FROM unnest(ARRAY['One', 'Two']::citext[]) x;
DROP EXTENSION citext;

-- --- Parameters without a type

PREPARE asked AS SELECT # sketch_add(sketch_hll_agg(x), $1) AS hll, sketch_contains(sketch_theta_agg(x), $2) AS theta, sketch_frequency(sketch_countmin_agg(x), $3) AS countmin,
  sketch_frequency(sketch_topk_agg(x), $4) AS topk, # sketch_add(sketch_tuple_agg(x, 1), $5, $6) AS tuple, sketch_n(sketch_add(sketch_kll_agg(x), $7)) AS kll FROM generate_series(1, 10) x;
EXECUTE asked('5', '5', '5', '5', '5', '2.5', '5');
SELECT parameter_types FROM pg_prepared_statements WHERE name = 'asked';
SET plan_cache_mode = force_generic_plan;
EXECUTE asked('11', '11', '11', '11', '11', '{1}', '11');
EXECUTE asked(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
RESET plan_cache_mode;
DEALLOCATE asked;
-- A key, its values, both or none may be without a type.
SELECT sketch_sum(sketch_add(s, 1, '2')) AS value, sketch_sum(sketch_add(s, '1', 2)) AS key, sketch_sum(sketch_add(s, '1', '2')) AS both, sketch_sum(sketch_add(s, 1, 2)) AS none,
       sketch_sum(sketch_add(s, '1', ' {2} ')) AS "values", sketch_sum(sketch_add(s, '1', ARRAY[2])) AS "array", sketch_add(s, 'x', NULL) = s AS "null" FROM (SELECT sketch_tuple_agg(1, 1) AS s) x;
SELECT error_of($$SELECT sketch_add(sketch_tuple_agg(1, 1), '1', '{1,2}')$$) UNION ALL SELECT error_of($$SELECT sketch_add(sketch_tuple_agg(1, 1), '1', 'two')$$);
-- Top-k reads it as its items are, quantile sketches as a number or as a time.
SELECT sketch_frequency(sketch_add(sketch_topk_agg(1), '1'), 1) AS integer, sketch_frequency(sketch_add(sketch_topk_empty(), '1'), '1'::text) AS text,
       sketch_max(sketch_add(sketch_kll_agg(9007199254740993), '9007199254740995')) AS bigint, sketch_max(sketch_add(sketch_kll_agg(date '2026-01-01'), '2 January 2026'), NULL::date) AS date,
       sketch_max(sketch_add(sketch_kll_empty(), '1.5')) AS nothing, sketch_max(sketch_add(sketch_dd_agg(1), '2')) AS dd, sketch_max(sketch_add(sketch_tdigest_agg(1), '2.5')) AS tdigest;
SELECT sketch_add(sketch_kll_agg(1), '1.5');
SELECT sketch_add(sketch_kll_agg(1), 'one');
SELECT sketch_add(sketch_kll_agg(date '2026-01-01'), 'some day');

-- Other systems hash numbers by their types, of which a literal has none.
SELECT sketch_add(sketch_hll_empty(11, d), 'x') = (SELECT sketch_hll_agg(x, 11, d) FROM unnest(ARRAY['x']) x) AS text, error_of(format('SELECT sketch_add(sketch_hll_agg(1, 11, %L), ''1'')', d)) AS number
  FROM unnest(ARRAY['datasketches', 'postgresql-hll']) d;
SELECT error_of($$SELECT sketch_add(sketch_hll_from(sketch_export(sketch_hll_agg(1, 11, 'datasketches'), 'datasketches'), 'datasketches'), '1')$$);

-- Whatever is handed to these functions, one of them takes it: every type, beside each family.
CREATE FUNCTION pg_temp.unresolved() RETURNS TABLE (call text, error text) LANGUAGE plpgsql AS $$
DECLARE
  type regtype;
BEGIN
  FOR type IN SELECT t.oid FROM pg_type t WHERE typtype IN ('b', 'r', 'm', 'e', 'd') AND typnamespace IN ('pg_catalog'::regnamespace, 'public'::regnamespace) LOOP
    FOR call IN
      SELECT DISTINCT format('%s(NULL::%s, NULL::%s%s)', proname, sketch, type, CASE sketch WHEN 'sketch_tuple'::regtype THEN ', ' || value END)
      FROM (SELECT proname, proargtypes[0]::regtype AS sketch FROM pg_proc WHERE proname IN ('sketch_add', 'sketch_contains', 'sketch_frequency', 'sketch_frequency_bounds')) p,
           unnest(ARRAY['1', '''1''', '1.5', 'NULL', 'ARRAY[1]', 'ARRAY[1.5]', '1::bigint', '1::float4']) value
      UNION ALL SELECT format('sketch_add_all(NULL::%s, NULL::%s)', sketch, type)
      FROM (SELECT DISTINCT proargtypes[0]::regtype AS sketch FROM pg_proc WHERE proname = 'sketch_add_all') p
      WHERE EXISTS (SELECT FROM pg_type t WHERE t.oid = type AND typcategory = 'A' AND typlen = -1 AND t.oid::regtype::text ~ '\[\]$')
      UNION ALL SELECT format('sketch_rank(NULL::%s, NULL::%s)', sketch, type)
      FROM (SELECT DISTINCT proargtypes[0]::regtype AS sketch FROM pg_proc WHERE proname = 'sketch_rank') p
      WHERE type IN (SELECT castsource FROM pg_cast WHERE castcontext = 'i' AND casttarget = 'text'::regtype UNION VALUES ('text'::regtype), ('integer'), ('real'), ('numeric'))
      UNION ALL SELECT format('%s(NULL::%s, NULL::%s[])', proname, sketch, type)
      FROM (SELECT DISTINCT proname, proargtypes[0]::regtype AS sketch FROM pg_proc WHERE proname IN ('sketch_rank', 'sketch_cdf', 'sketch_pmf')) p
      WHERE EXISTS (SELECT FROM pg_type t WHERE t.oid = type AND typarray <> 0)
    LOOP
      error := error_of('EXPLAIN SELECT ' || call);
      IF error ~ '^(42725|42883)' THEN RETURN NEXT; END IF;
    END LOOP;
  END LOOP;
END
$$;
SELECT * FROM pg_temp.unresolved();

-- --- One value, or all elements of an array

SELECT # sketch_add(sketch_hll_agg(x), ARRAY[1, 2]) AS one_more, # sketch_add_all(sketch_hll_agg(x), ARRAY[2, 3, NULL, 4]) AS two_more FROM generate_series(1, 2) x;
SELECT # sketch_add(sketch_hll_agg(x), x) AS again, sketch_contains(sketch_add(sketch_theta_empty(), x), x) AS found, sketch_frequency(sketch_add(sketch_topk_agg(x), x), x) AS twice,
       sketch_frequency(sketch_add(sketch_countmin_agg(x), x), x) AS also_twice FROM (VALUES (ARRAY[1, 2])) v(x) GROUP BY x;
SELECT sketch_add_all(sketch_hll_agg(x), '{2,3,NULL,4}') = a AS literal, # a AS hll, # sketch_add_all(sketch_theta_agg(x), '{2,3}') AS theta, sketch_frequency(sketch_add_all(sketch_countmin_agg(x), '{2,3,2}'), 2) AS countmin,
       sketch_frequency(sketch_add_all(sketch_topk_agg(x), '{2,3,2}'), 2) AS topk, sketch_frequency(sketch_add_all(sketch_topk_agg(x), ARRAY[2, 3, 2]), '2') AS typed,
       sketch_n(sketch_add_all(sketch_kll_agg(x), '{2,3,NULL}')) AS kll, sketch_sum(sketch_add_all(sketch_dd_agg(x), ARRAY[0, 0])) AS dd, sketch_max(sketch_add_all(sketch_tdigest_agg(x), '{7,8.5}')) AS tdigest
  FROM generate_series(1, 2) x, (SELECT sketch_add_all(sketch_hll_agg(x), ARRAY[2, 3, 4]) AS a FROM generate_series(1, 2) x) y GROUP BY a;
SELECT sketch_add_all(s, NULL::int[]) = s AS "null", sketch_add_all(s, NULL) = s AS untyped, sketch_add_all(s, '{}') = s AS empty, sketch_add_all(NULL::sketch_hll, '{a,b}') = sketch_hll_agg(x) AS text
  FROM (SELECT sketch_hll_agg(1) AS s) y, unnest(ARRAY['a', 'b']) x GROUP BY s;
SELECT sketch_add(sketch_kll_agg(1), ARRAY[1]);
SELECT sketch_add_all(sketch_hll_agg(1), '1');

-- Arrays of sketches.
CREATE FUNCTION pg_temp.merged(type text) RETURNS TABLE (same boolean, of_none boolean, of_nulls boolean) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format('WITH part AS (SELECT %1$s_agg(x%2$s) AS s FROM generate_series(1, 1000) x GROUP BY x %% 7)
    SELECT by_aggregate = by_function, sketch_merge(''{}''::%1$s[]) IS NULL, sketch_merge(ARRAY[NULL]::%1$s[]) IS NULL
    FROM (SELECT sketch_merge(s) AS by_aggregate, sketch_merge(array_append(array_agg(s), NULL)) AS by_function FROM part) y', type, CASE type WHEN 'sketch_tuple' THEN ', 1' ELSE '' END);
END
$$;
SELECT typname, m.* FROM pg_type, pg_temp.merged(typname::text) m WHERE typname ~ '^sketch_' AND typname <> 'sketch_literal' AND typtype = 'b' ORDER BY 1;

-- --- bytea beside sketches

CREATE TEMP TABLE kept (h sketch_hll, k sketch_kll);
INSERT INTO kept SELECT sketch_hll_agg(x)::bytea, sketch_kll_agg(x)::bytea FROM generate_series(1, 10) x;
UPDATE kept SET h = h | (SELECT sketch_hll_agg(x)::bytea FROM generate_series(5, 20) x);
SELECT # h AS twenty, # (h::bytea | h) AS also, sketch_n(k | k::bytea) AS n, (h | NULL::bytea) = h AS "null", h | NULL = h AS untyped FROM kept;
INSERT INTO kept (h) VALUES ('\x0102'::bytea);
INSERT INTO kept (k) SELECT h::bytea FROM kept;
SELECT h | '\x00'::bytea FROM kept;

-- --- The text of a sketch

CREATE FUNCTION pg_temp.text_error(t text) RETURNS text LANGUAGE sql AS $$SELECT error_of(format('SELECT %L::sketch_hll', t))$$;
SELECT encode(s::bytea, 'base64') ~ E'\n' AS several_lines, encode(s::bytea, 'base64')::sketch_hll = s AS lines, (E' \t' || replace(encode(s::bytea, 'base64'), E'\n', E'\r\n') || E'\n')::sketch_hll = s AS others
  FROM (SELECT sketch_hll_agg(x) AS s FROM generate_series(1, 100) x) y;
SELECT pg_temp.text_error(s::bytea::text) AS hexadecimal, pg_temp.text_error(encode(s::bytea, 'hex')) AS without_prefix, pg_temp.text_error(rtrim(s::text, '=')) AS unpadded,
       pg_temp.text_error(translate(s::text, '+/', '-_')) AS url_safe, pg_temp.text_error(left(s::text, 6)) AS cut_off FROM (SELECT sketch_hll_agg(x) AS s FROM generate_series(1, 17) x) y;
SELECT pg_temp.text_error('abc') AS odd_digits, pg_temp.text_error('\xabc') AS odd_digits_after_prefix;

-- --- Parameters that are columns

CREATE TEMP TABLE t (a int, b int, c float8, d smallint);
INSERT INTO t VALUES (1, 10, 0.1, 10), (1, 11, 0.1, 10), (2, 12, 0.1, 10);
SELECT approx_count_distinct(a, b) FROM t;
SELECT approx_count_distinct(a, c) FROM t;
SELECT a, sketch_hll_agg(b, d) FROM t GROUP BY a;
SELECT a FROM t GROUP BY a HAVING approx_count_distinct(b, d) > 1;
SELECT sketch_tuple_agg(a, c, b) FROM t;
SELECT sketch_topk_agg(a, b) FROM t;
SELECT approx_top_k(a, b) FROM t;
SELECT sketch_kll_agg(c, b) FROM t;
SELECT approx_percentile(a, 0.5, c) FROM t;
SELECT sketch_countmin_agg(a, c) FROM t;
SELECT sketch_countmin_agg(a, b, d) FROM t;
SELECT sketch_sample_agg(a, b) FROM t;
SELECT sketch_sample_agg_keyed(a, c, b) FROM t;
SELECT # s FROM (SELECT sketch_theta_agg(a, b) AS s FROM (SELECT * FROM t WHERE a > 0) x) y;
-- Constants, parameters and expressions are none, nor are columns of a group; quantiles may be columns that differ from group to group.
SELECT approx_count_distinct((a, b)), approx_count_distinct(a, 10), approx_count_distinct(a, 0.1), approx_count_distinct(a, b - b + 10), approx_count_distinct(a, (SELECT max(b) FROM t)) FROM t;
SELECT b, approx_count_distinct(a, b), approx_percentile(a, c) FROM t GROUP BY b ORDER BY b;
SELECT p, n FROM generate_series(9, 10) p, LATERAL (SELECT approx_count_distinct(a, p) AS n FROM t) x ORDER BY p;
PREPARE precise AS SELECT approx_count_distinct(a, $1::int) FROM t;
EXECUTE precise(10);
SET plan_cache_mode = force_generic_plan;
EXECUTE precise(10);
RESET plan_cache_mode;
DEALLOCATE precise;
