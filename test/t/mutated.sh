#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Feeds thousands of mutated images to every way in and to every function, operator and aggregate that
# takes a sketch. Each call must give a clean error or an answer: no crash, no hang, no odd SQLSTATE.
#
# The ways in (text, bytea) check what they are given, so functions are attacked from behind: a table of
# bytea whose column is declared a sketch in the catalog, as if the disk had rotted.
#
# Without an argument it runs itself for each type that has seeds below.
set -uo pipefail

if (($# == 0)); then
  status=0
  for type in sketch_hll sketch_theta sketch_tuple sketch_kll sketch_dd sketch_tdigest sketch_countmin; do
    echo "# $type"
    bash "$0" "$type" || status=1
  done
  exit $status
fi
type=$1

# Images to mutate, of every form.
case $type in
  sketch_hll) seeds='SELECT sketch_hll_agg(x, p)::bytea FROM unnest(ARRAY[4, 9, 12]) p,
    unnest(ARRAY[1, 2, 20, 100, 400, 1000, 100000]) n, generate_series(1, n) x GROUP BY p, n' ;;
  sketch_theta) seeds='SELECT sketch_theta_agg(x, p)::bytea FROM unnest(ARRAY[4, 9, 15]) p,
    unnest(ARRAY[1, 2, 20, 400, 1000, 50000]) n, generate_series(1, n) x GROUP BY p, n' ;;
  sketch_tuple) seeds="SELECT sketch_tuple_agg(x, ARRAY[x, x * 0.1, 1], p, mode)::bytea FROM (VALUES (4, 'sum'), (9, 'min'), (15, 'max')) m(p, mode),
    unnest(ARRAY[1, 2, 20, 400, 1000, 20000]) n, generate_series(1, n) x GROUP BY p, mode, n" ;;
  sketch_kll) seeds="SELECT sketch_kll_agg(x * 0.25, k)::bytea FROM unnest(ARRAY[8, 200]) k,
    unnest(ARRAY[1, 2, 20, 700, 30000]) n, generate_series(1, n) x GROUP BY k, n
    UNION ALL SELECT sketch_kll_agg(timestamptz '2026-01-01' + x * interval '1 s')::bytea
    FROM unnest(ARRAY[1, 700]) n, generate_series(1, n) x GROUP BY n" ;;
  sketch_dd) seeds='SELECT sketch_dd_agg((x - 100) ^ 3, a)::bytea FROM unnest(ARRAY[0.001, 0.01, 0.3]) a,
    unnest(ARRAY[1, 2, 20, 64, 65, 1000, 30000]) n, generate_series(1, n) x GROUP BY a, n' ;;
  sketch_tdigest) seeds='SELECT sketch_tdigest_agg((x - 100) ^ 3 / 7, c)::bytea FROM unnest(ARRAY[20, 400]) c,
    unnest(ARRAY[1, 2, 20, 200, 1000, 30000]) n, generate_series(1, n) x GROUP BY c, n
    UNION ALL SELECT sketch_tdigest_agg(x, (x * x)::bigint)::bytea FROM generate_series(1, 60) x' ;;
  sketch_countmin) seeds='SELECT sketch_countmin_agg(x % 2000, e)::bytea FROM unnest(ARRAY[0.5, 0.01]) e,
    unnest(ARRAY[1, 2, 20, 100, 3000]) n, generate_series(1, n) x GROUP BY e, n' ;;
  *) echo "not ok - no seeds for $type"; exit 1 ;;
esac

database=sketch_mutated
trap 'dropdb --if-exists --force "$database" 2>/dev/null' EXIT
createdb "$database" || exit 1
mutants=${MUTANTS:-3000}

psql -qX -v ON_ERROR_STOP=1 -v mutants="$mutants" -v type="$type" -v empty="${type}_empty" -v seeds="$seeds" -d "$database" <<'SQL' || exit 1
CREATE EXTENSION sketch;
SELECT setseed(0.25) \g /dev/null

