-- SPDX-License-Identifier: PostgreSQL
--
-- What sketches hold, and sketches of histograms and centroids; comparing distributions.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS sketch;

-- ---- Out of a sketch
SELECT * FROM sketch_values((SELECT sketch_kll_agg(v) FROM (VALUES (9007199254740993), (2), (2)) x(v)));
SELECT * FROM sketch_values((SELECT sketch_kll_agg_weighted(d, 5) FROM (VALUES (date '2026-01-02'), ('2026-01-01')) x(d)), NULL::date);
SELECT count(*) < 700 AS few, sum(weight) AS n, min(value) >= 1 AS from_there
FROM sketch_values((SELECT sketch_kll_agg(v) FROM generate_series(1, 100000) v));
SELECT * FROM sketch_values((SELECT sketch_kll_agg(d) FROM (VALUES (date '2026-01-02')) x(d)));
SELECT * FROM sketch_values(NULL::sketch_kll, NULL::int);
SELECT * FROM sketch_centroids((SELECT sketch_tdigest_agg(v % 3) FROM generate_series(1, 10) v));
SELECT sum(weight) AS n, abs(sum(mean * weight) / 5000050000 - 1) < 0.001 AS sum, count(*) BETWEEN 50 AND 400 AS some
FROM sketch_centroids((SELECT sketch_tdigest_agg(v) FROM generate_series(1, 100000) v));
SELECT * FROM sketch_buckets((SELECT sketch_dd_agg(v) FROM (VALUES (-1.5), (0), ('NaN'), ('Infinity')) x(v)));
-- Buckets are apart, hold all values, and are as wide as the accuracy says; the extremes are where they are.
SELECT sum(count) AS n, bool_and(lower < upper) AS some_width, bool_and(lower >= before) AS apart,
       bool_and(lower = least OR upper = greatest OR lower = 0 OR abs((upper - lower) / (upper + lower)) BETWEEN 0.0075 AND 0.01) AS accuracy,
       min(lower) = least AS least, max(upper) = greatest AS greatest
FROM (SELECT *, coalesce(lag(upper) OVER (ORDER BY lower), lower) AS before FROM
  (SELECT s, sketch_min(s) AS least, sketch_max(s) AS greatest FROM (SELECT sketch_dd_agg(CASE WHEN v % 3 = 0 THEN -v ELSE v END * 1.1 + 0.05) AS s FROM generate_series(1, 10000) v) x) y, sketch_buckets(s)) z
GROUP BY least, greatest;
SELECT bool_and(exact = count) AS all_there
FROM (SELECT sketch_dd_agg(v) AS s FROM generate_series(1, 3000) v) x, sketch_buckets(s) b,
     LATERAL (SELECT count(*) AS exact FROM generate_series(1, 3000) v WHERE v >= b.lower AND (v < b.upper OR v = 3000 AND b.upper = 3000)) y;
SELECT sketch_trimmed_sum(s, 0.25, 0.75), sketch_trimmed_mean(s, 0.25, 0.75), sketch_winsorized_mean(s, 0.25, 0.75), sketch_winsorized_mean(s, 0, 1), sketch_trimmed_sum(s, 0, 1)
FROM (SELECT sketch_kll_agg(v) AS s FROM unnest(ARRAY[1, 2, 3, 4, 5, 6, 7, 1000]) v) x;
SELECT sketch_winsorized_mean(s, 0.1, 0.85), sketch_trimmed_sum(s, 0.1, 0.85) FROM (SELECT sketch_kll_agg(v) AS s FROM unnest(ARRAY[1, 2, 3, 100]) v) x;
SELECT sketch_winsorized_mean(sketch_kll_agg(v), 0, 1) FROM (VALUES (1.5e308::float8), (1.5e308)) x (v);
SELECT sketch_trimmed_sum(sketch_kll_agg(v), 0, 1) FROM (VALUES (1.5e308::float8), (1.5e308)) x (v);
SELECT sketch_winsorized_mean(sketch_dd_agg(v), 0.9, 0.1) FROM (VALUES (1), (2)) x (v);
SELECT sketch_winsorized_mean(sketch_kll_agg(d), 0.1, 0.9) FROM (VALUES (date '2026-01-01')) x (d);
-- As jsonb: what sketch_info says, and the contents.
SELECT sketch_kll_agg(v)::jsonb -> 'contents' AS kll, sketch_dd_agg(v)::jsonb -> 'contents' AS dd, sketch_tdigest_agg(v)::jsonb -> 'contents' AS tdigest,
       sketch_kll_agg(v)::jsonb -> 'greatest' AS greatest, sketch_hll_agg(v)::jsonb = sketch_info(sketch_hll_agg(v)) AS hll,
       sketch_theta_agg(v)::jsonb ->> 'family' AS theta, sketch_countmin_agg(v)::jsonb ->> 'family' AS countmin FROM (VALUES (1), (2), (2)) x(v);
