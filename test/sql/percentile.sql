-- SPDX-License-Identifier: PostgreSQL
--
-- approx_percentile and approx_median: the answers of sketch_kll in one step.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS sketch;
CREATE TEMP TABLE measured AS
  SELECT (i * 7919 % 601)::int AS v, i % 3 AS g, date '2026-01-01' + i AS d FROM generate_series(1, 600) i;

SELECT g, approx_median(v) = percentile_disc(0.5) WITHIN GROUP (ORDER BY v) AS median,
       approx_percentile(v, 0.9) = percentile_disc(0.9) WITHIN GROUP (ORDER BY v) AS p90,
       approx_percentile(v, ARRAY[0, 0.1, 1]) = percentile_disc(ARRAY[0, 0.1, 1]) WITHIN GROUP (ORDER BY v) AS several
FROM measured GROUP BY g ORDER BY g;
-- What goes in comes out.
SELECT pg_typeof(approx_percentile(v::smallint, 0.5)) AS a, pg_typeof(approx_median(v::bigint)) AS b, pg_typeof(approx_median(v::numeric)) AS c,
       pg_typeof(approx_percentile(v::real, ARRAY[0.5])) AS d, approx_median(d) AS e, approx_percentile(d, ARRAY[0, 1]) AS f,
       approx_median(v * interval '1 day') AS g, approx_median(d::timestamptz) = '2026-10-28'::timestamptz AS h,
       approx_median(d::timestamp) AS i
FROM measured;
SELECT sketch_quantile(sketch_kll_agg(i::float8), ARRAY[0.25, 0.99], NULL::float8) = approx_percentile(i::float8, ARRAY[0.25, 0.99]) AS like_the_sketch,
       approx_median(i) = sketch_quantile(sketch_kll_agg(i), 0.5) AS median
FROM generate_series(1, 100000) i;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
CREATE TABLE percentile_parallel AS SELECT i::bigint * 7919 % 100003 AS v FROM generate_series(1, 100002) i;
SELECT abs(approx_percentile(v, 0.9) - 90000) < 1300 AS one, abs((approx_percentile(v, ARRAY[0.1, 0.5]))[1] - 10000) < 1300 AS several,
       abs(approx_median(v) - 50000) < 1300 AS median FROM percentile_parallel;
DROP TABLE percentile_parallel;
RESET ALL;
SET client_min_messages = warning;
-- As a window, with FILTER, over nothing.
SELECT i, approx_median(i) OVER (ORDER BY i), approx_percentile(i, 1) OVER (ORDER BY i ROWS 1 PRECEDING) FROM generate_series(1, 4) i;
SELECT approx_median(v) FILTER (WHERE v > 600) IS NULL AS none, approx_percentile(NULL::int, 0.5) IS NULL AS nulls,
       approx_percentile(v, 0.5) FILTER (WHERE v <= 3) AS some FROM measured;
-- A NULL without a type is one of PostgreSQL's text.
SELECT approx_median(NULL) IS NULL AS median, approx_percentile(NULL, 0.5) IS NULL AS percentile, approx_percentile(NULL, ARRAY[0.5, 0.9]) IS NULL AS several,
       sketch_kll_agg(NULL) IS NULL AS kll, sketch_dd_agg(NULL) IS NULL AS dd, sketch_tdigest_agg(NULL) IS NULL AS tdigest;
SELECT approx_median(v::text) FROM measured;
SELECT sketch_dd_agg('5');
-- An accuracy is what the error of a rank stays below.
SELECT abs(approx_percentile(i, 0.9, 0.001) - 90000) < 200 AS fine, abs(approx_percentile(i, 0.9, 0.1) - 90000) < 20000 AS coarse,
       abs((approx_percentile(i, ARRAY[0.1, 0.9], 0.01))[2] - 90000) < 2000 AS several, pg_typeof(approx_percentile(i, 0.9, 0.01)) FROM generate_series(1, 100000) i;
SELECT approx_percentile(v, 0.5, 0.00001) FROM measured;
SELECT approx_percentile(v, 0.5, 10000) FROM measured;
SELECT approx_percentile(v, 0.5, NULL) FROM measured;
SELECT approx_percentile(i, 0.5, i * 0.01) FROM generate_series(1, 3) i;
-- Weights in one step, of any type of number.
SELECT approx_percentile_weighted(v, w, 0.5) AS int, approx_percentile_weighted(v, w::bigint, ARRAY[0, 0.1, 0.11, 1]) AS bigint, approx_percentile_weighted(v::numeric, w::numeric, 0.1) AS "numeric",
       approx_percentile_weighted(d, w::smallint, 0.95) AS date, approx_percentile_weighted(v, w, 0.5) FILTER (WHERE w IS NULL) IS NULL AS none
FROM (VALUES (1, 10, date '2026-01-01'), (2, 90, '2026-01-02'), (3, 0, '2026-01-03'), (4, NULL, NULL)) x(v, w, d);
SELECT approx_percentile_weighted(v, 0.5, 0.5) FROM measured;
SELECT approx_percentile_weighted(v, -1, 0.5) FROM measured;
SELECT approx_percentile_weighted(v, 1, 1.5) FROM measured;
-- The value comes first.
SELECT approx_percentile(0.95, v) FROM measured WHERE v > 1;
SELECT approx_percentile(0.95, v / 1000.0) FROM measured;
SELECT approx_percentile(0.95, NULL::int);

