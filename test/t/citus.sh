#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Computes every aggregate as Citus distributes it. On each shard the transition function is called
# for each row, here from SQL and so without an aggregate's context; the state is sent as text and
# read by the type's input function; on the coordinator the combine and final functions are called,
# without the batch executor. There are few enough rows for sketches to be exact, so that the result
# must equal the aggregate's. Aggregates of any type are left out, because Citus doesn't distribute
# them. Of aggregates that differ only in the type of the value one is tested. test/t/citus_live.sh
# uses Citus itself.
set -uo pipefail
. test/tap.sh

export PGOPTIONS='-c client_min_messages=error -c session_preload_libraries=sketch -c sketch.batch_executor=off'
own_database sketch_citus || exit 1
output=$(psql -qXAt -v ON_ERROR_STOP=1 -v small_seeds=1 2>&1 <<'SQL'
\i test/support/calls.sql
CREATE FUNCTION distributed(aggregate regprocedure) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  a record;
  types text;
  names text;
  alike boolean;
  final text;
BEGIN
  SELECT g.*, p.oid::regproc AS name, p.prorettype::regtype AS result, aggtranstype::regtype AS state, ARRAY(SELECT t::regtype FROM unnest(p.proargtypes) t) AS parameters INTO a
    FROM pg_aggregate g JOIN pg_proc p ON p.oid = aggfnoid WHERE aggfnoid = aggregate;
  types := array_to_string(a.parameters, ', ');
  SELECT string_agg('$' || i + 1, ', ') INTO names FROM generate_series(1, cardinality(a.parameters)) i;
  EXECUTE format('CREATE FUNCTION step(%1$s, %2$s) RETURNS %1$s LANGUAGE sql %5$s AS ''SELECT %3$s($1, %4$s)''', a.state, types, a.aggtransfn, names,
                 (SELECT CASE WHEN proisstrict THEN 'STRICT' END FROM pg_proc WHERE oid = a.aggtransfn));
  EXECUTE format('CREATE AGGREGATE shard(%s) (SFUNC = step, STYPE = %s)', types, a.state);
  EXECUTE format('CREATE AGGREGATE coordinator(%1$s) (SFUNC = %2$s, STYPE = %1$s%3$s)', a.state, a.aggcombinefn,
                 CASE WHEN a.aggfinalfn <> 0 AND NOT a.aggfinalextra THEN ', FINALFUNC = ' || a.aggfinalfn END);
  -- Some final functions need to know the type of the values.
  IF a.aggfinalextra THEN final := format('%s(coordinator(t::%s)%s)', a.aggfinalfn, a.state, (SELECT string_agg(', NULL::' || p, '' ORDER BY i) FROM unnest(a.parameters) WITH ORDINALITY u(p, i)));
  ELSE final := format('coordinator(t::%s)', a.state); END IF;
  EXECUTE format('CREATE TABLE x AS SELECT x, %s FROM generate_series(1, 90) x',
    (SELECT string_agg(format('%s AS a%s', CASE WHEN p IN (SELECT type FROM sketch_type)
       THEN format('(SELECT image::%s FROM seed WHERE type = %L::regtype AND NOT working AND length(image) BETWEEN 10 AND 60 AND how !~ ''/ 7|0[.]'' ORDER BY id LIMIT 1)', p, p)
       ELSE plain(a.name::text, p, i) END, i), ', ' ORDER BY i)
     FROM unnest(a.parameters) WITH ORDINALITY u(p, i)));
  -- A parameter can't be a mere column.
  SELECT string_agg(CASE i WHEN 1 THEN 'a1' ELSE format('coalesce(a%1$s, a%1$s)', i) END, ', ' ORDER BY i) INTO names FROM generate_series(1, cardinality(a.parameters)) i;
  EXECUTE format('SELECT (SELECT %1$s(%2$s) FROM x)::text IS NOT DISTINCT FROM (SELECT %3$s FROM (SELECT shard(%2$s)::text AS t FROM x GROUP BY x %% 3
    UNION ALL SELECT NULL) s)::text', a.name, names, final) INTO alike;
  EXECUTE format('DROP AGGREGATE shard(%s); DROP AGGREGATE coordinator(%s); DROP FUNCTION step(%2$s, %1$s); DROP TABLE x', types, a.state);
  RETURN CASE WHEN alike THEN 'ok - ' ELSE 'not ok - ' END || aggregate;