SET timezone = 'UTC';
SELECT sketch_kll_agg(t)::jsonb - 'bytes', sketch_kll_agg(t::date)::jsonb -> 'contents' AS dates, sketch_kll_agg(t - '2026-01-01')::jsonb -> 'least' AS interval,
       sketch_kll_agg(t::timestamp)::jsonb -> 'least' AS timestamp FROM (VALUES (timestamptz '2026-01-01 10:00')) x(t);
RESET timezone;
SELECT sketch_kll_empty()::jsonb -> 'contents' AS kll, sketch_dd_empty()::jsonb -> 'contents' AS dd, sketch_tdigest_empty()::jsonb -> 'contents' AS tdigest;
SELECT sketch_tuple_agg(v, 2 * v)::jsonb -> 'sum' AS tuple, sketch_topk_agg(v)::jsonb -> 'contents' -> 0 ->> 'estimate' AS topk FROM (VALUES (1), (2), (2)) x(v);

-- ---- Into a sketch
-- Centroids go out and in.
SELECT sketch_n(t) = sketch_n(s) AS n, abs(sketch_quantile(t, 0.5) / sketch_quantile(s, 0.5) - 1) < 0.001 AS median, abs(sketch_quantile(t, 0.999) / sketch_quantile(s, 0.999) - 1) < 0.001 AS high,
       sketch_min(t) = sketch_min(s) AS least, sketch_max(t) = sketch_max(s) AS greatest, sketch_error(t) >= sketch_error(s) * 0.9 AS no_better, t::text::sketch_tdigest = t AS canonical
FROM (SELECT s, (SELECT sketch_tdigest_from_centroids(array_agg(mean), array_agg(weight)) FROM sketch_centroids(s)) AS t
      FROM (SELECT sketch_tdigest_agg(v * v) AS s FROM generate_series(1, 20000) v) x) y;
SELECT sketch_quantile(s, ARRAY[0, 0.5, 1]), sketch_n(s), sketch_error(s) > 0.3 AS knows_little, sketch_info(s) -> 'compression' AS compression
FROM sketch_tdigest_from_centroids('{10,1,5.5,5.5}', '{3,4,2,1}', 100) s;
SELECT sketch_n(sketch_tdigest_from_centroids('{}', '{}')), sketch_n(sketch_tdigest_from_centroids('{1,2}', '{0,0}')), sketch_quantile(sketch_tdigest_from_centroids('{7}', '{9}'), 0.5),
       sketch_quantile(sketch_tdigest_from_centroids('{NaN,-Infinity,3}', '{9,9,9}'), ARRAY[0, 0.5, 1]);
SELECT sketch_tdigest_from_centroids('{1,2}', '{1}');
SELECT sketch_tdigest_from_centroids('{1,2}', '{1,-1}');
SELECT sketch_tdigest_from_centroids('{1,NULL}', '{1,1}');
SELECT sketch_tdigest_from_centroids('{1,2}', '{9223372036854775807,9223372036854775807}');

