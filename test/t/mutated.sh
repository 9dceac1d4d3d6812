#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Feeds thousands of mutated images to every way in and to every function, operator and aggregate that
# takes a sketch. Each call must give a clean error or an answer: no crash, no hang, no odd SQLSTATE.
#
# The ways in (text, bytea) check what they are given, so functions are attacked from behind: a table of
# bytea whose column is declared a sketch in the catalog, as if the disk had rotted. States of aggregates
# that are not sketches are attacked as well: anyone can call an aggregate's steps with what they like.
set -uo pipefail

export PGDATABASE=sketch_mutated PGOPTIONS='-c client_min_messages=error'
dropdb --if-exists --force "$PGDATABASE" 2>/dev/null
trap 'dropdb --if-exists --force "$PGDATABASE" 2>/dev/null' EXIT
createdb "$PGDATABASE" || exit 1

psql -qX -v ON_ERROR_STOP=1 <<'SQL' || exit 1
\i test/support/calls.sql
SELECT setseed(0.25) \g /dev/null

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
CREATE TABLE rotten (s bytea);
ALTER TABLE rotten ALTER s SET STORAGE EXTERNAL;

CREATE TABLE outcome (name text, answers int, errors int, odd text);

-- Begins the attack on a type. Large images are as good as they are slow: few are mutated.
CREATE PROCEDURE breed(attacked regtype, mutants int) LANGUAGE plpgsql AS $$
BEGIN
  TRUNCATE mutant, rotten, outcome;
  INSERT INTO mutant
    SELECT mutate(image) FROM (
      SELECT image, count(*) OVER () AS seeds FROM seed
      WHERE type = attacked AND (length(image) < 20000 OR id % 8 = 0)) x, generate_series(1, mutants / seeds) k;
  -- Each form and domain, whether there is such or not.
  INSERT INTO mutant SELECT set_byte(image, 2, byte) FROM (SELECT image FROM seed WHERE type = attacked AND length(image) > 8 ORDER BY working, id LIMIT 1) x, generate_series(0, 255) byte;
  INSERT INTO mutant VALUES (''), ('\x00'), (decode(repeat('ff', 5000), 'hex'));
  UPDATE pg_attribute SET (atttypid, attalign) = (SELECT oid, typalign FROM pg_type WHERE typname = 'bytea')
    WHERE attrelid = 'rotten'::regclass AND attname = 's';
  INSERT INTO rotten SELECT s FROM mutant;
  UPDATE pg_attribute SET (atttypid, attalign) = (SELECT oid, typalign FROM pg_type WHERE oid = attacked)
    WHERE attrelid = 'rotten'::regclass AND attname = 's';
END
$$;

-- The calls with the type among their parameters. Of what value there is beside it makes no difference here.
CREATE FUNCTION targets(attacked regtype) RETURNS TABLE (name text, query text) LANGUAGE sql AS $$
  SELECT signature, format('SELECT %s FROM rotten WHERE ctid = $1',
           call_of(template, ARRAY(SELECT CASE p WHEN attacked THEN 's' ELSE (SELECT expression FROM pool(p) LIMIT 1) END
                                   FROM unnest(parameters) WITH ORDINALITY u(p, i) ORDER BY i)))
  FROM call WHERE attacked = ANY (parameters) AND NOT alike ORDER BY signature
$$;

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
      -- A literal is of no type beside a sketch of a changed class.
      IF SQLSTATE NOT LIKE '22%' AND SQLSTATE NOT IN ('42804', 'XX001') AND NOT (SQLSTATE = '42P18' AND call_name ~ 'sketch_literal') THEN
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
  outcome=$(psql -qXAt -v ON_ERROR_STOP=1 -v name="$1" -v query="$2" 2>&1 <<'SQL'
SET statement_timeout = '100s';
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

for type in $(psql -qXAt -c 'SELECT type FROM sketch_type UNION SELECT type FROM seed ORDER BY 1'); do
  echo "# $type"
  psql -qX -v ON_ERROR_STOP=1 -c "CALL breed('$type', ${MUTANTS:-2500})" || exit 1
  while IFS=$'\t' read -r name query; do
    attack "$name" "$query"
  done < <(psql -qXAt -F $'\t' -c "SELECT * FROM targets('$type')")
  [[ $type == bytea ]] && continue
  attack "$type, bytea cast" "SELECT s::$type FROM mutant WHERE ctid = \$1"
  attack "$type, text input" "SELECT encode(s, 'base64')::$type FROM mutant WHERE ctid = \$1"
  attack "$type, text input, not base64" "SELECT encode(s, 'escape')::$type FROM mutant WHERE ctid = \$1"
  attack "$type, ORDER BY" "SELECT s FROM (SELECT s FROM rotten WHERE ctid = \$1 UNION ALL SELECT ${type}_empty()) x ORDER BY s"
  good=$(psql -qXAt -c "SELECT min(id) FROM seed WHERE type = '$type'::regtype AND NOT working AND how ~ ' 5000\)'")
  attack "$type, merge with a good one" "SELECT sketch_merge(s) FROM (SELECT image::$type s FROM seed WHERE id = $good UNION ALL SELECT s FROM rotten WHERE ctid = \$1) x"
done
exit $status
