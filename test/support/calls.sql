-- SPDX-License-Identifier: PostgreSQL
--
-- All callable objects of the extension, and values of every type to call them with. Both come from
-- the catalog: a new family of sketches takes part in every test that reads this file, and a test
-- reports any argument type that is not known here.
--
--   member        the objects of the extension
--   sketch_type   its types of sketches
--   call          its functions, aggregates and operators; call_of() makes an expression of one. Calls that differ
--                 only in the type of the value are marked `alike`, except for the first
--   pool(type)    values of a type, as expressions: first an ordinary one, then mostly odd ones
--   seed          images of sketches, and of states of aggregates that are not sketches, in every form. To save
--                 time: only empty ones if the variable without_seeds is set, only small ones if small_seeds is

CREATE EXTENSION sketch;

CREATE VIEW member AS
  SELECT classid::regclass, objid FROM pg_depend
  WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass
    AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'sketch');

CREATE TABLE sketch_type AS
  SELECT t.oid::regtype AS type FROM member JOIN pg_type t ON classid = 'pg_type'::regclass AND objid = t.oid
  WHERE typtype = 'b' AND typcategory = 'U';

-- ---- Calls

-- The types that aggregates are declared for.
CREATE TABLE value_type AS
  SELECT DISTINCT proargtypes[0]::regtype AS type FROM member JOIN pg_proc p ON classid = 'pg_proc'::regclass AND objid = p.oid
  WHERE proname = 'sketch_hll_agg' AND pronargs = 1;

-- Only PostgreSQL can call functions that take `internal`. Ordered-set aggregates have their own
-- syntax, so only their steps and final functions are included.
CREATE TABLE call AS
  SELECT *, 1 < row_number() OVER (PARTITION BY name, aggregate, ARRAY(SELECT nullif(p, value_type.type) FROM unnest(parameters) WITH ORDINALITY u(p, i)
                                                                       LEFT JOIN value_type ON type = p ORDER BY i) ORDER BY signature) AS alike FROM (
    SELECT p.oid::regprocedure::text AS signature, p.proname::text AS name, p.prokind = 'a' AS aggregate,
           ARRAY(SELECT t::regtype FROM unnest(p.proargtypes) t) AS parameters, p.prorettype::regtype AS result,
           p.oid IN (SELECT unnest(ARRAY[aggtransfn, aggcombinefn]::oid[]) FROM pg_aggregate) AS step,
           format('%s(%s)', p.oid::regproc,
                  (SELECT string_agg(format('%%%s$s', i), ', ' ORDER BY i) FROM generate_series(1, p.pronargs) i)) AS template
    FROM member JOIN pg_proc p ON classid = 'pg_proc'::regclass AND objid = p.oid
    WHERE NOT 'internal'::regtype = ANY (p.proargtypes::oid[]) AND NOT EXISTS (SELECT FROM pg_aggregate WHERE aggfnoid = p.oid AND aggkind <> 'n')
    UNION ALL
    SELECT format('operator %s', o.oid::regoperator), format('operator %s', o.oprname), false,
           array_remove(ARRAY[oprleft, oprright], 0::oid)::regtype[], oprresult::regtype, false,
           CASE oprleft WHEN 0 THEN format('%s (%%1$s)', oprname) ELSE format('(%%1$s) %s (%%2$s)', oprname) END
    FROM member JOIN pg_operator o ON classid = 'pg_operator'::regclass AND objid = o.oid) c;

CREATE FUNCTION call_of(template text, arguments text[]) RETURNS text IMMUTABLE LANGUAGE sql
  RETURN format(template, VARIADIC coalesce(arguments, '{}'));

-- ---- Seeds

-- The first argument of an aggregate for row x, and candidates for the other arguments.
CREATE FUNCTION series(type regtype) RETURNS text IMMUTABLE LANGUAGE sql RETURN CASE type::text
  WHEN 'double precision' THEN '(x - 100) ^ 3 / 7'
  WHEN 'timestamp with time zone' THEN 'timestamptz ''2026-01-01'' + x * interval ''1 s'''
  WHEN 'timestamp without time zone' THEN 'timestamp ''2026-01-01'' + x * interval ''1 s'''
  WHEN 'time without time zone' THEN 'time ''00:00'' + x * interval ''1 us'''
  WHEN 'anyelement' THEN 'x'
  ELSE format('x::%s', type) END;
