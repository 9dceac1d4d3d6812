-- SPDX-License-Identifier: PostgreSQL
--
-- sketch_kll: quantiles beside percentile_disc, ranks beside cume_dist, types, weights, errors.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS sketch;

-- While all values are kept every answer is exact.
CREATE TEMP TABLE small AS SELECT (i * 7919 % 601)::int AS v FROM generate_series(1, 600) i;
SELECT bool_and(approx = exact) AS quantiles_exact FROM
  (SELECT unnest(sketch_quantile(sketch_kll_agg(v), ARRAY[0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.99, 1])) AS approx,
          unnest(percentile_disc(ARRAY[0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.99, 1]) WITHIN GROUP (ORDER BY v)) AS exact
   FROM small) x;
SELECT bool_and(sketch_rank(s, v) = exact) AS ranks_exact
FROM (SELECT v, cume_dist() OVER (ORDER BY v) AS exact FROM small) x, (SELECT sketch_kll_agg(v) AS s FROM small) y;
SELECT sketch_n(s), sketch_min(s), sketch_max(s), sketch_sum(s), sketch_avg(s), sketch_error(s)
FROM (SELECT sketch_kll_agg(v) AS s FROM small) x;

-- Beyond that ranks are off by less than the error; the greatest of many errors by less than twice it.
CREATE TEMP TABLE large AS SELECT (i::bigint * 7919 % 200003)::int AS v, i % 10 AS g FROM generate_series(1, 200000) i;
SELECT bool_and(abs(sketch_rank(s, v) - v / 200003.0) < 2 * sketch_error(s)) AS ranks_close,
       bool_and(abs(sketch_quantile(s, q) / 200003.0 - q) < 2 * sketch_error(s)) AS quantiles_close
FROM (SELECT sketch_kll_agg(v) AS s FROM large) x,
     (SELECT i * 2000 AS v, i / 100.0::float8 AS q FROM generate_series(1, 99) i) y;
SELECT sketch_n(s), sketch_min(s), sketch_max(s), sketch_sum(s) = (SELECT sum(v) FROM large) AS sum
FROM (SELECT sketch_kll_agg(v) AS s FROM large) x;
SELECT lower < estimate AND estimate < upper AS bounds, lower < 100000 AND upper > 100000 AS hold
FROM sketch_bounds((SELECT sketch_kll_agg(v, 400) FROM large), 0.5);
-- A plan repeated gives the same bytes.
SELECT count(DISTINCT s::bytea) FROM (SELECT sketch_kll_agg(v) AS s FROM large UNION ALL SELECT sketch_kll_agg(v) FROM large) x;

-- Merging: the aggregate, the operator, NULL, another k.
SELECT sketch_n(sketch_merge(s)), sketch_max(sketch_merge(s)),
       abs(sketch_quantile(sketch_merge(s), 0.5) - 100000) < 2000 AS median
FROM (SELECT g, sketch_kll_agg(v) AS s FROM large GROUP BY g) x;
SELECT sketch_quantile(a | b, ARRAY[0, 0.5, 1]), (a | NULL) = a AS null_is_empty, (a | sketch_kll_empty()) = a AS empty,
       sketch_union(NULL::sketch_kll, NULL) IS NULL AS both
FROM (SELECT sketch_kll_agg(v) AS a, sketch_kll_agg(v + 601) AS b FROM small) x;
SELECT sketch_info(sketch_kll_agg(v, 20) | sketch_kll_agg(v, 100)) -> 'k' AS k FROM large;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
CREATE TABLE kll_parallel AS SELECT * FROM large;
SELECT sketch_n(sketch_kll_agg(v)), sketch_min(sketch_kll_agg(v)), sketch_max(sketch_kll_agg(v)),
       abs(sketch_quantile(sketch_kll_agg(v), 0.9) - 180000) < 2000 AS close FROM kll_parallel;
DROP TABLE kll_parallel;
RESET ALL;
SET client_min_messages = warning;

-- Adding values.
SELECT sketch_quantile(sketch_add_all(sketch_add(NULL::sketch_kll, 3), ARRAY[1, NULL, 2]), ARRAY[0, 0.5, 1]);
SELECT sketch_max(sketch_add(sketch_kll_agg(0.5::float8), 7)) AS integer_among_floats;
SELECT sketch_n(sketch_add(sketch_kll_empty(), NULL::int));

-- Types: what goes in comes out.
SELECT sketch_quantile(s, 0.5, NULL::timestamptz) = timestamptz '2026-01-01 00:50+0' AS timestamptz,
       sketch_min(s, NULL::timestamptz) = timestamptz '2026-01-01 00:01+0' AS min,
       sketch_rank(s, timestamptz '2026-01-01 00:25+0') AS rank
