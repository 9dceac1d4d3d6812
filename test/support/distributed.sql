-- SPDX-License-Identifier: PostgreSQL
--
-- For scripts that compare results of tables spread over several servers. Needs what calls.sql
-- makes.
--
--   column_of(type)   a column of row (aggregates.sql) with values of a type
--   text_of(query)    all rows, independent of their order
--   essence(sketch)   the part of a sketch that doesn't depend on the order of its values: all of it, or the number
--                     of values. If test.few is on, there are few values and it is all of it
--   essence_of(query) the essences of the query's sketches s, ordered by its g
--   in_plan(query, what)  how many lines of the query's plan contain the text

CREATE FUNCTION column_of(type regtype) RETURNS text LANGUAGE sql RETURN CASE type::text
  WHEN 'double precision' THEN 'f' WHEN 'text' THEN 't' WHEN 'timestamp with time zone' THEN 'ts' ELSE 'x' END;
CREATE FUNCTION text_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  result text;
BEGIN
  EXECUTE format('SELECT md5(string_agg(q::text, '' '' ORDER BY q::text)) FROM (%s) q', query) INTO result;
  RETURN result;
END
$$;
CREATE FUNCTION essence(sketch anyelement) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  essence text := sketch::text;
BEGIN
  -- Random samples only have the same number of rows.
  IF pg_typeof(sketch) = 'sketch_sample'::regtype THEN RETURN sketch_n(sketch); END IF;
  IF current_setting('test.few', true) = 'on' THEN RETURN essence; END IF;
  IF pg_typeof(sketch) IN ('sketch_kll'::regtype, 'sketch_req'::regtype, 'sketch_tdigest'::regtype) THEN
    EXECUTE 'SELECT (sketch_n($1), sketch_min($1), sketch_max($1))::text' INTO essence USING sketch;
  ELSIF pg_typeof(sketch) = 'sketch_topk'::regtype THEN
    essence := sketch_info(sketch) ->> 'total';
  END IF;
  RETURN essence;
END
$$;
CREATE FUNCTION essence_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  essence text;
BEGIN
  EXECUTE 'CREATE TEMP TABLE made AS ' || query;
  SELECT string_agg(g || essence(s), ' ' ORDER BY g) INTO essence FROM made;
  DROP TABLE made;
  RETURN essence;
END
$$;
