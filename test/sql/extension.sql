-- SPDX-License-Identifier: PostgreSQL
-- The extension as a whole, and what the other tests use. It runs first.

-- Trusted: whoever may create in the database may install it.
CREATE ROLE regress_sketch;
GRANT CREATE ON DATABASE :"DBNAME" TO regress_sketch;
CREATE SCHEMA apart AUTHORIZATION regress_sketch;
SET ROLE regress_sketch;
CREATE EXTENSION sketch SCHEMA apart;
SELECT apart.approx_count_distinct(i % 10),
       apart.sketch_hll_agg(i) OPERATOR(apart.=) apart.sketch_hll_agg(i::bigint) AS equal
  FROM generate_series(1, 100) i;
DROP EXTENSION sketch;
RESET ROLE;

-- Relocatable.
CREATE EXTENSION sketch SCHEMA apart;
ALTER EXTENSION sketch SET SCHEMA public;
SELECT approx_count_distinct(i % 10) FROM generate_series(1, 100) i;
DROP SCHEMA apart;
REVOKE CREATE ON DATABASE :"DBNAME" FROM regress_sketch;
DROP ROLE regress_sketch;

CREATE TEMP VIEW member AS
  SELECT p.oid::regprocedure AS signature, p.*
  FROM pg_depend d JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
  WHERE d.deptype = 'e' AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'sketch');

-- Each of these lists has to be empty.
-- Only text, of items and of times, depends on settings; only sketch_approximate() changes any. Samples are random,
-- but by keys.
SELECT signature FROM member
  WHERE proname <> 'sketch_approximate' AND (proparallel <> 's' OR provolatile = 'v' AND signature::text !~ '^sketch_(add|add_all)\(sketch_sample,|^_sketch_sample_transition(_weighted)?\(' OR provolatile = 's' AND signature::text !~ 'sketch_version|sketch_topk|sketch_(info|values)\(sketch_sample|sample_to_jsonb|,text|sketch_literal|(kll|req)_to_jsonb');
SELECT signature FROM member WHERE obj_description(oid, 'pg_proc') IS NULL;
-- What aggregates, types, operators, casts, indexes and the planner call begins with an underscore, unless users call it, too;
-- and nothing else does, but for steps of the aggregates that contrib/ makes.
CREATE TEMP VIEW support AS
  SELECT unnest(ARRAY[aggtransfn, aggfinalfn, aggcombinefn, aggserialfn, aggdeserialfn, aggmtransfn, aggminvtransfn, aggmfinalfn]::oid[]) AS oid FROM pg_aggregate
  UNION SELECT unnest(ARRAY[typinput, typoutput, typreceive, typsend, typmodin, typmodout, typanalyze, typsubscript]::oid[]) FROM pg_type
  UNION SELECT unnest(ARRAY[oprcode, oprrest, oprjoin]::oid[]) FROM pg_operator
  UNION SELECT castfunc FROM pg_cast UNION SELECT amproc FROM pg_amproc UNION SELECT prosupport FROM pg_proc;
SELECT signature FROM member JOIN support USING (oid) WHERE proname NOT LIKE '\_%' AND proname NOT IN ('sketch_cardinality', 'sketch_union', 'sketch_intersect', 'sketch_except', 'sketch_info');
SELECT signature FROM member WHERE proname LIKE '\_%' AND oid NOT IN (SELECT oid FROM support) ORDER BY 1;
-- States are values of the type itself, or a bytea with one in it, and partial ones can be combined.
SELECT signature FROM member JOIN pg_aggregate ON aggfnoid = oid
  WHERE aggtranstype::regtype::text !~ '^sketch_|^bytea$' OR aggcombinefn = 0 OR aggserialfn <> 0;
-- What is called with NULL: beside the steps of aggregates only what has a rule of its own for it.
SELECT DISTINCT proname FROM member
  WHERE prokind = 'f' AND NOT proisstrict AND proname NOT LIKE '\_%' ORDER BY proname;
