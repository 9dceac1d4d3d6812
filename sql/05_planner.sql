-- SPDX-License-Identifier: PostgreSQL

-- Planning: PostgreSQL asks the support functions of transition functions when it plans, and so loads the
-- library in time for the batch executor to take the first query of a session; where a parameter is a column, such as b
-- in approx_count_distinct(a, b), the answer is an error that says what to write ----------------------------------

CREATE FUNCTION _sketch_planner_support(internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'sketch_planner_support' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _sketch_planner_support(internal) IS 'planner support function of transition functions: loads the batch executor, and refuses a column for a parameter';


-- Approximate answers to exact questions: the settings are the library's, which this function loads ------

CREATE FUNCTION sketch_approximate(approximate boolean) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE;
COMMENT ON FUNCTION sketch_approximate(boolean) IS
  'sets sketch.approximate_count_distinct and sketch.approximate_percentile for the session; gives back what it was given';
