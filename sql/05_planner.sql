-- SPDX-License-Identifier: PostgreSQL

-- Planning: PostgreSQL asks the support functions of transition functions when it plans, and so loads the
-- library in time for the batch executor to take the first query of a session ---------------------------

CREATE FUNCTION sketch_planner_support(internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sketch_planner_support(internal) IS 'planner support function of transition functions: loads the batch executor';