SELECT approx_percentile(v, 2) FROM measured;
SELECT approx_percentile(v, NULL::float8) FROM measured;
SELECT approx_percentile(v, ARRAY[0.5, NULL]) FROM measured;
-- An array is answered by one of the same form.
SELECT q, approx_percentile(v, q) AS plain, approx_percentile(v, q, 0.1) AS accuracy, approx_percentile_weighted(v, 2, q) AS weighted,
       sketch_quantile(sketch_kll_agg(v), q) AS sketch, approx_percentile(d, q) AS dates, approx_percentile(v, q) = percentile_disc(q) WITHIN GROUP (ORDER BY v) AS disc,
       approx_percentile_interpolated(v, q) = percentile_cont(q) WITHIN GROUP (ORDER BY v) AS cont
FROM measured, CAST('{"{0.1,0.9}","{{0.1,0.5},{0.9,1}}","{{{0}},{{1}}}","[5:6]={0,0.5}","[0:0][-1:0]={{0.1,0.2}}"}' AS text[]) forms, unnest(forms) form, CAST(form AS float8[]) q GROUP BY q ORDER BY q;
SELECT sketch_quantile(s, '[0:1][2:2]={{0},{1}}'::float8[]) AS kll, sketch_quantile(s, '{{0},{1}}'::float8[], NULL::int) AS int, sketch_rank(s, '[0:1][2:2]={{1},{600}}'::int[]) AS rank FROM (SELECT sketch_kll_agg(v) AS s FROM measured) x;
-- Partial states of workers keep the form, and tell two of them apart.
SELECT _sketch_percentiles_final_int4(_sketch_percentile_combine(_sketch_percentile_transition(NULL, 1, '{{0},{1}}'::float8[]), _sketch_percentile_transition(NULL, 2, '{{0},{1}}'::float8[])));
SELECT _sketch_percentile_combine(_sketch_percentile_transition(NULL, 1, '{{0},{1}}'::float8[]), _sketch_percentile_transition(NULL, 2, '{0,1}'::float8[]));
-- Arrays that change from row to row: the same with a bitmap of NULLs, in another form, another quantile, another number, NULL.
SELECT approx_percentile(i, CASE i WHEN 1 THEN ARRAY[0, 0.6] ELSE (ARRAY[0, 0.6, NULL])[1:2] END) FROM generate_series(1, 3) i;
SELECT approx_percentile(i, CASE i WHEN 1 THEN ARRAY[0, 0.6] ELSE ARRAY[[0], [0.6]] END) FROM generate_series(1, 2) i;
SELECT approx_percentile(i, CASE i WHEN 1 THEN ARRAY[0, 0.6] ELSE '[5:6]={0,0.6}' END) FROM generate_series(1, 3) i;
SELECT approx_percentile(i, ARRAY[0.5, i / 10.0]) FROM generate_series(1, 3) i;
SELECT approx_percentile(i, array_fill(0.5::float8, ARRAY[i])) FROM generate_series(1, 3) i;
SELECT approx_percentile(i, CASE i WHEN 1 THEN ARRAY[0.5, 0.6] ELSE ARRAY[0.5, NULL] END) FROM generate_series(1, 3) i;
SELECT approx_percentile(v, '{}'::float8[]) FROM measured;
SELECT approx_percentile(v, v / 1000.0) FROM measured;
SELECT _sketch_percentile_final_int4('\x01');
-- A state's dimensions have to be those of its fractions: only those of the first are.
SELECT head, error_of(format('SELECT _sketch_percentiles_final_int4(''\x%s''::bytea || substring(_sketch_percentile_transition(NULL, 1, 0.5), 9))', head)) FROM (VALUES
  ('01000000010000000100000001000000'), ('01000000010000000200000001000000'), ('0200000000000000'), ('0100000007000000'), ('01000000ffffffff'), ('010000000100000001000000ffffff7f'),
  ('ffffffff01000000ffffffff01000000'), ('0000000000000000')) v(head);
SELECT _sketch_percentiles_final_int4(_sketch_percentile_transition(NULL, 1, 0.5));
SELECT _sketch_percentile_final_int4(_sketch_percentile_transition(NULL, 1, ARRAY[0.5]));
SELECT _sketch_percentile_final_int4('\x0100000000000000000000000000e03f01');
SELECT _sketch_percentile_combine(_sketch_percentile_transition(NULL, 1, 0.5), _sketch_percentile_transition(NULL, 1, 0.6));
SELECT _sketch_percentile_final_int4(_sketch_percentile_combine(_sketch_percentile_transition(_sketch_percentile_transition(NULL, 1, 0.5), 3, 0.5),
                                                              _sketch_percentile_transition(NULL, 2, 0.5)));

-- Nobody's aggregate can start from a state that isn't one: a sketch whose buffer claims room for 2^31 values,
-- one without levels but with weights.
CREATE AGGREGATE pg_temp.forged(int, float8) (STYPE = bytea, SFUNC = _sketch_percentile_transition,
  INITCOND = '\x0100000000000000000000000000e03f0104080100000000ffffff7f000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000c8000000000000000000000000000000');
SELECT pg_temp.forged(i, 0.5) IS NULL FROM generate_series(1, 2000) i;
CREATE AGGREGATE pg_temp.forged_weight(int, float8) (STYPE = bytea, SFUNC = _sketch_percentile_transition,
  INITCOND = '\x0100000000000000000000000000e03f010408010000000001000000050000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000c8000000000000000000000000000000');
SELECT pg_temp.forged_weight(i, 0.5) IS NULL FROM generate_series(1, 2000) i;