CREATE FUNCTION parameters(type regtype) RETURNS text[] IMMUTABLE LANGUAGE sql RETURN CASE type::text
  WHEN 'integer' THEN ARRAY['4', '15', '200']
  -- A weight. Adding large ones to a large sketch takes long.
  WHEN 'bigint' THEN ARRAY['CASE WHEN x <= 200 OR x % 100 = 0 THEN x::bigint * x ELSE 1 + x % 3 END']
  WHEN 'numeric' THEN ARRAY['CASE WHEN x <= 200 OR x % 100 = 0 THEN x::numeric ELSE 1 + x % 3 END']
  WHEN 'double precision' THEN ARRAY['0.001', '0.3', 'x * 0.1']
  WHEN 'anycompatible' THEN ARRAY['x']
  WHEN 'sketch_draw' THEN ARRAY['''(0.5,,)''::sketch_draw', '(0.01, 100, x % 3)::sketch_draw']
  WHEN 'double precision[]' THEN ARRAY['ARRAY[0.5]', 'ARRAY[x, x * 0.1, 1]']
  WHEN 'text' THEN ARRAY['''sum''', '''min''', '''max''', '''low''']
  ELSE ARRAY[format('x::%s', type)] END;

CREATE TABLE seed (
  id serial PRIMARY KEY,
  type regtype,
  how text,       -- an expression that makes it again
  working bool,   -- whether it is a state of an aggregate
  image bytea
);
CREATE UNIQUE INDEX ON seed (type, md5(image));

CREATE PROCEDURE make_seeds(sizes int[]) LANGUAGE plpgsql AS $$
DECLARE
  built record;
  arguments text;
  combination int;
  size int;
  how text;
BEGIN
  FOR built IN
    SELECT DISTINCT ON (a.aggtransfn, p.prorettype = a.aggtranstype)
           p.oid::regproc::text AS name, ARRAY(SELECT t::regtype FROM unnest(p.proargtypes) t) AS parameters, p.prorettype::regtype AS type,
           a.aggtranstype::regtype AS state, a.aggtransfn, format('state_%s', p.oid) AS of_state,
           a.aggtranstype IN (SELECT s.type FROM sketch_type s) AS sketch
    FROM pg_aggregate a JOIN pg_proc p ON p.oid = aggfnoid JOIN member ON classid = 'pg_proc'::regclass AND objid = p.oid
    WHERE p.proargtypes[0]::regtype::text IN ('integer', 'double precision', 'timestamp with time zone', 'anyelement')
      AND (p.prorettype = a.aggtranstype OR a.aggtranstype NOT IN (SELECT s.type FROM sketch_type s))
      -- The type of the keys makes no difference to an image, and there are many parameters to try.
      AND (p.proname !~ 'tuple' OR p.proargtypes[0] = 'integer'::regtype)
    ORDER BY a.aggtransfn, p.prorettype = a.aggtranstype, 1, 2
  LOOP
    -- The same aggregate without its final function: its result is the state.
    EXECUTE format('CREATE AGGREGATE %s(%s) (SFUNC = %s, STYPE = %s)', built.of_state,
                   array_to_string(built.parameters, ', '), built.aggtransfn, built.state);
    EXECUTE format('CREATE TABLE state (how text, s %s)', built.state);
    FOR arguments, combination IN
      WITH RECURSIVE listed(number, list) AS (
        SELECT 1, series(built.parameters[1])
        UNION ALL
        SELECT number + 1, list || ', ' || p FROM listed, unnest(parameters(built.parameters[number + 1])) p
        WHERE number < cardinality(built.parameters))
      SELECT list, row_number() OVER (ORDER BY list) FROM listed WHERE number = cardinality(built.parameters)
    LOOP
      FOREACH size IN ARRAY sizes LOOP
        -- With many rows, a few parameters give all forms.
        CONTINUE WHEN size > 10000 AND combination > 3;
        BEGIN
          how := format('(SELECT %%s(%s) FROM generate_series(1, %s) x)', replace(arguments, '%', '%%'), size);
          IF built.sketch THEN
            EXECUTE format('INSERT INTO seed (type, how, working, image) SELECT $1, $2, false, s::bytea FROM ' || how || ' y(s) ON CONFLICT DO NOTHING',
                           built.name) USING built.type, format(how, built.name);
          END IF;
          EXECUTE format('INSERT INTO state SELECT $1, s FROM ' || how || ' y(s)', built.of_state) USING format(how, built.of_state);
        EXCEPTION WHEN data_exception THEN
          -- Not every parameter suits every aggregate.
          NULL;
        END;
      END LOOP;
    END LOOP;
    -- No cast reveals the bytes of a state.
    UPDATE pg_attribute SET atttypid = 'bytea'::regtype WHERE attrelid = 'state'::regclass AND attname = 's';
    INSERT INTO seed (type, how, working, image) SELECT built.state, state.how, true, s FROM state ON CONFLICT DO NOTHING;
    DROP TABLE state;
  END LOOP;
END
$$;
SET allow_system_table_mods = on;
\if :{?without_seeds}
\elif :{?small_seeds}
CALL make_seeds(ARRAY[1, 2, 20]);
\else
CALL make_seeds(ARRAY[1, 2, 20, 400, 5000, 50000]);
\endif
DO $$
DECLARE
  type regtype;
BEGIN
  FOR type IN SELECT s.type FROM sketch_type s LOOP
    EXECUTE format('INSERT INTO seed (type, how, working, image) SELECT %L, %L, false, %s_empty()::bytea ON CONFLICT DO NOTHING',
                   type, type || '_empty()', type);
  END LOOP;
END
$$;

-- ---- Values

CREATE TYPE shade AS ENUM ('light', 'dark');
CREATE TYPE pair AS (a int, b text);
CREATE DOMAIN positive AS int CHECK (VALUE > 0);

-- Values of a scalar type without NULL, first an ordinary one.
CREATE FUNCTION scalars(type regtype) RETURNS text[] STABLE LANGUAGE plpgsql AS $$
DECLARE
  literals text[] := CASE type::text
    WHEN 'boolean' THEN ARRAY['true', 'false']
    WHEN 'smallint' THEN ARRAY['1', '0', '-1', '32767', '-32768']
    WHEN 'integer' THEN ARRAY['1', '0', '-1', '4', '12', '20', '200', '4096', '2147483647', '-2147483648']
    WHEN 'bigint' THEN ARRAY['1', '0', '-1', '9007199254740993', '9223372036854775807', '-9223372036854775808']
    WHEN 'real' THEN ARRAY['0.5', '0', '-0', '1', '-1', '1e-45', '3.4e38', 'NaN', 'Infinity', '-Infinity']
    WHEN 'double precision' THEN ARRAY['0.25', '0', '-0', '0.5', '1', '-1', '0.01', '5e-324', '1.7976931348623157e308', '-1.7976931348623157e308',
                                       '0.9999999999999999', 'NaN', 'Infinity', '-Infinity']
    WHEN 'numeric' THEN ARRAY['0.5', '0', '-1', '1e131071', '-1e131071', '1e-16383', '1e309', '9223372036854775808', 'NaN', 'Infinity', '-Infinity']
    WHEN 'oid' THEN ARRAY['1', '0', '4294967295']
    WHEN 'sketch_literal' THEN ARRAY['1', '', 'x', '{1,2}', '{', '{{NaN},{NULL}}', '2026-01-01', '\x00', '-1e400', repeat('long ', 50000), '{' || repeat('1,', 50000) || '1}']
    WHEN 'text' THEN ARRAY['sum', 'sketch', 'datasketches', 'postgresql-hll', '', 'min', 'low', 'SUM', ' max', E'\u00e9\U0001F600', repeat('long ', 50000)]
    WHEN '"char"' THEN ARRAY['a', '', E'\u00e9']
    WHEN 'cstring' THEN ARRAY['AQEACQA=', '', 'A', '====', '!', 'AAAA', repeat('/', 100000)]
    WHEN 'bytea' THEN ARRAY['\x01010009', '\x', '\x00', '\xffffffffffffffffff', '\x0100000000000000000000000000e03f', '\x' || repeat('ff', 50000)]
    WHEN 'uuid' THEN ARRAY[repeat('1', 32), repeat('0', 32), repeat('f', 32)]
    WHEN 'date' THEN ARRAY['2026-01-01', '4713-01-01 BC', '5874897-12-31', 'infinity', '-infinity']
    WHEN 'time without time zone' THEN ARRAY['12:00', '00:00', '24:00']
    WHEN 'timestamp without time zone' THEN ARRAY['2026-01-01', '4713-01-01 BC', '294276-12-31 23:59:59.999999', 'infinity', '-infinity']
    WHEN 'timestamp with time zone' THEN ARRAY['2026-01-01', '4713-01-02 BC', '294276-12-31 00:00+00', 'infinity', '-infinity']
    WHEN 'interval' THEN ARRAY['1 day', '0', '178000000 years', '-178000000 years', '2147483647 months 2147483647 days 1000000 hours', '-1 month 30 days']
    WHEN 'sketch_draw' THEN ARRAY['(0.5,,)', '(0.01,100,7)', '(0,1,1)', '(1,-5,3)', '(NaN,,)', '(,2,)', '(2,2,2)']
    WHEN 'inet' THEN ARRAY['10.0.0.1', '0.0.0.0/0', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff']
    WHEN 'jsonb' THEN ARRAY['{"a": [1, null]}', 'null', '1', '""', '[]', repeat('[', 500) || repeat(']', 500)]
  END;
BEGIN
  RETURN (SELECT array_agg(format('%L::%s', l, type) ORDER BY i) FROM unnest(literals) WITH ORDINALITY u(l, i));
END
$$;

-- Values of types that the extension doesn't know, or that can't be hashed.
CREATE FUNCTION anything() RETURNS text[] IMMUTABLE LANGUAGE sql RETURN ARRAY[
  '1', 'NULL', '''?''', 'ROW()', 'ROW(1, NULL, ''a''::text)', 'ROW(ROW(1), ARRAY[ROW(1)])', '(1, ''b'')::pair', 'NULL::pair', '''light''::shade',
  '5::positive', 'ARRAY[''light'']::shade[]', '''(1,2)''::point', '''{"a": 1}''::json', '''[1,2)''::int4range', 'int4multirange(int4range(1, 2))',
  '12.3::money', 'B''101''::bit(3)', '''a b''::tsvector', '''0/1''::pg_lsn', '''7''::xid', '''08:00:2b:01:02:03''::macaddr', '''n''::name', '''c''::char(5)',
  '''v''::varchar(3)', '''12:00+3''::timetz', '''pg_class''::regclass', '''x''::cstring', '''1 2''::int2vector', '''{{1,2},{3,NULL}}''::int[]', '''{}''::float8[]',
  'ARRAY[ARRAY[ROW(1.5, ''x''::text)]]', 'ARRAY[''(1,2)''::point]', 'pg_sleep(0)', 'array_fill(7, ARRAY[100000])', 'array_fill(1.5::float8, ARRAY[100000])', 'sketch_hll_empty()'];

