#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Feeds thousands of mutated images to all input functions, and to every function, operator and
# aggregate that takes a sketch. Each call must give a clean error or an answer: no crash, no hang,
# no unexpected SQLSTATE.
#
# Input functions (text, bytea) validate what they get. So that functions see the images
# nevertheless, a bytea column of a table is declared a sketch in the catalog, as if the disk had
# rotted. States of aggregates that are not sketches are attacked as well, because anyone can call
# an aggregate's steps with any arguments.
#
# All functions of a family use the same parser. So the input functions, which check everything, see
# every mutant, and each other function sees a share of the mutants in turn. An image of each
# possible form and domain is seen by one function of each name. With MUTANTS_SHARES=1 all functions
# see all mutants. MUTANTS is the number of mutants.
set -uo pipefail

# Whatever was committed before a crash must be there after it.
export PGDATABASE=sketch_mutated PGOPTIONS='-c client_min_messages=error -c synchronous_commit=on'
dropdb --if-exists --force "$PGDATABASE" 2>/dev/null
trap 'dropdb --if-exists --force "$PGDATABASE" 2>/dev/null' EXIT
createdb "$PGDATABASE" || exit 1

psql -qX -v ON_ERROR_STOP=1 <<'SQL' || exit 1
\i test/support/calls.sql
SELECT setseed(0.25) \g /dev/null

-- Mutates an image: bytes are changed (the first eight, which say what it is, as often as all others), cut
-- off, appended, or copied within it.
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

-- The mutants of one type at a time. Share 0 has those with another form or domain, and the odd ones.
CREATE TABLE mutant (s bytea, share int);
ALTER TABLE mutant ALTER s SET STORAGE EXTERNAL;
CREATE TABLE rotten (LIKE mutant INCLUDING STORAGE);
CREATE TABLE target (number serial, name text, query text, shares int[]);

-- Begins the attack on a type. Large images are useful but slow, so few of them are mutated.
CREATE PROCEDURE breed(attacked regtype, mutants int, shares int) LANGUAGE plpgsql AS $$
DECLARE
  good int := (SELECT min(id) FROM seed WHERE type = attacked AND NOT working AND how ~ ' 5000\)');
BEGIN
  TRUNCATE mutant, rotten, target RESTART IDENTITY;
  INSERT INTO mutant
    SELECT mutate(image), ceil(shares * (1 - random())) FROM (
      SELECT image, count(*) OVER () AS seeds FROM seed
      WHERE type = attacked AND (length(image) < 20000 OR id % 8 = 0)) x, generate_series(1, greatest(mutants / seeds, 1)) k;
  -- Every form and domain, whether it exists or not.
  INSERT INTO mutant SELECT set_byte(image, 2, byte), 0 FROM (SELECT image FROM seed WHERE type = attacked AND length(image) > 8 ORDER BY working, id LIMIT 1) x, generate_series(0, 255) byte;
  INSERT INTO mutant VALUES ('', 0), ('\x00', 0), (decode(repeat('ff', 5000), 'hex'), 0);
  UPDATE pg_attribute SET (atttypid, attalign) = (SELECT oid, typalign FROM pg_type WHERE typname = 'bytea')
    WHERE attrelid = 'rotten'::regclass AND attname = 's';
  INSERT INTO rotten SELECT * FROM mutant;
  UPDATE pg_attribute SET (atttypid, attalign) = (SELECT oid, typalign FROM pg_type WHERE oid = attacked)
    WHERE attrelid = 'rotten'::regclass AND attname = 's';

  -- The calls that have the type among their parameters. The other arguments make no difference here.
  INSERT INTO target (name, query, shares)
    SELECT signature, format('SELECT %s FROM rotten WHERE ctid = $1',
             call_of(template, ARRAY(SELECT CASE p WHEN attacked THEN 's' ELSE (SELECT expression FROM pool(p) LIMIT 1) END
                                     FROM unnest(parameters) WITH ORDINALITY u(p, i) ORDER BY i))),
           ARRAY[1 + row_number() OVER (ORDER BY signature) % shares] || CASE WHEN row_number() OVER (PARTITION BY name ORDER BY signature) = 1 THEN ARRAY[0] END
    FROM call WHERE attacked = ANY (parameters) AND NOT alike ORDER BY signature;
  IF attacked <> 'bytea'::regtype THEN
    INSERT INTO target (name, query)
      SELECT format('%s, %s', attacked, way), format(way_query, attacked, good) FROM (VALUES
        (1, 'bytea cast', 'SELECT s::%1$s FROM mutant WHERE ctid = $1'),
        (2, 'text input', 'SELECT encode(s, ''base64'')::%1$s FROM mutant WHERE ctid = $1'),
        (3, 'text input, not base64', 'SELECT encode(s, ''escape'')::%1$s FROM mutant WHERE ctid = $1'),
        (4, 'ORDER BY', 'SELECT s FROM (SELECT s FROM rotten WHERE ctid = $1 UNION ALL SELECT %1$s_empty()) x ORDER BY s'),
        (5, 'merge with a good one', 'SELECT sketch_merge(s) FROM (SELECT image::%1$s s FROM seed WHERE id = %2$s UNION ALL SELECT s FROM rotten WHERE ctid = $1) x')
      ) v (i, way, way_query) ORDER BY i;
  END IF;