CREATE FUNCTION attacked() RETURNS regtype IMMUTABLE LANGUAGE sql RETURN :'type'::regtype;
CREATE TABLE seed AS SELECT image FROM (:seeds UNION ALL SELECT :empty()::bytea) x (image);

-- One mutation of an image: bytes changed (the first eight, which say what it is, as often as all
-- others), cut off, appended, or copied within it.
CREATE FUNCTION mutate(image bytea) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
  size int := length(image);
  place int;
BEGIN
  FOR k IN 0 .. floor(3 * random()) LOOP
    EXIT WHEN size = 0;
    place := floor(random() * CASE WHEN random() < 0.5 THEN least(size, 8) ELSE size END);
    CASE floor(random() * 6)
      WHEN 0 THEN image := set_byte(image, place, floor(random() * 256)::int);
      WHEN 1 THEN image := set_byte(image, place, get_byte(image, place) # (1 << floor(random() * 8)::int));
      WHEN 2 THEN image := set_byte(image, place, (ARRAY[0, 1, 8, 9, 127, 128, 255])[1 + floor(random() * 7)]);
      WHEN 3 THEN image := substr(image, 1, floor(random() * (size + 1))::int);
      WHEN 4 THEN image := image || sha256(image);
      ELSE image := overlay(image PLACING substr(image, floor(random() * size)::int + 1, 8) FROM place + 1);
    END CASE;
    size := length(image);
  END LOOP;
  RETURN image;
END
$$;

CREATE TABLE mutant (s bytea);
ALTER TABLE mutant ALTER s SET STORAGE EXTERNAL;
INSERT INTO mutant
  SELECT mutate(image) FROM seed, generate_series(1, :mutants / (SELECT count(*) FROM seed)) k;
INSERT INTO mutant VALUES (''), ('\x00'), (decode(repeat('ff', 5000), 'hex'));
CREATE TABLE rotten AS SELECT s FROM mutant;
SET allow_system_table_mods = on;
UPDATE pg_attribute SET atttypid = t.oid, attalign = t.typalign
  FROM pg_type t WHERE t.oid = attacked() AND attrelid = 'rotten'::regclass AND attname = 's';

-- A value of a type, to fill the other arguments with.
CREATE FUNCTION sample(type regtype) RETURNS text LANGUAGE sql AS $$
  SELECT CASE
    WHEN type = attacked() THEN 's'
    WHEN type = 'anyelement'::regtype THEN
      CASE attacked()::text WHEN 'sketch_hll' THEN '''{1}''::int[]' WHEN 'sketch_theta' THEN '''{1}''::int[]' ELSE '1::bigint' END
    WHEN type = 'sketch_theta'::regtype THEN 'sketch_add(sketch_theta_empty(), 1)'
    WHEN type = 'sketch_tuple'::regtype THEN 'sketch_add(sketch_tuple_empty(), 1, 1)'
    WHEN type::text LIKE 'any%array' THEN 'ARRAY[1]'
    WHEN type::text LIKE '%[]' THEN format('ARRAY[%s]', sample(left(type::text, -2)::regtype))
    ELSE format('%L::%s', CASE type::text
      WHEN 'uuid' THEN repeat('1', 32) WHEN 'inet' THEN '1.1.1.1' WHEN 'cidr' THEN '1.1.1.1'
      WHEN 'date' THEN '2026-01-01' WHEN 'time without time zone' THEN '12:00'
      WHEN 'time with time zone' THEN '12:00+0' WHEN 'macaddr' THEN '08:00:2b:01:02:03'
      WHEN 'timestamp without time zone' THEN '2026-01-01' WHEN 'timestamp with time zone' THEN '2026-01-01'
      WHEN 'double precision' THEN '0.5' ELSE '1' END, type)
  END
$$;

-- What there is to call. What only PostgreSQL calls is reached through aggregates and operators.
CREATE TABLE call AS
  SELECT p.oid::regprocedure::text AS name, p.prokind = 'a' AS aggregate,
         format('%s(%s)', p.oid::regproc,
                (SELECT string_agg(sample(a), ', ' ORDER BY i)
                 FROM unnest(p.proargtypes) WITH ORDINALITY u(a, i))) AS expression
  FROM pg_proc p JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
    AND d.deptype = 'e' AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'sketch')
  WHERE attacked() = ANY (p.proargtypes::oid[])
    AND NOT 'internal'::regtype = ANY (p.proargtypes::oid[])
    AND p.oid NOT IN (SELECT unnest(ARRAY[aggtransfn, aggfinalfn, aggcombinefn]::oid[]) FROM pg_aggregate);