-- A histogram of Prometheus, cumulative, and the same of OpenTelemetry, whose buckets stand for themselves.
CREATE TEMP TABLE seconds AS SELECT exp((v * 7919 % 10007) / 1500.0 - 5.3)::float8 AS s FROM generate_series(1, 10007) v;
CREATE TEMP TABLE histogram AS
  SELECT sketch_dd_from_buckets(bounds || '{Infinity}', cumulative, true) AS prometheus, sketch_dd_from_buckets(bounds, apart) AS otel, bounds
  FROM (SELECT array_agg(le ORDER BY le) FILTER (WHERE le <> 'inf') AS bounds, array_agg(upto ORDER BY le) AS cumulative, array_agg(upto - before ORDER BY le) AS apart
        FROM (SELECT le, upto, coalesce(lag(upto) OVER (ORDER BY le), 0) AS before
              FROM (SELECT le, (SELECT count(*) FROM seconds WHERE s <= le) AS upto FROM unnest('{.005,.01,.025,.05,.1,.25,.5,1,2.5,5,10,inf}'::float8[]) le) x) y) z;
SELECT prometheus = otel AS same, sketch_n(otel), round(sketch_error(otel)::numeric, 2) AS error, otel::text::sketch_dd = otel AS canonical FROM histogram;
-- Its quantiles are in the right bucket, or within the error of the true ones, which it claims.
SELECT count(*), bool_and(abs(approx - exact) <= sketch_error(otel) * exact) AS within
FROM histogram, unnest('{0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,0.95}'::float8[]) q, sketch_quantile(otel, q) approx,
     LATERAL (SELECT percentile_disc(q) WITHIN GROUP (ORDER BY s) AS exact FROM seconds) e;
SELECT sketch_n(otel | sketch_dd_agg(s)), sketch_error(otel | sketch_dd_agg(s)) = sketch_error(otel) AS merged FROM histogram, seconds GROUP BY otel;
-- Few values, zero, and what is open: at the finite bound.
SELECT sketch_quantile(s, ARRAY[0, 0.3, 1]), sketch_n(s), sketch_error(s) > 0 AS not_exact FROM sketch_dd_from_buckets('{-2,0,1,2}', '{1,2,3,4,5}') s;
SELECT sketch_n(sketch_dd_from_buckets('{1}', '{0,0}')), sketch_n(sketch_dd_from_buckets('{1}', '{0}'));
SELECT lower, upper, count FROM sketch_buckets(sketch_dd_from_buckets('{-4,-2,-1}', '{0,600,400}'));
SELECT sketch_dd_from_buckets('{1,2}', '{1}');
SELECT sketch_dd_from_buckets('{}', '{1}');
SELECT sketch_dd_from_buckets('{2,1}', '{1,1}');
SELECT sketch_dd_from_buckets('{1,NaN}', '{1,1}');
SELECT sketch_dd_from_buckets('{Infinity}', '{1}');
SELECT sketch_dd_from_buckets('{1,2}', '{2,1}', true);
SELECT sketch_dd_from_buckets('{1,2}', '{2,-1}');
SELECT sketch_dd_from_buckets('{1,2}', '{2,NULL}');
-- Exponential: of scale 3, whose buckets are 9 % wide.
SELECT sketch_n(s), round(sketch_error(s)::numeric, 3) AS error, bool_and(abs(sketch_quantile(s, q) - exact) <= sketch_error(s) * exact) AS within
FROM (SELECT sketch_dd_from_exponential(3, -80, array_agg(coalesce(n, 0) ORDER BY i)) AS s FROM generate_series(-80, 20) i
      LEFT JOIN (SELECT ceil(ln(s) / ln(2::float8) * 8) - 1 AS i, count(*) AS n FROM seconds GROUP BY 1) c USING (i)) x,
     unnest('{0.1,0.5,0.9,0.99}'::float8[]) q, LATERAL (SELECT percentile_disc(q) WITHIN GROUP (ORDER BY s) AS exact FROM seconds) e GROUP BY s;
SELECT sketch_n(s), sketch_quantile(s, 0.5), sketch_max(s) BETWEEN 1 AND 4 AS greatest FROM sketch_dd_from_exponential(0, 0, '{1,1}', 5) s;
SELECT sketch_dd_from_exponential(21, 0, '{1}');
SELECT sketch_dd_from_exponential(0, 2000, '{1}');
SELECT sketch_dd_from_exponential(0, 0, '{1}', -1);
SELECT sketch_max(sketch_dd_from_exponential(-10, 0, '{1}')) <= 1.7976931348623157e308 AS at_the_end;