FROM (SELECT sketch_kll_agg(timestamptz '2026-01-01 00:00+0' + i * interval '1 min') AS s FROM generate_series(1, 100) i) x;
-- A timestamp is what it shows, whatever the session's time zone: no hour is lost where a zone changes its clocks.
SET timezone = 'Europe/Berlin';
SELECT sketch_quantile(s, ARRAY[0, 0.5, 1], NULL::timestamp), sketch_rank(s, timestamp '2026-03-29 02:29')
FROM (SELECT sketch_kll_agg(timestamp '2026-03-29 01:00' + i * interval '1 min') AS s FROM generate_series(0, 179) i) x;
SELECT sketch_quantile(sketch_kll_agg(timestamp '2026-03-29'), 0.5, NULL::timestamptz);
RESET timezone;
SELECT sketch_quantile(s, ARRAY[0, 0.5, 1], NULL::date), sketch_cdf(s, ARRAY[date '2026-01-10', '2026-01-20']),
       (sketch_bounds(s, 0.5, NULL::date)).upper
FROM (SELECT sketch_kll_agg(date '2026-01-01' + i) AS s FROM generate_series(0, 99) i) x;
SELECT sketch_quantile(s, 0.5, NULL::time), sketch_min(s, NULL::time), sketch_max(s, NULL::time), sketch_rank(s, time '12:00'), sketch_rank(s, '12:00'), s::jsonb -> 'least' AS least
FROM (SELECT sketch_kll_agg(time '00:00' + i * interval '15 min') AS s FROM generate_series(0, 95) i) x;
SELECT sketch_quantile(sketch_kll_agg(time '24:00'), 0.5, NULL::time), sketch_quantile(sketch_req_agg(time '24:00'), 0.5, NULL::time) FROM generate_series(1, 3);
SELECT sketch_quantile(sketch_kll_agg(time '12:00'), 0.5, NULL::interval);
SELECT sketch_quantile(sketch_add(sketch_add(sketch_kll_agg(time '12:00'), '13:00'), time '14:00'), 1, NULL::time), error_of($$SELECT sketch_add(sketch_kll_agg(time '12:00'), '25:00')$$) AS out_of_range;
-- Between two times lies an interval, as percentile_cont has it.
SELECT approx_percentile_interpolated(t, 0.5) AS interpolated, pg_typeof(approx_percentile_interpolated(t, 0.5)), percentile_cont(0.5) WITHIN GROUP (ORDER BY t) AS exact FROM (VALUES (time '12:00'), ('13:00')) v(t);
SELECT pg_typeof(approx_median(t)), approx_median(t), approx_percentile(t, ARRAY[0, 1]), percentile_disc(ARRAY[0, 1]) WITHIN GROUP (ORDER BY t),
       approx_percentile_disc(0.5) WITHIN GROUP (ORDER BY t DESC) FROM (VALUES (time '12:00'), ('00:00:00.000001'), ('23:59:59'), (NULL)) v(t);
SELECT sketch_quantile(s, 0.5, NULL::interval), sketch_max(s, NULL::interval), sketch_rank(s, interval '1 day')
FROM (SELECT sketch_kll_agg(i * interval '7 hours') AS s FROM generate_series(1, 100) i) x;
SELECT sketch_quantile(sketch_kll_agg(v), 0.5, NULL::bigint) FROM (VALUES (9007199254740993), (9223372036854775807)) x(v);
SELECT sketch_min(s), sketch_max(s), sketch_quantile(s, 0.5), sketch_quantile(s, ARRAY[0, 1]), sketch_bounds(s, 0), sketch_n(s)
FROM (SELECT sketch_kll_agg(v) AS s FROM (VALUES (9007199254740993), (9223372036854775807)) x(v)) y;
-- Other numbers are the shortest decimal that is the same double; a numeric is the nearest double, and beyond their range the last one.
SELECT approx_median(v), sketch_max(sketch_kll_agg(v)), sketch_max(sketch_kll_agg(v), NULL::numeric) = v AS same
FROM unnest('{9007199254740991,1,100,0.1,-0.000001,123456789.123456,1234567890123456,1e22,NaN,-Infinity}'::numeric[]) v GROUP BY v ORDER BY v;
SELECT sketch_min(s)::float8 = -1.7976931348623157e308 AS least, sketch_max(s)::float8 = 1.7976931348623157e308 AS greatest,
       sketch_quantile(s, ARRAY[0.4, 0.8])::float8[] = '{-5e-324,5e-324}' AS nearest_zero, sketch_quantile(s, 0.5) AS zero