INSERT INTO call
  SELECT format('operator %s', o.oid::regoperator), false,
         concat_ws(' ', CASE WHEN oprleft <> 0 THEN sample(oprleft) END, oprname, sample(oprright))
  FROM pg_operator o JOIN pg_depend d ON d.classid = 'pg_operator'::regclass AND d.objid = o.oid
    AND d.deptype = 'e' AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'sketch')
  WHERE attacked() IN (oprleft, oprright);

CREATE TABLE outcome (name text, answers int, errors int, odd text);

-- Bad images are the user's fault (class 22, or 42804 for an image of another hash domain) or the disk's
-- (XX001); anything else is ours.
CREATE FUNCTION attack(call_name text, query text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  image record;
  answers int := 0;
  errors int := 0;
  odd text;
BEGIN
  FOR image IN SELECT ctid FROM mutant LOOP
    BEGIN
      EXECUTE query USING image.ctid;
      answers := answers + 1;
    EXCEPTION WHEN OTHERS OR query_canceled THEN
      errors := errors + 1;
      IF SQLSTATE NOT LIKE '22%' AND SQLSTATE NOT IN ('42804', 'XX001') THEN
        odd := format('SQLSTATE %s: %s', SQLSTATE, SQLERRM);
      END IF;
    END;
  END LOOP;
  INSERT INTO outcome VALUES (call_name, answers, errors, odd);
END
$$;
SQL

status=0
# attack NAME QUERY: one case. A query that hangs runs into the timeout, which is an odd SQLSTATE.
attack() {
  local outcome
  outcome=$(psql -qXAt -v ON_ERROR_STOP=1 -d "$database" -v name="$1" -v query="$2" 2>&1 <<'SQL'
SET statement_timeout = '100s';
SET client_min_messages = error;
SELECT attack(:'name', :'query') \g /dev/null
SELECT format('%s answers, %s errors%s', answers, errors, ', ' || odd) FROM outcome WHERE name = :'name';
SQL
  )
  if [[ $outcome =~ ^[0-9]+\ answers,\ [0-9]+\ errors$ ]]; then
    echo "ok - $1: $outcome"
  else
    echo "not ok - $1: $outcome"
    status=1
  fi
}

attack "$type, bytea cast" "SELECT s::$type FROM mutant WHERE ctid = \$1"
attack "$type, text input" "SELECT encode(s, 'base64')::$type FROM mutant WHERE ctid = \$1"
attack "$type, text input, not base64" "SELECT encode(s, 'escape')::$type FROM mutant WHERE ctid = \$1"
while IFS=$'\t' read -r name expression; do
  attack "$name" "SELECT $expression FROM rotten WHERE ctid = \$1"
done < <(psql -qXAt -F $'\t' -d "$database" -c 'SELECT name, expression FROM call ORDER BY 1')
attack "$type, ORDER BY" "SELECT s FROM (SELECT s FROM rotten WHERE ctid = \$1 UNION ALL SELECT ${type}_empty()) x ORDER BY s"
values=i
[[ $type == sketch_tuple ]] && values='i, ARRAY[i, 1, 1]'
attack "$type, merge with a good one" "SELECT sketch_merge(s) FROM (SELECT ${type}_agg($values) s FROM generate_series(1, 3000) i UNION ALL SELECT s FROM rotten WHERE ctid = \$1) x"
exit $status