-- ---- Ranks, and how far apart two distributions are
SELECT sketch_rank(s, 2), sketch_rank(s, 2, true), sketch_rank(s, 2, false), sketch_rank(s, ARRAY[0, 1.5, 2.5, 3], false), sketch_rank(s, 'Infinity'::float8, false),
       sketch_rank(s, '-Infinity'::float8, false), sketch_rank(s, 1e300, false), sketch_rank(s, -9223372036854775808, false)
FROM (SELECT sketch_kll_agg(v) AS s FROM (VALUES (1), (2), (2), (3)) x(v)) y;
SELECT sketch_rank(s, 2.5, false), sketch_rank(s, 'NaN'::float8, false), sketch_rank(t, 2, false), sketch_rank(d, 2, false), sketch_rank(s, 2::numeric, false)
FROM (SELECT sketch_kll_agg(v) AS s, sketch_tdigest_agg(v) AS t, sketch_dd_agg(v) AS d FROM (VALUES (1::float8), (2), (2.5), ('NaN')) x(v)) y;
SELECT sketch_rank(sketch_kll_agg(d), date '2026-01-02', false) FROM (VALUES (date '2026-01-01'), ('2026-01-02')) x(d);
SELECT sketch_ks(a, b), sketch_ks(a, a), sketch_ks(a, sketch_kll_empty()) IS NULL AS empty
FROM (SELECT sketch_kll_agg(v) AS a, sketch_kll_agg(v + 25) AS b FROM generate_series(1, 100) v) x;
SELECT abs(estimate - 0.1) < 0.01 AS close, lower < 0.1 AND upper > 0.1 AS holds, upper - lower < 0.03 AS narrow
FROM (SELECT sketch_kll_agg(v) AS a, sketch_kll_agg(v + 10000) AS b FROM generate_series(1, 100000) v) x, sketch_ks(a, b);
SELECT abs(estimate - 0.1) < 0.01 AS close, lower <= 0.1 AND upper >= 0.1 AS holds
FROM (SELECT sketch_tdigest_agg(v) AS a, sketch_tdigest_agg(v + 10000) AS b FROM generate_series(1, 100000) v) x, sketch_ks(a, b);
SELECT sketch_ks(sketch_kll_agg(1), sketch_kll_agg(1.5));

-- ---- Literals without a type, as drivers send parameters
PREPARE asked AS SELECT sketch_quantile(s, $1) AS quantile, sketch_rank(s, $2) AS rank, sketch_cdf(s, $3) AS cdf, sketch_pmf(s, $3) AS pmf FROM (SELECT sketch_kll_agg(v) AS s FROM generate_series(1, 10) v) x;
EXECUTE asked('0.5', '2.5', '{2,4.5}');
SELECT parameter_types FROM pg_prepared_statements WHERE name = 'asked';
SELECT sketch_quantile(sketch_dd_agg(v), '0.5'), sketch_rank(sketch_dd_agg(v), '2'), sketch_quantile(sketch_tdigest_agg(v), '1'), sketch_cdf(sketch_tdigest_agg(v), '{1,2}') FROM generate_series(1, 3) v;
SELECT sketch_quantile(s, '0.5', NULL::date), sketch_rank(s, '2026-01-02'), sketch_rank(s, '2026-01-02', false), sketch_cdf(s, '{2026-01-01,2026-01-03}')
FROM (SELECT sketch_kll_agg(date '2026-01-01' + i) AS s FROM generate_series(0, 3) i) x;
SELECT sketch_rank(sketch_kll_agg(v), '9007199254740992') FROM (VALUES (9007199254740992), (9007199254740993)) x(v);
SELECT sketch_rank(sketch_kll_empty(), 'anything'), sketch_cdf(sketch_kll_empty(), 'anything');
SELECT sketch_quantile(sketch_kll_agg(1), '1.5');
SELECT sketch_quantile(sketch_kll_agg(1), 'half');
SELECT sketch_rank(sketch_kll_agg(1), 'one');
SELECT sketch_rank(sketch_kll_agg(date '2026-01-01'), '5');
