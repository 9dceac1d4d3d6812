-- SPDX-License-Identifier: PostgreSQL
--
-- sketch_req: quantiles whose ranks are accurate at one end. What it shares with the other quantile sketches is
-- tested with those.
SET client_min_messages = warning;
CREATE TEMP TABLE small AS SELECT i % 97 AS v FROM generate_series(1, 288) i;
CREATE TEMP TABLE large AS SELECT (i::bigint * 7919 % 200003)::int AS v, i % 10 AS g FROM generate_series(1, 200000) i;
CREATE TEMP TABLE ranks AS SELECT v, cume_dist() OVER (ORDER BY v) AS exact FROM large;

-- Up to 24 k values are kept.
SELECT bool_and(sketch_rank(s, v) = exact) AS ranks_exact
FROM (SELECT v, cume_dist() OVER (ORDER BY v) AS exact FROM small) x, (SELECT sketch_req_agg(v) AS s FROM small) y;
SELECT sketch_n(s), sketch_min(s), sketch_max(s), sketch_sum(s), sketch_avg(s), sketch_error(s), sketch_quantile(s, ARRAY[0, 0.5, 1])
FROM (SELECT sketch_req_agg(v) AS s FROM small) x;

-- Beyond that the error is relative to the distance from the end; the greatest of many errors is below twice the bound.
SELECT max(abs(sketch_rank(s, v) - exact) / (1 - exact)) < 2 * sketch_error(s) AS high,
       bool_and(sketch_rank(s, v) = exact) FILTER (WHERE v > 200003 - 36) AS last_kept
FROM ranks, (SELECT sketch_req_agg(v) AS s FROM large) x WHERE exact < 1 AND (v % 100 = 0 OR v > 199000) GROUP BY s;
SELECT max(abs(sketch_rank(s, v) - exact) / exact) < 2 * sketch_error(s) AS low
FROM ranks, (SELECT sketch_req_agg(v, 12, 'low') AS s FROM large) x WHERE v % 100 = 0 OR v < 1000 GROUP BY s;
SELECT q, lower <= q * 200003 AND upper >= q * 200003 - 1 AS hold, (upper - lower) / 200003 < 4.7 * sketch_error(s) * (1 - q) + 1e-5 AS near
FROM (SELECT sketch_req_agg(v) AS s FROM large) x, unnest(ARRAY[0.1, 0.5, 0.9, 0.99, 0.999, 0.9999]) q, sketch_bounds(s, q);
SELECT sketch_info(s) - 'bytes' - 'kept' AS info, pg_column_size(s) < 3000 AS small FROM (SELECT sketch_req_agg(v) AS s FROM large) x;
SELECT sketch_info(sketch_req_agg(v, 50, 'low')) ->> 'accurate' AS accurate, sketch_info(sketch_req_agg(v, 50, 'high')) ->> 'k' AS k FROM small;
-- A plan repeated gives the same bytes.
SELECT count(DISTINCT s::bytea) FROM (SELECT sketch_req_agg(v) AS s FROM large UNION ALL SELECT sketch_req_agg(v) FROM large UNION ALL SELECT sketch_req_agg(v, 12, 'high') FROM large) x;

-- Merging: the aggregate, the operator, another k, weights.
SELECT sketch_n(sketch_merge(s)), sketch_max(sketch_merge(s)), abs(sketch_rank(sketch_merge(s), 199803) - 0.999) < 0.0001 AS tail
FROM (SELECT g, sketch_req_agg(v) AS s FROM large GROUP BY g) x;
SELECT sketch_quantile(a | b, ARRAY[0, 0.5, 1]), (a | NULL) = a AS null_is_empty, (a | sketch_req_empty()) = a AS empty
FROM (SELECT sketch_req_agg(v) AS a, sketch_req_agg(v + 601) AS b FROM small) x;
SELECT sketch_info(sketch_req_agg(v, 5) | sketch_req_agg(v, 100)) -> 'k' AS k FROM large;
SELECT sketch_n(sketch_req_agg_weighted(v, v)) = sum(v) AS n FROM small;
SELECT sketch_quantile(sketch_add(sketch_req_agg(d), date '2026-03-01'), 1, NULL::date), sketch_max(sketch_req_agg(d), NULL::date) FROM (VALUES (date '2026-01-02')) x (d);
SELECT sketch_req_agg(v)::jsonb - 'bytes' FROM (VALUES (1), (2)) x (v);
SELECT * FROM sketch_values((SELECT sketch_req_agg(v) FROM (VALUES (2.5), (2), (2)) x (v)));
SELECT sketch_ks(a, b) FROM (SELECT sketch_req_agg(v) AS a, sketch_req_agg(v + 25) AS b FROM generate_series(1, 100) v) x;
SELECT (sketch_req_agg(v)::bytea::sketch_req)::text::sketch_req = sketch_req_agg(v) AS same FROM large;

-- Errors.
SELECT sketch_req_agg(v) | sketch_req_agg(v, 12, 'low') FROM small;
SELECT sketch_req_agg(v) | sketch_req_agg(v + 0.5::float8) FROM small;
SELECT sketch_req_agg(v, 3) FROM small;
SELECT sketch_req_agg(v, 1025) FROM small;
SELECT sketch_req_agg(v, NULL) FROM small;
SELECT sketch_req_agg(v, 12, 'middle') FROM small;
SELECT sketch_req_agg(v, 12, NULL) FROM small;
SELECT sketch_req_empty(12, 'HIGH');
SELECT sketch_req_agg(v, v % 2 + 12) FROM small;
SELECT sketch_kll_agg(1)::bytea::sketch_req;
SELECT '\x010b00000c'::bytea::sketch_req;