CREATE FUNCTION pool(wanted regtype) RETURNS TABLE (expression text) STABLE LANGUAGE plpgsql AS $$
DECLARE
  element regtype := (SELECT typelem FROM pg_type WHERE oid = wanted AND typcategory = 'A');
  one text[];
BEGIN
  IF wanted IN (SELECT s.type FROM sketch_type s) THEN
    -- Small and large sketches of all parameters, and states of aggregates.
    RETURN QUERY SELECT format('%L::bytea::%s', s.image, wanted) FROM seed s
      WHERE s.type = wanted AND NOT working AND length(image) BETWEEN 10 AND 100 ORDER BY id LIMIT 1;
    RETURN QUERY SELECT CASE WHEN working THEN how ELSE format('(SELECT image::%s FROM seed WHERE id = %s)', wanted, id) END
      FROM (SELECT *, row_number() OVER (PARTITION BY working, bit_length(length(image)::bit(32)::text) ORDER BY random()) AS n FROM seed s
            WHERE s.type = wanted AND NOT (working AND how ~ '50000')) x ORDER BY random() LIMIT 16;
    RETURN QUERY SELECT format('%s_empty()', wanted);
  ELSIF wanted::text LIKE 'any%' THEN
    RETURN QUERY SELECT CASE wanted WHEN 'anyarray'::regtype THEN format('ARRAY[%s]', e) ELSE e END FROM unnest(anything()) e;
    RETURN QUERY SELECT s FROM unnest(ARRAY['bigint', 'double precision', 'numeric', 'text', 'timestamptz', 'timestamp', 'date', 'interval', 'inet', 'jsonb']::regtype[]) t, unnest(scalars(t)) s
      WHERE wanted <> 'anyarray'::regtype;
  ELSIF element IS NOT NULL THEN
    one := coalesce(scalars(element), ARRAY(SELECT p.expression FROM pool(element) p WHERE p.expression !~ '^NULL' LIMIT 6));
    RETURN QUERY VALUES (format('ARRAY[%s]', one[1])), (format('ARRAY[%s, %1$s]', one[1])), (format('''{}''::%s', wanted)),
      (format('ARRAY[%s, NULL]', one[1])), (format('ARRAY[[%s, %1$s], [%1$s, %1$s]]', one[1])),
      (format('array_fill(%s, ARRAY[100000])', one[1])), (format('array_fill(%s, ARRAY[3], ARRAY[-7])', one[1])),
      (format('ARRAY[%s]', array_to_string(one, ', '))),
      (format('(SELECT array_agg(DISTINCT e) FROM unnest(ARRAY[%s]) e)', array_to_string(one, ', ')));
    RETURN QUERY SELECT format('ARRAY[%s]', e) FROM unnest(one) e OFFSET 1;
  ELSE
    IF wanted = 'bytea'::regtype THEN
      -- If the function wants a state, it must be one at first.
      RETURN QUERY SELECT how FROM seed s WHERE s.type = wanted AND how !~ '50000' ORDER BY id LIMIT 12;
    END IF;
    RETURN QUERY SELECT unnest(scalars(wanted));
  END IF;
  IF wanted::text NOT LIKE 'any%' THEN RETURN QUERY SELECT format('NULL::%s', wanted); END IF;
END
$$;