FROM (SELECT sketch_kll_agg(v) AS s FROM unnest('{1e400,-1e400,1e-400,-1e-400,0.000}'::numeric[]) v) x;
-- The nearest double as PostgreSQL's own cast has it, which parses the text.
SELECT v, sketch_max(sketch_kll_agg(v), NULL::float8) AS "not the nearest" FROM (
  SELECT ((random() * 1e9)::bigint || '.' || (random() * 1e9)::bigint)::numeric * 10::numeric ^ ((random() * 60)::int - 30) AS v FROM generate_series(1, 500)
  UNION ALL SELECT (random() * 1e6)::int / 100.0 FROM generate_series(1, 200)
  UNION ALL SELECT ('0.' || repeat('1234567890', i))::numeric FROM generate_series(1, 120) i
  -- Half way between two doubles, and a little beyond, far behind.
  UNION ALL SELECT v FROM unnest('{9007199254740993,9007199254740992.5,9007199254740993.0001,18014398509481986}'::numeric[]) v
  UNION ALL SELECT ('9007199254740993.' || repeat('0', i) || '1')::numeric FROM generate_series(1, 900, 50) i
  UNION ALL SELECT v FROM unnest('{1.7976931348623157e308,5e-324,2.2250738585072011e-308,1e-320}'::numeric[]) v) x GROUP BY v HAVING sketch_max(sketch_kll_agg(v), NULL::float8) <> v::float8;
SELECT sketch_quantile(sketch_kll_agg(v), 1, NULL::numeric) FROM (VALUES (0.1), (2.25)) x(v);
SELECT sketch_quantile(sketch_kll_agg(v), 0.5, NULL::real), sketch_rank(sketch_kll_agg(v), 2.5) FROM (VALUES (1::real), (2.5)) x(v);
SELECT sketch_rank(sketch_kll_agg(v), ARRAY[0, 1, 1.5, 1e300]) FROM (VALUES (1::smallint), (2)) x(v);

-- NaN beside many other values, without infinities.
SELECT sketch_n(s), sketch_n(s::text::sketch_kll), sketch_sum(s), sketch_quantile(s, ARRAY[0, 1])
FROM (SELECT sketch_kll_agg(CASE i % 7 WHEN 0 THEN 'NaN'::float8 ELSE i END, 20) AS s FROM generate_series(1, 5000) i) x;
-- NaN and infinities sort as PostgreSQL sorts them.
SELECT sketch_quantile(s, ARRAY[0, 0.4, 0.8, 1]), sketch_rank(s, 'infinity'::float8), sketch_rank(s, 'NaN'::float8), sketch_sum(s)
FROM (SELECT sketch_kll_agg(v) AS s FROM unnest('{NaN,1,-inf,inf,2}'::float8[]) v) x;
SELECT sketch_quantile(sketch_kll_agg(v), 0.5) FROM unnest('{-0.0,0.0,0.0}'::float8[]) v;

-- Weights.
SELECT sketch_n(s), sketch_quantile(s, ARRAY[0.1, 0.11, 1]), sketch_avg(s)
FROM (SELECT sketch_kll_agg_weighted(v, w) AS s FROM (VALUES (1, 10), (2, 90)) x(v, w)) y;
-- Of every type that sums and counts have; 0 and NULL count as absent; with a k; exact beyond what a double holds.
SELECT sketch_n(s) AS smallint, s = sketch_kll_agg_weighted(v, w::int) AS int, s = sketch_kll_agg_weighted(v, w::bigint) AS bigint, s = sketch_kll_agg_weighted(v, w::numeric) AS "numeric",
       s = sketch_kll_agg_weighted(v, w::real) AS real, sketch_info(sketch_kll_agg_weighted(v, w, 50)) -> 'k' AS k
FROM (VALUES (1, 10::smallint), (2, 90), (3, 0), (4, NULL), (NULL, 5)) x(v, w),
     (SELECT sketch_kll_agg_weighted(v, w) AS s FROM (VALUES (1, 10::smallint), (2, 90)) x(v, w)) y GROUP BY s;
SELECT sketch_n(sketch_kll_agg_weighted(v, w)), sum(w) FROM (VALUES (1.0, 9007199254740992), (2.0, 1::bigint)) x(v, w);
SELECT sketch_n(sketch_kll_agg_weighted(v, w)) FROM (SELECT v, sum(w) AS w FROM (VALUES (1, 9007199254740992), (2, 1::bigint)) x(v, w) GROUP BY v) y;
SELECT sketch_n(s), sketch_max(s) FROM (SELECT sketch_kll_agg_weighted(v, 9223372036854775807) AS s FROM (VALUES (1.5)) x(v)) y;

