-- Every object that an install script has made in schema public, one a line, without OIDs.
WITH here AS (SELECT 'public'::regnamespace AS schema),
routines AS (
  SELECT p.oid, p.oid::regprocedure::text AS name, to_jsonb(p)
         - ('{oid,proowner,pronamespace,prorettype,proargtypes,'
            'proallargtypes,prosupport,prosqlbody,proargdefaults}')::text[]
         || jsonb_build_object('arguments', pg_get_function_arguments(p.oid),
                               'result', pg_get_function_result(p.oid),
                               'support', p.prosupport::text,
                               'body', pg_get_function_sqlbody(p.oid))
         || coalesce((SELECT jsonb_object_agg(key, CASE WHEN key = 'aggtranstype'
                               THEN (value #>> '{}')::oid::regtype::text ELSE value #>> '{}' END)
                        FROM jsonb_each(to_jsonb(a) - '{aggfnoid}'::text[])), '{}') AS what
    FROM here, pg_proc p LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid WHERE p.pronamespace = schema),
types AS (
  SELECT t.oid, t.oid::regtype::text AS name, to_jsonb(t)
         - '{oid,typowner,typnamespace,typrelid,typelem,typarray,typcollation}'::text[]
         || jsonb_build_object('columns', (
              SELECT array_agg(attname || ' ' || atttypid::regtype ORDER BY attnum)
              FROM pg_attribute WHERE attrelid = typrelid)) AS what
    FROM here, pg_type t WHERE typnamespace = schema),
operators AS (
  SELECT o.oid, o.oid::regoperator::text AS name, jsonb_build_object(
         'kind', oprkind, 'merges', oprcanmerge, 'hashes', oprcanhash,
         'commutator', oprcom::regoperator::text, 'negator', oprnegate::regoperator::text,
         'function', oprcode::text, 'restrict', oprrest::text, 'join', oprjoin::text) AS what
    FROM here, pg_operator o WHERE oprnamespace = schema),
families AS (
  SELECT f.oid, format('%s using %s', opfname, opfmethod) AS name, jsonb_build_object(
         'operators', (SELECT array_agg(format('%s %s', amopstrategy, amopopr::regoperator) ORDER BY 1)
                       FROM pg_amop WHERE amopfamily = f.oid),
         'functions', (SELECT array_agg(format('%s %s', amprocnum, amproc::regprocedure) ORDER BY 1)
                       FROM pg_amproc WHERE amprocfamily = f.oid),
         'classes', (SELECT array_agg(format('%s %s %s', opcname, opcintype::regtype, opcdefault))
                     FROM pg_opclass WHERE opcfamily = f.oid)) AS what
    FROM here, pg_opfamily f WHERE opfnamespace = schema),
casts AS (
  SELECT c.oid, format('cast from %s to %s', castsource::regtype, casttarget::regtype) AS name,
         jsonb_build_object('function', castfunc::regprocedure::text,
                            'context', castcontext, 'method', castmethod) AS what
    FROM here, pg_cast c JOIN pg_proc f ON f.oid = castfunc WHERE pronamespace = schema)
SELECT kind, name, what, obj_description(oid, kind) AS comment
  FROM (SELECT 'pg_proc' AS kind, * FROM routines
        UNION ALL SELECT 'pg_type', * FROM types
        UNION ALL SELECT 'pg_operator', * FROM operators
        UNION ALL SELECT 'pg_opfamily', * FROM families
        UNION ALL SELECT 'pg_cast', * FROM casts) all_objects
  ORDER BY kind, name;