END
$$;

-- Prints a line of TAP. The user is to blame for bad images (class 22, or 42804 for an image of another hash
-- domain), or the disk is (XX001); any other error is ours. A query that hangs runs into the timeout, an
-- unexpected SQLSTATE.
CREATE FUNCTION attack(target target) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  image record;
  answers int := 0;
  errors int := 0;
  odd text;
BEGIN
  FOR image IN SELECT ctid FROM mutant WHERE target.shares IS NULL OR share = ANY (target.shares) LOOP
    BEGIN
      EXECUTE target.query USING image.ctid;
      answers := answers + 1;
    EXCEPTION WHEN OTHERS OR query_canceled THEN
      errors := errors + 1;
      -- A literal has no type beside a sketch whose class has been changed.
      IF SQLSTATE NOT LIKE '22%' AND SQLSTATE NOT IN ('42804', 'XX001') AND NOT (SQLSTATE = '42P18' AND target.name ~ 'sketch_literal') THEN
        odd := format('SQLSTATE %s: %s', SQLSTATE, SQLERRM);
      END IF;
    END;
  END LOOP;
  RETURN format('%sok - %s: %s answers, %s errors%s', CASE WHEN odd IS NOT NULL OR answers + errors = 0 THEN 'not ' END, target.name, answers, errors, ', ' || translate(odd, E'\n', ' '));
END
$$;
SQL

status=0
for type in $(psql -qXAt -c 'SELECT type FROM sketch_type UNION SELECT type FROM seed ORDER BY 1'); do
  echo "# $type"
  psql -qX -v ON_ERROR_STOP=1 -c "CALL breed('$type', ${MUTANTS:-2500}, ${MUTANTS_SHARES:-6})" || exit 1
  targets=$(psql -qXAt -c 'SELECT count(*) FROM target') || exit 1
  # All in one session. If it dies, the next one continues after the target that killed it.
  attacked=0
  while ((attacked < targets)); do
    output=$(psql -qXAt -v ON_ERROR_STOP=1 -v attacked="$attacked" 2>&1 <<'SQL'
SET statement_timeout = '100s';
SELECT format('SELECT attack(t) FROM target t WHERE number = %s', number) FROM target WHERE number > :attacked ORDER BY number \gexec
SQL
    )
    grep -E '^(not )?ok - ' <<<"$output"
    if grep -q '^not ok - ' <<<"$output"; then status=1; fi
    attacked=$((attacked + $(grep -cE '^(not )?ok - ' <<<"$output")))
    if ((attacked < targets)); then
      attacked=$((attacked + 1)) status=1
      for _ in {1..100}; do
        name=$(psql -qXAt -c "SELECT name FROM target WHERE number = $attacked" 2>/dev/null) && break
        sleep 0.2
      done
      echo "not ok - ${name:-target $attacked}: $(tail -n 5 <<<"$output" | tr '\n' ' ')"
    fi
  done
done
exit $status
