#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# An ordinary user who may create objects in a database can install the extension, and can't smuggle
# own objects into it. And nobody can read through it what they may not read, with or without the
# batch executor.
set -uo pipefail
. test/tap.sh

export PGDATABASE=sketch_privileges PGOPTIONS='-c client_min_messages=error -c session_preload_libraries=sketch'
finish() {
  dropdb --if-exists --force "$PGDATABASE" 2>/dev/null
  for role in sketch_owner sketch_reader; do psql -qX -d postgres -c "DROP ROLE IF EXISTS $role" 2>/dev/null; done
}
finish
trap finish EXIT
psql -qX -d postgres -c 'CREATE ROLE sketch_owner' -c 'CREATE ROLE sketch_reader' && createdb -O sketch_owner "$PGDATABASE" || exit 1
owner() { sql "SET ROLE sketch_owner; $1"; }
members="pg_depend WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'sketch')"
fingerprint="SELECT count(*), md5(string_agg(d, E'\n' ORDER BY d)) FROM (SELECT pg_describe_object(classid, objid, objsubid) d FROM $members) x"

# ---- Installing

is "the owner of a database installs the extension" "$(owner 'CREATE EXTENSION sketch; SELECT approx_count_distinct(i) FROM generate_series(1, 9) i')" 9
clean=$(sql "SET search_path = pg_catalog, public; $fingerprint")
is "its objects are not the user's to change" "$(owner 'ALTER AGGREGATE approx_count_distinct(int) RENAME TO x' | head -1)" "ERROR:  must be owner of function approx_count_distinct"
is "its functions run with the rights of who calls them, who may be anyone, and hide no row from a security barrier" \
  "$(sql "SELECT oid::regprocedure FROM pg_proc WHERE (prosecdef OR proleakproof OR proacl IS NOT NULL OR proconfig IS NOT NULL)
    AND oid IN (SELECT objid FROM $members AND classid = 'pg_proc'::regclass)")" ""
sql 'DROP EXTENSION sketch'
is "a user who may not create can't install it" "$(sql 'SET ROLE sketch_reader; CREATE EXTENSION sketch' | head -1)" \
  'ERROR:  permission denied to create extension "sketch"'

# Objects with names that the install script uses are in the schema it installs to, which precedes
# pg_catalog in the path.
sql "DROP SCHEMA public; CREATE SCHEMA public AUTHORIZATION sketch_owner; CREATE SCHEMA planted AUTHORIZATION sketch_owner" >/dev/null
plant() {
  echo "CREATE DOMAIN $1.bytea AS text; CREATE DOMAIN $1.float8 AS text; CREATE DOMAIN $1.numeric AS text; CREATE DOMAIN $1.jsonb AS text;
    CREATE FUNCTION $1.eqsel(int) RETURNS float8 LANGUAGE sql AS 'SELECT 1/0.0::pg_catalog.float8';
    CREATE FUNCTION $1._sketch_hll_transition(anyelement, anyelement) RETURNS anyelement LANGUAGE sql AS 'SELECT \$1';
    CREATE FUNCTION $1._sketch_hll_merge_transition(anyelement, anyelement) RETURNS anyelement LANGUAGE sql AS 'SELECT \$1';
    CREATE FUNCTION $1._sketch_hll_final(anyelement) RETURNS anyelement LANGUAGE sql AS 'SELECT \$1';
    CREATE FUNCTION $1._sketch_hll_eq(anyelement, anyelement) RETURNS bool LANGUAGE sql AS 'SELECT true';
    CREATE OPERATOR $1.= (LEFTARG = anyelement, RIGHTARG = anyelement, FUNCTION = $1._sketch_hll_eq);"
}
is "objects of the script's names are planted" "$(owner "$(plant public) $(plant planted)")" ""
is "objects planted in the path have no part in it" \
  "$(owner 'SET search_path = planted, public, pg_catalog; CREATE EXTENSION sketch SCHEMA public; SELECT 1')
