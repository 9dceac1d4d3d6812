-- SPDX-License-Identifier: PostgreSQL

-- sketch_dd -----------------------------------------------------------------------------------------
-- The state of the aggregates: 128 bytes at first, 512 for 50 values, 16 kB and more once there are more
-- than 1024.

COMMENT ON TYPE sketch_dd IS
  'a distribution of numbers, for quantiles with a relative error: DDSketch (Masson, Rim, Lee, VLDB 2019), 1 % by default';

-- @each number type
CREATE FUNCTION sketch_dd_transition(sketch_dd, @type@) RETURNS sketch_dd
  AS 'MODULE_PATHNAME', 'sketch_dd_transition_@name@' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION sketch_dd_transition(sketch_dd, @type@, double precision) RETURNS sketch_dd
  AS 'MODULE_PATHNAME', 'sketch_dd_transition_@name@' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION sketch_dd_transition(sketch_dd, @type@, bigint) RETURNS sketch_dd
  AS 'MODULE_PATHNAME', 'sketch_dd_weighted_transition_@name@' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_dd_transition(sketch_dd, @type@) IS 'transition function: adds a value';
COMMENT ON FUNCTION sketch_dd_transition(sketch_dd, @type@, double precision) IS 'transition function: adds a value at an accuracy';
COMMENT ON FUNCTION sketch_dd_transition(sketch_dd, @type@, bigint) IS 'transition function: adds a value with a weight';

CREATE AGGREGATE sketch_dd_agg(value @type@) (
  STYPE = sketch_dd, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = sketch_dd_transition, COMBINEFUNC = sketch_dd_merge_transition, FINALFUNC = sketch_dd_final
);
CREATE AGGREGATE sketch_dd_agg(value @type@, accuracy double precision) (
  STYPE = sketch_dd, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = sketch_dd_transition, COMBINEFUNC = sketch_dd_merge_transition, FINALFUNC = sketch_dd_final
);
CREATE AGGREGATE sketch_dd_agg(value @type@, weight bigint) (
  STYPE = sketch_dd, SSPACE = 8000, PARALLEL = SAFE,
  SFUNC = sketch_dd_transition, COMBINEFUNC = sketch_dd_merge_transition, FINALFUNC = sketch_dd_final
);
COMMENT ON AGGREGATE sketch_dd_agg(@type@) IS
  'a sketch of the distribution of the values, whose quantiles are off by at most 1 % of the value (DDSketch, VLDB 2019)';
COMMENT ON AGGREGATE sketch_dd_agg(@type@, double precision) IS
  'a sketch of the distribution of the values, whose quantiles are off by at most this accuracy, 0.0001 to 0.3, times the value (DDSketch, VLDB 2019)';
COMMENT ON AGGREGATE sketch_dd_agg(@type@, bigint) IS
  'a sketch of the distribution of values that count as often as their weights say, accuracy 1 %';

CREATE FUNCTION sketch_rank(sketch sketch_dd, value @type@) RETURNS double precision
  AS 'MODULE_PATHNAME', 'sketch_dd_rank' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_rank(sketch sketch_dd, "values" @type@[]) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_dd_rank' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_cdf(sketch sketch_dd, splits @type@[]) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_dd_cdf' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_pmf(sketch sketch_dd, splits @type@[]) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_dd_pmf' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_rank(sketch_dd, @type@) IS 'the fraction of the values that are at most this one, or within the accuracy of it';
COMMENT ON FUNCTION sketch_rank(sketch_dd, @type@[]) IS 'the ranks of an array of values';
COMMENT ON FUNCTION sketch_cdf(sketch_dd, @type@[]) IS 'the ranks of ascending splits, and 1';
COMMENT ON FUNCTION sketch_pmf(sketch_dd, @type@[]) IS
  'the fractions of the values up to the first of ascending splits, between them, and after the last';
-- @end

CREATE FUNCTION sketch_dd_empty() RETURNS sketch_dd
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION sketch_dd_empty(accuracy double precision) RETURNS sketch_dd
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_dd_empty() IS 'the sketch of no value, accuracy 1 %';
COMMENT ON FUNCTION sketch_dd_empty(double precision) IS 'the sketch of no value, accuracy of 0.0001 to 0.3';
COMMENT ON FUNCTION sketch_bounds(sketch_dd, double precision) IS
  'a quantile, and the bounds that hold the true one';
COMMENT ON FUNCTION sketch_error(sketch_dd) IS
  'what the error of a quantile is at most, relative to the value; 0 while all values are kept';