-- Other questions.
SELECT sketch_cdf(s, ARRAY[150, 300]), sketch_pmf(s, ARRAY[150, 300]), sketch_trimmed_mean(s, 0.25, 0.75)
FROM (SELECT sketch_kll_agg(v) AS s FROM small) x;
SELECT * FROM sketch_histogram((SELECT sketch_kll_agg(v) FROM small), 4);
SELECT count(*), sum(count) FROM sketch_histogram((SELECT sketch_kll_agg(v) FROM large), 20);
SELECT * FROM sketch_histogram((SELECT sketch_kll_agg(5)), 4);
-- The ends of double precision, whose difference is beyond it; and the least number above zero.
SELECT * FROM sketch_histogram((SELECT sketch_kll_agg(v) FROM unnest('{-1.5e308,0,1,1.5e308}'::float8[]) v), 4);
SELECT count, upper = 5e-324 AS ends FROM sketch_histogram((SELECT sketch_kll_agg(v) FROM unnest('{0,5e-324}'::float8[]) v), 2);
SELECT sketch_info(sketch_kll_agg(v)) - 'bytes' FROM small;

-- No value.
SELECT sketch_kll_agg(v) IS NULL AS agg, sketch_merge(NULL::sketch_kll) IS NULL AS merge FROM (VALUES (NULL::int)) x(v);
SELECT sketch_n(s), sketch_min(s), sketch_quantile(s, 0.5), sketch_quantile(s, ARRAY[0.5]), sketch_rank(s, 1), sketch_avg(s), sketch_error(s)
FROM sketch_kll_empty(50) s;
SELECT * FROM sketch_histogram(sketch_kll_empty(), 4);

-- Errors.
SELECT sketch_quantile(sketch_kll_agg(v), 1.01) FROM small;
SELECT sketch_quantile(sketch_kll_agg(v), 'NaN'::float8) FROM small;
SELECT sketch_quantile(sketch_kll_agg(v), ARRAY[0.5, NULL]) FROM small;
SELECT sketch_rank(sketch_kll_agg(v), ARRAY[1, NULL]) FROM small;
SELECT sketch_cdf(sketch_kll_agg(v), ARRAY[2, 1]) FROM small;
SELECT sketch_trimmed_mean(sketch_kll_agg(v), 0.5, 0.5) FROM small;
SELECT * FROM sketch_histogram((SELECT sketch_kll_agg(v) FROM small), 0);
SELECT sketch_kll_agg(v, 7) FROM small;
SELECT sketch_kll_agg(v, v + 0) FROM small WHERE v > 7;
SELECT sketch_kll_agg(v, v) FROM small WHERE v > 7;
\set VERBOSITY terse
SELECT sketch_kll_agg(v, 1::bigint) FROM small;
\set VERBOSITY default
SELECT sketch_kll_agg(v, NULL::int) FROM small;
SELECT sketch_kll_agg_weighted(v, -1) FROM small;
SELECT sketch_kll_agg_weighted(v, -1::bigint) FROM small;
SELECT sketch_kll_agg_weighted(v, -1e400::numeric) FROM small;
SELECT sketch_kll_agg_weighted(v, 0.5) FROM small;
SELECT sketch_kll_agg_weighted(v, 0.5::real) FROM small;
SELECT sketch_kll_agg_weighted(v, 1e19) FROM small;
SELECT sketch_kll_agg_weighted(v, 'NaN'::float8) FROM small;
SELECT sketch_kll_agg_weighted(v, 'NaN'::numeric) FROM small;
SELECT sketch_kll_agg_weighted(v, 1::bigint, 7) FROM small;
SELECT sketch_kll_agg_weighted(v, 1, v + 0) FROM small WHERE v > 7;
SELECT sketch_kll_agg_weighted(v, 1, v) FROM small WHERE v > 7;
SELECT sketch_kll_agg_weighted(v, 9223372036854775807) FROM small;
SELECT sketch_kll_agg(v) | sketch_kll_agg(v::float8) FROM small;
SELECT sketch_quantile(sketch_kll_agg(date '2026-01-01'), 0.5);
SELECT sketch_quantile(sketch_kll_agg(1), 0.5, NULL::date);
SELECT sketch_rank(sketch_kll_agg(1), date '2026-01-01');
SELECT sketch_kll_agg(interval '300000 years');
SELECT sketch_add(sketch_kll_agg(1), 'text'::text);
SELECT 'AQQAAA=='::sketch_kll;
SELECT sketch_hll_agg(1)::bytea::sketch_kll;
-- A sum beyond double precision is an error, as that of sum() and avg(); the mean of the same values is not.
SELECT sketch_sum(sketch_kll_agg(v)) FROM (VALUES (1.5e308::float8), (1.5e308)) x (v);
SELECT sketch_avg(sketch_tdigest_agg(v)) FROM (VALUES (1.5e308::float8), (1.5e308)) x (v);
SELECT sketch_avg(sketch_kll_agg(v)), sketch_trimmed_mean(sketch_kll_agg(v), 0, 1) FROM (VALUES ('Infinity'::float8), (1.5e308)) x (v);
SELECT sketch_trimmed_mean(sketch_kll_agg(v), 0, 1) FROM (VALUES (1.5e308::float8), (1.5e308)) x (v);
