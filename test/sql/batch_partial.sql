-- SPDX-License-Identifier: PostgreSQL
-- How Citus has our aggregates computed on its workers: worker_partial_agg(aggregate, value) gives the state as
-- the text of its type. The one here has the declarations of Citus's and nothing behind them, for in batches it is
-- never called. test/t/citus.sh has the real one.

CREATE FUNCTION partial_step(internal, oid, anyelement) RETURNS internal LANGUAGE internal PARALLEL SAFE AS 'int8inc';
CREATE FUNCTION partial_final(internal) RETURNS cstring LANGUAGE internal PARALLEL SAFE AS 'int8inc';
UPDATE pg_proc SET prolang = (SELECT oid FROM pg_language WHERE lanname = 'c'), probin = '$libdir/plpgsql',
    prosrc = CASE proname WHEN 'partial_step' THEN 'worker_partial_agg_sfunc' ELSE 'worker_partial_agg_ffunc' END
  WHERE proname IN ('partial_step', 'partial_final');
CREATE AGGREGATE worker_partial_agg(oid, anyelement) (STYPE = internal, SFUNC = partial_step, FINALFUNC = partial_final);
CREATE TABLE partial_row AS SELECT i, i % 7 AS g, 'v' || i AS t, i / 3.0::float8 AS f FROM generate_series(1, 3000) i;
ANALYZE partial_row;

-- The state is the one that gives the aggregate's result.
CREATE FUNCTION pg_temp.same(aggregate regprocedure, arguments text, names text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  a record;
  same boolean;
BEGIN
  SELECT aggtranstype::regtype AS state, nullif(aggfinalfn, 0)::regproc AS final, aggfnoid::regproc AS own INTO a
    FROM pg_aggregate WHERE aggfnoid = aggregate;
  EXECUTE format('SELECT bool_and(wanted IS NOT DISTINCT FROM %s(state::%s)::text) AND count(wanted) = 7
      FROM (SELECT g, %s(%s) FILTER (WHERE i %% 2 = 0)::text AS wanted FROM partial_row GROUP BY g) a
        JOIN (SELECT g, worker_partial_agg(%L::regprocedure, %s) FILTER (WHERE i %% 2 = 0)::text AS state FROM partial_row GROUP BY g) b USING (g)',
    a.final, a.state, a.own, names, aggregate, arguments) INTO same;
  RETURN same;
END
$$;
SELECT aggregate, pg_temp.same(aggregate, CASE WHEN names ~ ',' THEN format('ROW(%s)', names) ELSE names END, names)
  FROM (VALUES ('sketch_hll_agg(int)'::regprocedure, 'i'), ('sketch_hll_agg(text)', 't'), ('sketch_hll_agg(text,int)', 't, 10'),
    ('approx_count_distinct(int)', 'i'), ('sketch_theta_agg(int)', 'i'), ('sketch_kll_agg(double precision)', 'f'),
    ('sketch_tdigest_agg(double precision,int)', 'f, 200'), ('sketch_topk_agg(text)', 't'), ('sketch_countmin_agg(int)', 'i'),
    ('sketch_dd_agg(double precision)', 'f'), ('sketch_req_agg(double precision)', 'f')) v(aggregate, names) ORDER BY 1::text;
-- So many as there are, in one query, over grouping sets too; of nothing but NULL, and of no row at all.
EXPLAIN (COSTS OFF) SELECT g, worker_partial_agg('sketch_hll_agg(int)'::regprocedure, i), count(*) FROM partial_row GROUP BY g;
SELECT g, _sketch_hll_final_count(a::text::sketch_hll), _sketch_hll_final_count(b::text::sketch_hll), n
  FROM (SELECT g, worker_partial_agg('sketch_hll_agg(int)'::regprocedure, i) AS a,
               worker_partial_agg('sketch_hll_agg(text,int)'::regprocedure, ROW(t, 12)) FILTER (WHERE i < 70) AS b, count(*) AS n
        FROM partial_row GROUP BY ROLLUP (g)) x ORDER BY g;
SELECT worker_partial_agg('sketch_hll_agg(int)'::regprocedure, nullif(i, i)) IS NULL AS none,
       worker_partial_agg('sketch_hll_agg(text,int)'::regprocedure, ROW(nullif(t, t), 12)) IS NULL AS none_of_two FROM partial_row;
SELECT worker_partial_agg('sketch_hll_agg(int)'::regprocedure, i) IS NULL AS none FROM partial_row WHERE i < 0;
-- Parameters that aren't constant or out of range: by the aggregate's own steps.
SELECT _sketch_hll_final_count(worker_partial_agg('sketch_hll_agg(int,int)'::regprocedure, ROW(i, 9 + i % 1))::text::sketch_hll) FROM partial_row;
SELECT error_of('SELECT worker_partial_agg(''sketch_hll_agg(int,int)''::regprocedure, ROW(i, 99)) FROM partial_row');
-- A plan that is kept depends on the aggregate; and who may not execute it may not have it executed.
CREATE AGGREGATE own(int) (SFUNC = _sketch_hll_transition, STYPE = sketch_hll, COMBINEFUNC = _sketch_hll_merge_transition);
PREPARE own AS SELECT _sketch_hll_final_count(worker_partial_agg('own(int)'::regprocedure, i)::text::sketch_hll) FROM partial_row;
EXECUTE own;
SELECT format('CREATE OR REPLACE AGGREGATE own(int) (SFUNC = _sketch_hll_transition, STYPE = sketch_hll, INITCOND = %L)', sketch_hll_agg(-i)) FROM generate_series(1, 10) i \gexec
EXECUTE own;
CREATE ROLE regress_sketch;
GRANT SELECT ON partial_row TO regress_sketch;
REVOKE EXECUTE ON FUNCTION own(int) FROM PUBLIC;
SET ROLE regress_sketch;
EXECUTE own;
RESET ROLE;
DROP AGGREGATE own(int);
SELECT error_of('EXECUTE own') LIKE '42883: could not find function%' AS left_to_the_core;
DROP AGGREGATE worker_partial_agg(oid, anyelement);
DROP FUNCTION partial_step, partial_final;
DROP TABLE partial_row;
DROP ROLE regress_sketch;
