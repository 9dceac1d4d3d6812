-- SPDX-License-Identifier: PostgreSQL

-- sketch_hll --------------------------------------------------------------------------------------
-- The aggregates' state is a sketch_hll in its working form: 64 bytes at first, 128 for a typical
-- small group, at most 4 * 2^precision.

COMMENT ON TYPE sketch_hll IS
  'a set of values, for counting the distinct ones: ExaLogLog registers (Ertl, EDBT 2025), relative standard error 0.344 / sqrt(2^precision), 1.5 % by default';
COMMENT ON FUNCTION sketch_cardinality(sketch_hll) IS
  'estimated number of distinct values, by maximum likelihood (Ertl, EDBT 2025)';
COMMENT ON FUNCTION sketch_bounds(sketch_hll, double precision) IS
  'the estimated number of distinct values, with its confidence bounds at the given probability (log-normal, from the observed Fisher information)';

CREATE FUNCTION _sketch_hll_final_count(sketch_hll) RETURNS bigint
  AS 'MODULE_PATHNAME', 'sketch_hll_final_count' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _sketch_hll_final_count(sketch_hll) IS
  'final function: the estimated number of distinct values, rounded';

CREATE FUNCTION _sketch_hll_transition(sketch_hll, anyelement) RETURNS sketch_hll
  AS 'MODULE_PATHNAME', 'sketch_hll_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_hll_transition(sketch_hll, anyelement, integer) RETURNS sketch_hll
  AS 'MODULE_PATHNAME', 'sketch_hll_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_hll_transition(sketch_hll, anyelement, double precision) RETURNS sketch_hll
  AS 'MODULE_PATHNAME', 'sketch_hll_error_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_hll_transition(sketch_hll, anyelement, double precision) IS
  'transition function: adds a value at the precision of an error';
COMMENT ON FUNCTION _sketch_hll_transition(sketch_hll, anyelement) IS
  'transition function: adds a value';
COMMENT ON FUNCTION _sketch_hll_transition(sketch_hll, anyelement, integer) IS
  'transition function: adds a value at a precision';

-- @each value type
CREATE AGGREGATE sketch_hll_agg(value @type@) (
  STYPE = sketch_hll, SSPACE = 128, PARALLEL = SAFE,
  SFUNC = _sketch_hll_transition, COMBINEFUNC = _sketch_hll_merge_transition,
  FINALFUNC = _sketch_hll_final
);
CREATE AGGREGATE sketch_hll_agg(value @type@, "precision" integer) (
  STYPE = sketch_hll, SSPACE = 128, PARALLEL = SAFE,
  SFUNC = _sketch_hll_transition, COMBINEFUNC = _sketch_hll_merge_transition,
  FINALFUNC = _sketch_hll_final
);
CREATE AGGREGATE approx_count_distinct(value @type@) (
  STYPE = sketch_hll, SSPACE = 128, PARALLEL = SAFE,
  SFUNC = _sketch_hll_transition, COMBINEFUNC = _sketch_hll_merge_transition,
  FINALFUNC = _sketch_hll_final_count
);
CREATE AGGREGATE approx_count_distinct(value @type@, "precision" integer) (
  STYPE = sketch_hll, SSPACE = 128, PARALLEL = SAFE,
  SFUNC = _sketch_hll_transition, COMBINEFUNC = _sketch_hll_merge_transition,
  FINALFUNC = _sketch_hll_final_count
);
CREATE AGGREGATE approx_count_distinct(value @type@, error double precision) (
  STYPE = sketch_hll, SSPACE = 128, PARALLEL = SAFE,
  SFUNC = _sketch_hll_transition, COMBINEFUNC = _sketch_hll_merge_transition,
  FINALFUNC = _sketch_hll_final_count
);
COMMENT ON AGGREGATE approx_count_distinct(@type@, double precision) IS
  'estimated number of distinct values with a relative standard error of at most this, 0.00068 to 0.5';
COMMENT ON AGGREGATE sketch_hll_agg(@type@) IS
  'a sketch of the distinct values, precision 9: relative standard error 1.5 %, exact to 200 after rounding (Ertl, EDBT 2025)';
COMMENT ON AGGREGATE sketch_hll_agg(@type@, integer) IS
  'a sketch of the distinct values, precision p of 4 to 18: relative standard error 0.344 / sqrt(2^p) (Ertl, EDBT 2025)';
COMMENT ON AGGREGATE approx_count_distinct(@type@) IS
  'estimated number of distinct values, relative standard error 1.5 %, exact to 200';
COMMENT ON AGGREGATE approx_count_distinct(@type@, integer) IS
  'estimated number of distinct values, precision p of 4 to 18: relative standard error 0.344 / sqrt(2^p)';
-- @end

CREATE AGGREGATE sketch_merge(sketch sketch_hll) (
  STYPE = sketch_hll, SSPACE = 2100, PARALLEL = SAFE,
  SFUNC = _sketch_hll_merge_transition, COMBINEFUNC = _sketch_hll_merge_transition,
  FINALFUNC = _sketch_hll_final
);
COMMENT ON AGGREGATE sketch_merge(sketch_hll) IS
  'the sketch of everything in the sketches, at the lowest of their precisions; the same as one sketch of all the values';
