-- SPDX-License-Identifier: PostgreSQL
--
-- What EXPLAIN shows of a query, whether it shows what a pattern says, and how many of its lines, with all details, do.
CREATE FUNCTION plan_of(query text, options text DEFAULT 'VERBOSE, COSTS OFF') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  line text;
  lines text;
BEGIN
  FOR line IN EXECUTE format('EXPLAIN (%s) %s', options, query) LOOP
    lines := concat_ws(E'\n', lines, line);
  END LOOP;
  RETURN lines;
END
$$;
CREATE FUNCTION plan_shows(query text, pattern text) RETURNS boolean LANGUAGE sql RETURN plan_of(query, 'COSTS OFF') ~ pattern;
CREATE FUNCTION in_plan(query text, what text) RETURNS bigint LANGUAGE sql RETURN
  (SELECT count(*) FROM string_to_table(plan_of(query), E'\n') line WHERE line ~ what);