-- What users call: with a name more it is seen here.
SELECT string_agg(DISTINCT proname, ' ' ORDER BY proname) FROM member WHERE proname NOT LIKE '\_%' AND prokind = 'f';
SELECT string_agg(DISTINCT proname, ' ' ORDER BY proname) FROM member WHERE proname NOT LIKE '\_%' AND prokind = 'a';

-- What a query raises: SQLSTATE, message and hint.
CREATE FUNCTION error_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  message text;
  hint text;
BEGIN
  EXECUTE query;
  RETURN 'none';
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
  RETURN concat_ws(E'\n', SQLSTATE || ': ' || message, nullif(hint, ''));
END
$$;

-- A sketch's image without the class of its values, as equal values of several types have it.
CREATE FUNCTION hashes(sketch anyelement) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
  image bytea;
BEGIN
  EXECUTE 'SELECT set_byte($1::bytea, 0, 1)' INTO image USING sketch;
  RETURN image;
END
$$;

-- How many different sketches the expressions give, each one value, by every way in: in batches, row by row (in a
-- window, where the second row finds a state), at a precision, and added. So 1 says that they are one value to
-- every function, whatever class they are of; and an expression for which the ways differ counts as several.
CREATE FUNCTION sketches(VARIADIC expressions text[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  expression text;
  ways sketch_hll[];
  found bytea[];
BEGIN
  FOREACH expression IN ARRAY expressions LOOP
    EXECUTE format('WITH x AS (SELECT %s AS v FROM generate_series(1, 2)) SELECT ARRAY['
                   '(SELECT sketch_hll_agg(v) FROM x), (SELECT sketch_hll_agg(v) OVER () FROM x LIMIT 1), '
                   '(SELECT sketch_hll_agg(v, 9) FROM x), (SELECT sketch_hll_agg(v, 9) OVER () FROM x LIMIT 1), '
                   '(SELECT sketch_add(NULL::sketch_hll, v) FROM x LIMIT 1), (SELECT sketch_add_all(NULL::sketch_hll, ARRAY[v]) FROM x LIMIT 1)]',
                   expression) INTO ways;
    found := found || (SELECT CASE count(DISTINCT w) WHEN 1 THEN ARRAY[hashes(ways[1])] ELSE array_agg(w::bytea) END FROM unnest(ways) w);
  END LOOP;
  RETURN (SELECT count(DISTINCT s) FROM unnest(found) s);
END
$$;

\i test/support/plan.sql
-- Whether the batch executor gives for a query what PostgreSQL's gives: 'same', or the two.
CREATE FUNCTION executors(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  batch text;
  core text;
BEGIN
  IF NOT plan_shows(query, 'SketchAggregate') THEN RETURN 'not in batches: ' || query; END IF;
  EXECUTE format('SELECT string_agg(q::text, E''\n'' ORDER BY q::text) FROM (%s) q', query) INTO batch;
  SET LOCAL sketch.batch_executor = off;
  EXECUTE format('SELECT string_agg(q::text, E''\n'' ORDER BY q::text) FROM (%s) q', query) INTO core;
  SET LOCAL sketch.batch_executor = on;
  RETURN CASE WHEN batch IS NOT DISTINCT FROM core THEN 'same' ELSE format('%s: %s, not %s', query, left(batch, 300), left(core, 300)) END;
END
$$;
-- The library says which it is.
SELECT sketch_version() = default_version AS same FROM pg_available_extensions WHERE name = 'sketch';
-- Default arguments in the catalog are the library's own: all of these, but for one that has no such function, are the same.
SELECT typname FROM pg_type WHERE typname ~ '^sketch_' AND typcategory = 'U' AND typtype = 'b'
  AND error_of(format('SELECT 1 / (sketch_add_all(NULL::%1$s, %2$L) = %1$s_empty())::int', typname, '{}')) <> 'none';
SELECT sketch_tuple_empty() = sketch_add(NULL::sketch_tuple, NULL::int, 1) AS tuple;
