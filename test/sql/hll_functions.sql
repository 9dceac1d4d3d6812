-- SPDX-License-Identifier: PostgreSQL
-- sketch_hll: the functions and operators that make and ask sketches.

-- A sketch of the integers from ... to ....
CREATE FUNCTION pg_temp.sketch(lower int, upper int, "precision" int DEFAULT 9) RETURNS sketch_hll LANGUAGE sql AS $$
  SELECT coalesce(sketch_hll_agg(i, "precision"), sketch_hll_empty("precision")) FROM generate_series(lower, upper) i
$$;

-- --- sketch_hll_empty

SELECT # sketch_hll_empty() AS n, sketch_hll_empty() = sketch_hll_empty(9) AS default_is_9, sketch_hll_empty(10) = sketch_hll_empty() AS other;
SELECT bool_and((sketch_info(sketch_hll_empty(p))->>'precision')::int = p) FROM generate_series(4, 18) p;
SELECT error_of('SELECT sketch_hll_empty(3)'), error_of('SELECT sketch_hll_empty(19)'), error_of('SELECT sketch_hll_empty(NULL)');

-- --- sketch_cardinality, #

SELECT sketch_cardinality(NULL::sketch_hll), # NULL::sketch_hll AS operator, sketch_cardinality(sketch_hll_empty(18)) AS empty;
SELECT bool_and(sketch_cardinality(s) = # s AND round(# s) = n AND abs((# s) - n) < 0.01) AS near_exact
  FROM (SELECT n, pg_temp.sketch(1, n) AS s FROM generate_series(0, 200, 10) n) x;
SELECT (# a) + (# b) - (# (a | b)) BETWEEN 39.9 AND 40.1 AS in_both FROM pg_temp.sketch(1, 100) a, pg_temp.sketch(61, 150) b;
-- A registers' estimate is the same from the stored sketch and from the aggregate's state.
SELECT bool_and(round(# s) = n) FROM (SELECT sketch_hll_agg(i, p) AS s, approx_count_distinct(i, p) AS n
                                      FROM generate_series(4, 14) p, generate_series(1, 30000) i GROUP BY p) x;

-- --- sketch_bounds

SELECT * FROM sketch_bounds(NULL::sketch_hll);
SELECT * FROM sketch_bounds(sketch_hll_empty(), NULL);
SELECT * FROM sketch_bounds(sketch_hll_empty());
SELECT (sketch_bounds(s)).lower > 9.9 AS composite FROM pg_temp.sketch(1, 10) s;
SELECT bool_and(lower <= estimate AND estimate <= upper AND estimate = # s) AS ordered,
       bool_and(lower <= n AND n <= upper) AS holds,
       bool_and(ln(upper / lower) < 2 * 4.42 * 0.0152 * 1.05) AS narrow
  FROM (SELECT n, pg_temp.sketch(1, n) AS s FROM unnest(ARRAY[1, 10, 100, 500, 1000, 10000, 100000]) n) x, sketch_bounds(s, 0.99999);
-- At least as many as are told apart, whatever the confidence.
SELECT bool_and(lower >= n - 0.001) FROM generate_series(1, 200, 20) n, sketch_bounds(pg_temp.sketch(1, n), 0.999999999);
-- More confidence, wider bounds; the default is 0.95.
SELECT bool_and(lower < last_lower AND upper > last_upper) AS wider
  FROM (SELECT lower, upper, lag(lower) OVER w AS last_lower, lag(upper) OVER w AS last_upper
        FROM pg_temp.sketch(1, 10000) s, unnest(ARRAY[0.001, 0.5, 0.9, 0.95, 0.99, 0.999999]) c, sketch_bounds(s, c) WINDOW w AS (ORDER BY c)) x
  WHERE last_lower IS NOT NULL;
SELECT sketch_bounds(s) = sketch_bounds(s, 0.95) AS default_is_95 FROM pg_temp.sketch(1, 10000) s;
-- 95 % is +-1.96 standard errors, on the scale of logarithms.
SELECT abs(ln(upper / estimate) / (1.96 * 0.0152) - 1) < 0.1 AS upper, abs(ln(estimate / lower) / (1.96 * 0.0152) - 1) < 0.1 AS lower
  FROM sketch_bounds(pg_temp.sketch(1, 100000));
SELECT confidence, error_of(format('SELECT sketch_bounds(sketch_hll_empty(), %L)', confidence))
  FROM unnest(ARRAY['0', '1', '-0.5', '95', 'NaN', 'Infinity']) confidence;
SELECT error_of('SELECT sketch_bounds(sketch_hll_empty(), 1e-300)'), error_of('SELECT sketch_bounds(sketch_hll_empty(), 0.9999999999999999)');

-- --- sketch_union, |

SELECT sketch_union(NULL::sketch_hll, NULL) AS none, NULL::sketch_hll | NULL AS operator, sketch_union(a, NULL) = a AS left, NULL | a = a AS right,
       a | sketch_hll_empty() = a AS empty, sketch_union(a, b) = a | b AS operator, a | b = pg_temp.sketch(1, 150) AS both
  FROM pg_temp.sketch(1, 100) a, pg_temp.sketch(51, 150) b;
-- What NULL is merged with keeps its precision; an empty sketch brings its own.
SELECT sketch_info(a | NULL)->'precision' AS with_null, sketch_info(a | sketch_hll_empty())->'precision' AS with_empty,
       a | sketch_hll_empty(5) = pg_temp.sketch(1, 1000, 5) AS reduced
  FROM pg_temp.sketch(1, 1000, 14) a;
-- Every pair of precisions and sizes: the sketch of both sets at the lower precision.
SELECT count(*), bool_and((pg_temp.sketch(1, m, p) | pg_temp.sketch(m / 2 + 1, m + n, q)) = pg_temp.sketch(1, m + n, least(p, q))) AS same
  FROM unnest(ARRAY[4, 6, 9, 11, 13]) p, unnest(ARRAY[4, 6, 9, 11, 13]) q,
       unnest(ARRAY[1, 40, 600, 3000]) m, unnest(ARRAY[1, 40, 600, 3000]) n WHERE p <> q OR m <> n;

-- --- sketch_add

SELECT sketch_add(NULL::sketch_hll, 1) = sketch_hll_agg(1) AS to_null, sketch_add(NULL::sketch_hll, NULL::int) = sketch_hll_empty() AS null_to_null,
       sketch_add(s, NULL::int) = s AS null_value, sketch_add(s, 100) = s AS again, sketch_add(s, 101) = pg_temp.sketch(1, 101) AS another
  FROM pg_temp.sketch(1, 100) s GROUP BY s;
SELECT sketch_add_all(s, '{}'::int[]) = s AS empty, sketch_add_all(s, '{NULL,NULL}'::int[]) = s AS nulls, sketch_add_all(s, NULL::int[]) = s AS null,
       sketch_add_all(s, ARRAY[101, NULL, 102, 7]) = pg_temp.sketch(1, 102) AS some,
       sketch_add_all(s, array(SELECT generate_series(50, 5000))) = pg_temp.sketch(1, 5000) AS many,
       sketch_add_all(NULL::sketch_hll, '{}'::text[]) = sketch_hll_empty() AS nothing,
       sketch_add_all(s, '{{101,102},{103,NULL}}'::bigint[]) = pg_temp.sketch(1, 103) AS two_dimensions
  FROM pg_temp.sketch(1, 100) s;
-- The sketch keeps its precision and form.
SELECT bool_and(sketch_add(pg_temp.sketch(1, n, p), n + 1) = pg_temp.sketch(1, n + 1, p)) AS one,
       bool_and(sketch_add_all(pg_temp.sketch(1, n, p), array(SELECT generate_series(n, 2 * n))) = pg_temp.sketch(1, 2 * n, p)) AS many
  FROM unnest(ARRAY[4, 9, 13]) p, unnest(ARRAY[1, 15, 16, 17, 511, 512, 513, 10000]) n;
-- Elements of every kind.
SELECT round(# sketch_add_all(NULL::sketch_hll, ARRAY['a', 'b', 'a'])) AS text, round(# sketch_add_all(NULL::sketch_hll, ARRAY[1.0, 1.00, 2])) AS numeric,
       round(# sketch_add_all(NULL::sketch_hll, '{t,f,t}'::bool[])) AS bool, round(# sketch_add_all(NULL::sketch_hll, ARRAY['a '::char(3), 'a'])) AS char,
       round(# sketch_add_all(NULL::sketch_hll, ARRAY[(1, 2), (1, 3)])) AS rows, round(# sketch_add_all(NULL::sketch_hll, '{1,2,2,65536}'::oid[])) AS oid,
       round(# sketch_add_all(NULL::sketch_hll, '1 2 3 2'::int2vector)) AS int2vector;

-- --- sketch_info

SELECT sketch_info(NULL::sketch_hll);
SELECT n, p, info - 'estimate' - 'bytes' AS info, abs((info->>'estimate')::float8 / nullif(# s, 0) - 1) < 1e-14 AS estimate, (info->>'bytes')::int = length(s::bytea) AS bytes
  FROM (SELECT n, p, s, sketch_info(s) AS info
        FROM (VALUES (0, 9), (10, 9), (512, 9), (1000, 9), (10, 4), (100, 4), (1000, 18)) v(n, p), pg_temp.sketch(1, n, p) s) x;

-- While tokens are kept the number is a whole one, and the bounds count those that two values may share.
SELECT # sketch_hll_agg(1) = 1 AS t, bool_and(# s = n) AS t FROM (SELECT n, sketch_hll_agg(i) AS s FROM generate_series(1, 200) n, generate_series(1, n) i GROUP BY n) x;
SELECT avg((3000 BETWEEN lower AND upper)::int) >= 0.98 AS t
FROM (SELECT g, sketch_hll_agg(g::bigint * 7000021 + 7 * i, 12) AS s FROM generate_series(1, 200) g, generate_series(1, 3000) i GROUP BY g) x, sketch_bounds(s, 0.99);