EXCEPTION WHEN OTHERS THEN
  RETURN format('not ok - %s: %s', aggregate, SQLERRM);
END
$$;
-- Numbers and times differ from row to row; the other parameters are suitable constants.
CREATE FUNCTION plain(name text, type regtype, place bigint) RETURNS text LANGUAGE sql AS $$
  SELECT CASE
    WHEN place = 1 AND name ~ 'hashed' THEN 'sketch_hash(x % 5, ''datasketches'')'
    WHEN type::text IN ('smallint', 'bigint', 'numeric', 'real') OR place = 1 AND type::text = 'double precision' OR place = 2 AND name ~ 'weighted|top_sum|tuple' AND type::text !~ '\[' THEN format('(x %% 5 + 1)::%s', type)
    WHEN type::text = 'double precision' THEN '0.01'
    WHEN type::text = 'text' AND place > 1 THEN CASE WHEN name ~ 'hll|theta' THEN '''datasketches''' WHEN name ~ 'bloom' THEN '''parquet''' WHEN name ~ 'req' THEN '''low''' ELSE '''sum''' END
    WHEN type::text = 'integer' THEN CASE WHEN name ~ 'tdigest|kll' THEN '200' ELSE '12' END
    WHEN type::text IN ('text', 'bytea') THEN format('(''v'' || x %% 7)::%s', type)
    WHEN type::text LIKE 'timestamp%' THEN format('%s ''2026-01-01'' + x %% 7 * interval ''1 s''', type)
    ELSE (SELECT expression FROM pool(type) LIMIT 1) END
$$;
SELECT distributed(p.oid) FROM member JOIN pg_proc p ON classid = 'pg_proc'::regclass AND objid = p.oid
  JOIN pg_aggregate ON aggfnoid = p.oid JOIN call ON signature = p.oid::regprocedure::text
  WHERE NOT call.alike AND NOT EXISTS (SELECT FROM unnest(proargtypes) t WHERE t::regtype::text LIKE 'any%')
    AND obj_description(p.oid, 'pg_proc') NOT LIKE 'takes only NULL%'
    -- Random samples differ each time.
    AND proname !~ '^sketch_sample_agg(_weighted)?$'
    -- Declared only to raise a helpful error.
    AND NOT (proargtypes[0] = '"char"'::regtype AND pronargs > 2 AND proargtypes[pronargs - 1] = 'text'::regtype) ORDER BY 1;
SQL
)
echo "$output"
grep -q '^ok' <<<"$output" && ! grep -qvE '^ok' <<<"$output" || status=1

# ---- What the catalog says

sql "CREATE TABLE aggregate AS
  SELECT p.oid::regprocedure AS signature, proname::text AS name, p.proargtypes[0]::regtype AS type,
    EXISTS (SELECT FROM unnest(proargtypes) t WHERE t::regtype::text LIKE 'any%') AS of_any
  FROM member JOIN pg_proc p ON classid = 'pg_proc'::regclass AND objid = p.oid JOIN pg_aggregate ON aggfnoid = p.oid WHERE aggkind = 'n'" || status=1
is "each has a state of a concrete type, and combines states" "$(sql "SELECT signature
  FROM aggregate JOIN pg_aggregate ON aggfnoid = signature JOIN pg_type t ON t.oid = aggtranstype
  WHERE typtype = 'p' OR aggcombinefn = 0 OR aggserialfn <> 0 OR aggmtransfn <> 0")" ""
is "what is not distributed" "$(sql "SELECT string_agg(name, ', ' ORDER BY name)
  FROM (SELECT name FROM aggregate GROUP BY name HAVING bool_and(of_any)) x")" "sketch_sample_agg_keyed"
is "others of any type are there for every type that a sketch_hll knows" "$(sql "SELECT name
  FROM aggregate a GROUP BY name HAVING bool_or(of_any) AND NOT bool_and(of_any)
    AND NOT array_agg(DISTINCT type) @> ARRAY(SELECT DISTINCT type FROM aggregate WHERE name = 'sketch_hll_agg' OR name = 'sketch_theta_agg')")" "sketch_sample_agg_weighted"
is "a text takes a third more than the image" "$(sql "SELECT id
  FROM seed WHERE type = 'sketch_hll'::regtype AND NOT working AND length(image::sketch_hll::text) > (length(image) + 2) / 3 * 4")" ""
exit $status
