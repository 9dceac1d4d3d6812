-- SPDX-License-Identifier: PostgreSQL
--
-- For test/t/cancel.pl: table `statement`, whose statements are cancelled. Variable columns is the
-- number of values of a tuple sketch's keys.

\i test/support/calls.sql
\i test/support/aggregates.sql
CALL largest(:columns, 1100000);

-- How many copies of the largest sketch of a type are merged: enough to take some time. The largest
-- of all are tuple sketches.
CREATE TABLE copies (type regtype, number int);
CREATE PROCEDURE count_copies() LANGUAGE plpgsql AS $$
DECLARE
  sketch regtype;
BEGIN
  FOR sketch IN SELECT type FROM sketch_type LOOP
    EXECUTE format(
      'INSERT INTO copies '
      'SELECT %1$L, CASE WHEN pg_column_size(v) > 20000000 THEN 2 ELSE 8 END FROM of_%1$s', sketch);
  END LOOP;
END
$$;
CALL count_copies();

-- A value for each type of argument: as a column of a table, or as an expression.
CREATE TABLE argument AS
  SELECT type, format('(SELECT v FROM of_%s)', type) AS expression FROM sketch_type
  UNION ALL
  SELECT typarray, format('(SELECT array_fill(v, ARRAY[%s]) FROM of_%s)', number, type)
  FROM copies JOIN pg_type ON oid = type;

-- Element x of a long array, and its length. PostgreSQL doesn't check for interrupts often enough
-- while it makes arrays that are much longer.
CREATE FUNCTION element(type regtype) RETURNS text LANGUAGE sql RETURN CASE type::text
  WHEN 'double precision' THEN 'x / 2000001.0::float8'
  WHEN 'smallint' THEN '(x % 30000)::int2'
  WHEN 'interval' THEN 'x * interval ''1 s'''
  WHEN 'date' THEN 'date ''2026-01-01'' + x'
  ELSE series(type) END;
CREATE FUNCTION length_of_array(element regtype) RETURNS int LANGUAGE sql RETURN
  CASE element::text WHEN 'double precision' THEN 1400000 ELSE 1000000 END;
CREATE PROCEDURE make_arrays() LANGUAGE plpgsql AS $$
DECLARE
  a record;
BEGIN
  FOR a IN
    SELECT DISTINCT p AS type, typelem::regtype AS element,
      'of_' || translate(p::text, ' []', '') AS place
    FROM call, unnest(parameters) p JOIN pg_type ON oid = p AND typcategory = 'A'
    WHERE typelem NOT IN (SELECT s.type FROM sketch_type s)
  LOOP
    EXECUTE format('CREATE TABLE %s (v %s)', a.place, a.type);
    -- PostgreSQL doesn't check for interrupts while it decompresses.
    EXECUTE format('ALTER TABLE %s ALTER v SET STORAGE EXTERNAL', a.place);
    EXECUTE format('INSERT INTO %s SELECT array_agg(%s) FROM generate_series(1, %s) x',
                   a.place, element(a.element), length_of_array(a.element));
    INSERT INTO argument VALUES (a.type, format('(SELECT v FROM %s)', a.place));
  END LOOP;
  INSERT INTO argument VALUES ('integer', '1'), ('anyelement', '(SELECT v FROM of_integer)'),
    ('anyarray', '(SELECT v FROM of_integer)'), ('cstring', 'NULL'), ('bytea', 'NULL');
END
$$;
CALL make_arrays();

CREATE FUNCTION value_of(type regtype) RETURNS text LANGUAGE sql RETURN coalesce(
  (SELECT expression FROM argument a WHERE a.type = value_of.type),
  (SELECT expression FROM pool(type) LIMIT 1));
CREATE FUNCTION has_array(types regtype[]) RETURNS boolean LANGUAGE sql RETURN
  EXISTS (SELECT FROM unnest(types) t JOIN pg_type ON oid = t AND typcategory = 'A');
CREATE FUNCTION has_sketch(types regtype[]) RETURNS boolean LANGUAGE sql RETURN
  EXISTS (SELECT FROM sketch_type JOIN pg_type ON oid = type
          WHERE type = ANY (types) OR typarray = ANY (types));

CREATE TABLE statement (number serial, name text, text text);

-- Functions and operators. Of those that differ only in the type of the value one is tried, with an
-- array of values if possible.
INSERT INTO statement (name, text)
  SELECT DISTINCT ON (name, parameters[1], has_array(parameters), cardinality(parameters))
    signature,
    format('SELECT count(r) FROM (SELECT %s AS r OFFSET 0) x', call_of(template, ARRAY(
      SELECT value_of(p) FROM unnest(parameters) WITH ORDINALITY u(p, i) ORDER BY i)))
  FROM call
  WHERE NOT aggregate AND NOT step AND has_sketch(parameters)
    AND name !~ '_(eq|ne|lt|le|gt|ge|hash_extended)$|[<=>]'
  ORDER BY name, parameters[1], has_array(parameters), cardinality(parameters),
    'double precision[]'::regtype = ANY (parameters) DESC, signature;

-- Aggregates without groups. Every other one that the batch executor takes is tried with it.
INSERT INTO statement (name, text)
  SELECT format('%s, batch executor %s', signature, batch),
    format('SET sketch.batch_executor = %s; SELECT count(r) FROM (SELECT %s AS r FROM row) x',
           batch, expression)
  FROM aggregate, unnest(ARRAY['on', 'off']) batch
  WHERE (batch = 'on') = (batched AND number % 2 = 0);

-- Aggregates with groups, and with more groups than fit into memory; eight aggregates at a time.
INSERT INTO statement (name, text)
  SELECT
    format('%s of %s, batch executor %s', kind, array_to_string(signatures, ' and '), batch),
    format('SET sketch.batch_executor = %s; SET work_mem = ''1MB''; SET enable_sort = off; '
           'SELECT count(g), %s '
           'FROM (SELECT %s AS g, %s FROM row WHERE x <= %s GROUP BY 1 OFFSET 0) x',
           batch, counts, groups, list, rows)
  FROM (
      SELECT batched, array_agg(signature ORDER BY number) AS signatures,
        string_agg(format('%s AS a%s', expression, number), ', ') AS list,
        string_agg(format('count(a%s)', number), ', ') AS counts
      FROM aggregate GROUP BY batched, number / 8) x,
    (VALUES ('groups', 'x % 1000', 40000), ('spilled groups', 'x', 25000)) v (kind, groups, rows),
    unnest(ARRAY['on', 'off']) batch
  WHERE batched OR batch = 'off';

-- Merges of the largest sketches.
INSERT INTO statement (name, text)
  SELECT format('%s, batch executor %s', signature, batch),
    format('SET sketch.batch_executor = %s; '
           'SELECT count(r) FROM (SELECT %s(v) AS r FROM of_%s, generate_series(1, %s)) x',
           batch, name, type, number)
  FROM call JOIN copies ON type = parameters[1], unnest(ARRAY['on', 'off']) batch
  WHERE aggregate ORDER BY signature, batch DESC;