$(sql "SET search_path = pg_catalog, public; $fingerprint")
$(sql "SELECT count(*) FROM $members AND EXISTS (SELECT FROM pg_depend u WHERE (u.classid, u.objid) = (pg_depend.classid, pg_depend.objid) AND u.deptype = 'n'
    AND NOT EXISTS (SELECT FROM pg_depend m WHERE m.deptype = 'e' AND m.classid = u.refclassid
      AND (m.objid = u.refobjid OR m.objid = (SELECT typelem FROM pg_type WHERE oid = u.refobjid AND m.classid = 'pg_type'::regclass))) AND u.refclassid <> 'pg_namespace'::regclass
    AND u.refclassid <> 'pg_language'::regclass)")" "1
$clean
0"
for taken in 'TYPE public.sketch_kll AS (a int)' 'FUNCTION public._sketch_percentile_combine(pg_catalog.bytea, pg_catalog.bytea) RETURNS pg_catalog.bytea LANGUAGE sql AS $$SELECT $1$$'; do
  name=${taken#* } name=${name%%[ (]*}
  owner "DROP EXTENSION IF EXISTS sketch; CREATE $taken" >/dev/null
  is "a $name that is there already is an error, and is not taken over" \
    "$(owner 'CREATE EXTENSION sketch SCHEMA public' | grep -c 'already exists')$(sql "SELECT count(*) FROM $members")" 10
  owner "DROP ${taken%% *} $name" >/dev/null
done
sql "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC; CREATE EXTENSION sketch" >/dev/null

# ---- Reading

sql "CREATE TABLE t AS SELECT i, i % 10 AS g, 'secret' || i AS s FROM generate_series(1, 1000) i;
  GRANT SELECT (i, g) ON t TO sketch_reader;
  CREATE VIEW shown WITH (security_barrier) AS SELECT i, g, s FROM t WHERE g < 3; GRANT SELECT ON shown TO sketch_reader;
  CREATE TABLE r AS TABLE t; GRANT SELECT ON r TO sketch_reader;
  ALTER TABLE r ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON r USING (g < 2);
  CREATE TABLE parted (LIKE t) PARTITION BY HASH (i); CREATE TABLE parted0 PARTITION OF parted FOR VALUES WITH (MODULUS 1, REMAINDER 0);
  INSERT INTO parted TABLE t; GRANT SELECT ON parted TO sketch_reader;
  ALTER TABLE parted ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON parted USING (g < 4);
  CREATE FUNCTION leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0001 AS 'BEGIN RAISE WARNING ''%'', \$1; RETURN true; END';
  ANALYZE" >/dev/null
for batch in on off; do
  reader() { sql "SET sketch.batch_executor = $batch; SET ROLE sketch_reader; SET client_min_messages = warning; $1"; }
  is "a column that is granted, batches $batch" "$(reader 'SELECT approx_count_distinct(i), count(*) FROM t')" "1000|1000"
  is "a column that is not, batches $batch" "$(reader 'SELECT approx_count_distinct(s) FROM t')" "ERROR:  permission denied for table t"
  is "nor in FILTER, batches $batch" "$(reader "SELECT approx_count_distinct(i) FILTER (WHERE s > '') FROM t")" "ERROR:  permission denied for table t"
  is "the rows of a policy, batches $batch" "$(reader 'SELECT approx_count_distinct(i), count(*) FROM r')" "200|200"
  is "those of a partitioned table, batches $batch" "$(reader 'SELECT approx_count_distinct(i), count(*) FROM parted')" "400|400"
  for from in 'shown:300' 'r:200' 'parted:400'; do
    leaked=$(reader "SELECT approx_count_distinct(s), count(*) FILTER (WHERE leak(s)) FROM ${from%:*} WHERE leak(s)")
    is "a leaking function sees only rows of ${from%:*}, batches $batch" \
      "$(tail -1 <<<"$leaked"), $(grep -o 'secret[0-9]*' <<<"$leaked" | sort -u | wc -l)" "${from#*:}|${from#*:}, ${from#*:}"
  done
  is "a prepared plan is made again for another role, batches $batch" "$(sql "SET sketch.batch_executor = $batch; SET plan_cache_mode = force_generic_plan;
    PREPARE q AS SELECT approx_count_distinct(i) FROM r; EXECUTE q; SET ROLE sketch_reader; EXECUTE q")" "1000
200"
done
is "queries of a reader are run in batches" "$(sql 'SET ROLE sketch_reader; EXPLAIN (COSTS OFF) SELECT approx_count_distinct(s) FROM shown' | grep -c SketchAggregate)" 1
exit $status
