-- SPDX-License-Identifier: PostgreSQL

-- Planning: the planner calls the support function of our transition functions. That loads the
-- library in time for the batch executor to run a session's first query. It also raises an error if
-- a parameter is a column, such as b in approx_count_distinct(a, b).

CREATE FUNCTION _sketch_planner_support(internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'sketch_planner_support' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _sketch_planner_support(internal) IS
  'planner support function of transition functions: loads the batch executor, and refuses a column for a parameter';


-- Approximate answers to exact queries: this function loads the library, which has the settings

CREATE FUNCTION sketch_approximate(approximate boolean) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE;
COMMENT ON FUNCTION sketch_approximate(boolean) IS
  'sets sketch.approximate_count_distinct and sketch.approximate_percentile for the session; returns its argument';
