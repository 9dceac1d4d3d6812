-- SPDX-License-Identifier: PostgreSQL
--
-- For test/t/mutated.pl: damaged images, and attacks with them.
--
--   breed(type, mutants, shares, seed)   makes the mutants of a type, and what they are tried on
--   mutant, rotten, target               which are in these tables, for one type at a time
--   attack(target)                       tries them on a target

\i test/support/calls.sql

-- Changes bytes of an image (the first eight, which say what it is, as often as all others), cuts
-- bytes off, appends some, or copies some within it.
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
      WHEN 1 THEN
        image := set_byte(image, place, get_byte(image, place) # (1 << floor(random() * 8)::int));
      WHEN 2 THEN
        image := set_byte(image, place,
                          (ARRAY[0, 1, 8, 9, 127, 128, 255])[1 + floor(random() * 7)]);
      WHEN 3 THEN image := substr(image, 1, floor(random() * (size + 1))::int);
      WHEN 4 THEN image := image || sha256(image);
      ELSE
        image := overlay(image PLACING substr(image, floor(random() * size)::int + 1, 8)
                         FROM place + 1);
    END CASE;
    size := length(image);
  END LOOP;
  RETURN image;
END
$$;

-- Mutants as bytea. Share 0 has those with another form or domain, and the odd ones.
CREATE TABLE mutant (s bytea, share int);
ALTER TABLE mutant ALTER s SET STORAGE EXTERNAL;

-- The same rows, in the same places, whose column s has the type that is attacked.
CREATE TABLE rotten (LIKE mutant INCLUDING STORAGE);

-- A target's query takes the place of a mutant. Its shares are those it sees; NULL for all.
CREATE TABLE target (number serial, name text, query text, shares int[]);

-- Declares a bytea column of `rotten` to be of another type, or the reverse.
CREATE PROCEDURE declare_rotten(type regtype) LANGUAGE sql AS $$
  UPDATE pg_attribute
  SET (atttypid, attalign) = (SELECT oid, typalign FROM pg_type WHERE oid = type)
  WHERE attrelid = 'rotten'::regclass AND attname = 's'
$$;

CREATE PROCEDURE breed_mutants(attacked regtype, mutants int, shares int)
LANGUAGE plpgsql AS $$
BEGIN
  -- Large images are useful but slow, so few of them are mutated.
  INSERT INTO mutant
    SELECT mutate(image), ceil(shares * (1 - random())) FROM (
      SELECT image, count(*) OVER () AS seeds FROM seed
      WHERE type = attacked AND (length(image) < 20000 OR id % 8 = 0)) x,
      generate_series(1, greatest(mutants / seeds, 1)) k;
  -- Every form and domain, whether it exists or not.
  INSERT INTO mutant
    SELECT set_byte(image, 2, byte), 0 FROM (
      SELECT image FROM seed WHERE type = attacked AND length(image) > 8
      ORDER BY working, id LIMIT 1) x, generate_series(0, 255) byte;
  INSERT INTO mutant VALUES ('', 0), ('\x00', 0), (decode(repeat('ff', 5000), 'hex'), 0);
  CALL declare_rotten('bytea');
  INSERT INTO rotten SELECT * FROM mutant;
  CALL declare_rotten(attacked);
END
$$;

-- The calls that have the type among their parameters. The other arguments make no difference here.
CREATE PROCEDURE target_calls(attacked regtype, shares int) LANGUAGE sql AS $$
  INSERT INTO target (name, query, shares)
    SELECT signature, format('SELECT %s FROM rotten WHERE ctid = $1', call_of(template, ARRAY(
        SELECT CASE p WHEN attacked THEN 's' ELSE (SELECT expression FROM pool(p) LIMIT 1) END
        FROM unnest(parameters) WITH ORDINALITY u(p, i) ORDER BY i))),
      ARRAY[1 + row_number() OVER (ORDER BY signature) % shares]
        || CASE WHEN row_number() OVER (PARTITION BY name ORDER BY signature) = 1 THEN ARRAY[0] END
    FROM call WHERE attacked = ANY (parameters) AND NOT alike ORDER BY signature
$$;

-- What else takes an image; %1$s is the type, and %2$s an image that is good.
CREATE PROCEDURE target_inputs(attacked regtype) LANGUAGE sql AS $$
  INSERT INTO target (name, query)
    SELECT format('%s, %s', attacked, way), format(query, attacked,
      (SELECT min(id) FROM seed WHERE type = attacked AND NOT working AND how ~ ' 5000\)'))
    FROM (VALUES
      (1, 'bytea cast', 'SELECT s::%1$s FROM mutant WHERE ctid = $1'),
      (2, 'text input', 'SELECT encode(s, ''base64'')::%1$s FROM mutant WHERE ctid = $1'),
      (3, 'text input, not base64',
       'SELECT encode(s, ''escape'')::%1$s FROM mutant WHERE ctid = $1'),
      (4, 'ORDER BY',
       'SELECT s FROM (SELECT s FROM rotten WHERE ctid = $1 UNION ALL SELECT %1$s_empty()) x '
       'ORDER BY s'),
      (5, 'merge with a good one',
       'SELECT sketch_merge(s) FROM (SELECT image::%1$s s FROM seed WHERE id = %2$s '
       'UNION ALL SELECT s FROM rotten WHERE ctid = $1) x')
    ) v (i, way, query) ORDER BY i
$$;

CREATE PROCEDURE breed(attacked regtype, mutants int, shares int, seed float8)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM setseed(seed);
  TRUNCATE mutant, rotten, target RESTART IDENTITY;
  CALL breed_mutants(attacked, mutants, shares);
  CALL target_calls(attacked, shares);
  IF attacked <> 'bytea'::regtype THEN CALL target_inputs(attacked); END IF;
END
$$;

-- Whether an attack should get this error. The user is to blame for bad images (class 22, or 42804
-- for an image of another hash domain), or the disk is (XX001). A literal has no type beside a
-- sketch whose class has been changed.
CREATE FUNCTION expected(state text, name text) RETURNS boolean IMMUTABLE LANGUAGE sql RETURN
  state LIKE '22%' OR state IN ('42804', 'XX001') OR state = '42P18' AND name ~ 'sketch_literal';

-- Counts answers and errors; `odd` is an error that is ours. A query that hangs runs into the
-- timeout, which is one.
CREATE FUNCTION attack(target target, OUT answers int, OUT errors int, OUT odd text)
LANGUAGE plpgsql AS $$
DECLARE
  image record;
BEGIN
  answers := 0;
  errors := 0;
  EXECUTE format('PREPARE attack(tid) AS %s', target.query);
  FOR image IN
    SELECT ctid FROM mutant WHERE target.shares IS NULL OR share = ANY (target.shares)
  LOOP
    BEGIN
      EXECUTE format('EXECUTE attack(%L)', image.ctid);
      answers := answers + 1;
    EXCEPTION WHEN OTHERS OR query_canceled THEN
      errors := errors + 1;
      IF NOT expected(SQLSTATE, target.name) THEN
        odd := format('SQLSTATE %s: %s', SQLSTATE, SQLERRM);
      END IF;
    END;
  END LOOP;
  DEALLOCATE attack;
END
$$;
