-- SPDX-License-Identifier: PostgreSQL

-- Functions of all quantile sketches --------------------------------------------------------------

-- @each quantile family
CREATE AGGREGATE sketch_merge(sketch @name@) (
  STYPE = @name@, SSPACE = 4000, PARALLEL = SAFE,
  SFUNC = _@name@_merge_transition, COMBINEFUNC = _@name@_merge_transition,
  FINALFUNC = _@name@_final
);
COMMENT ON AGGREGATE sketch_merge(@name@) IS 'the sketch of everything in the sketches';

COMMENT ON FUNCTION sketch_union(@name@, @name@) IS
  'the sketch of the values of both; NULL is empty';
COMMENT ON OPERATOR | (@name@, @name@) IS 'the sketch of the values of both; NULL is empty';

CREATE FUNCTION sketch_n(sketch @name@) RETURNS bigint
  AS 'MODULE_PATHNAME', '@name@_n' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
CREATE FUNCTION sketch_sum(sketch @name@) RETURNS double precision
  AS 'MODULE_PATHNAME', '@name@_sum' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
CREATE FUNCTION sketch_avg(sketch @name@) RETURNS double precision
  AS 'MODULE_PATHNAME', '@name@_avg' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION sketch_n(@name@) IS 'the number of values, or the sum of their weights: exact';
COMMENT ON FUNCTION sketch_sum(@name@) IS
  'the sum of the values: exact but for rounding; in a sketch_dd that of its buckets';
COMMENT ON FUNCTION sketch_avg(@name@) IS
  'the mean of the values: exact except for rounding; in a sketch_dd the mean of its buckets';

CREATE FUNCTION sketch_trimmed_mean(sketch @name@, lower double precision, upper double precision)
  RETURNS double precision
  AS 'MODULE_PATHNAME', '@name@_trimmed_mean' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_trimmed_mean(@name@, double precision, double precision) IS
  'the mean of the values between two ranks, such as 0.1 and 0.9';
CREATE FUNCTION sketch_trimmed_sum(sketch @name@, lower double precision, upper double precision)
  RETURNS double precision
  AS 'MODULE_PATHNAME', '@name@_trimmed_sum' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_winsorized_mean(sketch @name@, lower double precision,
                                       upper double precision) RETURNS double precision
  AS 'MODULE_PATHNAME', '@name@_winsorized_mean' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_trimmed_sum(@name@, double precision, double precision) IS
  'the sum of the values between two ranks, such as 0.1 and 0.9';
COMMENT ON FUNCTION sketch_winsorized_mean(@name@, double precision, double precision) IS
  'the mean of all values, where a value outside two ranks is replaced by the nearest value between them';

-- For untyped literals and parameters: read as a value of the sketch's own type.
CREATE FUNCTION sketch_rank(sketch @name@, value text, inclusive boolean DEFAULT true)
  RETURNS double precision
  AS 'MODULE_PATHNAME', '@name@_rank' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_cdf(sketch @name@, splits text) RETURNS double precision[]
  AS 'MODULE_PATHNAME', '@name@_cdf' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_pmf(sketch @name@, splits text) RETURNS double precision[]
  AS 'MODULE_PATHNAME', '@name@_pmf' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_rank(@name@, text, boolean) IS
  'the rank of a literal, read as a value of the sketch''s own type';
COMMENT ON FUNCTION sketch_cdf(@name@, text) IS
  'the ranks of ascending splits, a literal read as an array of the sketch''s own type, and 1';
COMMENT ON FUNCTION sketch_pmf(@name@, text) IS
  'the fractions between ascending splits, a literal read as an array of the sketch''s own type';

CREATE FUNCTION sketch_histogram(sketch @name@, buckets integer,
                                 OUT lower double precision, OUT upper double precision, OUT count double precision)
  RETURNS SETOF record
  AS 'MODULE_PATHNAME', '@name@_histogram'
  LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 20;
COMMENT ON FUNCTION sketch_histogram(@name@, integer) IS
  'buckets of equal width between the least and the greatest value, with the estimated number of values in each: above lower, up to upper';

CREATE FUNCTION sketch_error(sketch @name@) RETURNS double precision
  AS 'MODULE_PATHNAME', '@name@_error' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
CREATE FUNCTION sketch_info(sketch @name@) RETURNS jsonb
  AS 'MODULE_PATHNAME', '@name@_info' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_info(@name@) IS
  'properties of a sketch: family, format version, parameter, number of values, error, bytes';
-- @end

-- Values as numbers: double precision if all of them are that; numeric for sketch_kll and
-- sketch_req, which hold integers and double precision exactly.
-- @each answer for dd:double_precision tdigest:double_precision kll:numeric req:numeric
CREATE FUNCTION sketch_min(sketch sketch_@family@) RETURNS @answer@
  AS 'MODULE_PATHNAME', 'sketch_@family@_min' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
CREATE FUNCTION sketch_max(sketch sketch_@family@) RETURNS @answer@
  AS 'MODULE_PATHNAME', 'sketch_@family@_max' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION sketch_min(sketch_@family@) IS 'the least value: exact';
COMMENT ON FUNCTION sketch_max(sketch_@family@) IS 'the greatest value: exact';

CREATE FUNCTION sketch_quantile(sketch sketch_@family@, q double precision) RETURNS @answer@
  AS 'MODULE_PATHNAME', 'sketch_@family@_quantile'
  LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_quantile(sketch sketch_@family@, q double precision[]) RETURNS @answer@[]
  AS 'MODULE_PATHNAME', 'sketch_@family@_quantiles'
  LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
-- For an untyped fraction: a literal or a parameter.
CREATE FUNCTION sketch_quantile(sketch sketch_@family@, q text) RETURNS @answer@
  AS 'MODULE_PATHNAME', 'sketch_@family@_quantile'
  LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_quantile(sketch_@family@, text) IS
  'the quantile of a fraction that is a literal without a type';
COMMENT ON FUNCTION sketch_quantile(sketch_@family@, double precision) IS
  'the least value whose rank is at least q, as percentile_disc gives it, within the error of the sketch';
COMMENT ON FUNCTION sketch_quantile(sketch_@family@, double precision[]) IS
  'the quantiles of an array of fractions';
-- @end

-- @each answer for dd:double_precision kll:numeric req:numeric
CREATE FUNCTION sketch_bounds(sketch sketch_@family@, q double precision, OUT lower @answer@,
                              OUT estimate @answer@, OUT upper @answer@)
  AS 'MODULE_PATHNAME', 'sketch_@family@_bounds' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
-- @end

-- @each answer for kll:integer:k req:integer:k dd:double_precision:accuracy tdigest:integer:compression
CREATE FUNCTION _sketch_@family@_transition(sketch_@family@, anyelement) RETURNS sketch_@family@
  AS 'MODULE_PATHNAME', 'sketch_@family@_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_@family@_transition(sketch_@family@, anyelement, @answer@)
  RETURNS sketch_@family@
  AS 'MODULE_PATHNAME', 'sketch_@family@_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_@family@_transition(sketch_@family@, anyelement) IS
  'transition function: adds a value';
COMMENT ON FUNCTION _sketch_@family@_transition(sketch_@family@, anyelement, @answer@) IS
  'transition function: adds a value to a sketch of some @of@';
-- A weight is a bigint, or a numeric, as sum(bigint) is; other types are cast to double precision.
-- @each weight
CREATE FUNCTION _sketch_@family@_weighted_transition(sketch_@family@, anyelement, @weight@)
  RETURNS sketch_@family@
  AS 'MODULE_PATHNAME', 'sketch_@family@_weighted_transition_@weight_name@'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_@family@_weighted_transition(sketch_@family@, anyelement, @weight@,
                                                     @answer@) RETURNS sketch_@family@
  AS 'MODULE_PATHNAME', 'sketch_@family@_weighted_transition_@weight_name@'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_@family@_weighted_transition(sketch_@family@, anyelement, @weight@) IS
  'transition function: adds a value with a weight';
COMMENT ON FUNCTION _sketch_@family@_weighted_transition(sketch_@family@, anyelement, @weight@, @answer@) IS
  'transition function: adds a value with a weight to a sketch of some @of@';
-- @end weight

CREATE FUNCTION sketch_rank(sketch sketch_@family@, "values" anyarray,
                            inclusive boolean DEFAULT true) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_@family@_rank' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_cdf(sketch sketch_@family@, splits anyarray) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_@family@_cdf' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_pmf(sketch sketch_@family@, splits anyarray) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_@family@_pmf' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_rank(sketch_@family@, anyarray, boolean) IS
  'the ranks of an array of values';
COMMENT ON FUNCTION sketch_cdf(sketch_@family@, anyarray) IS 'the ranks of ascending splits, and 1';
COMMENT ON FUNCTION sketch_pmf(sketch_@family@, anyarray) IS
  'the fractions of the values up to the first of ascending splits, between them, and after the last';
-- @end

-- @each type for kll:quantile:k:integer req:quantile:k:integer dd:number:accuracy:double_precision tdigest:number:compression:integer
CREATE AGGREGATE sketch_@family@_agg(value @type@) (
  STYPE = sketch_@family@, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_@family@_transition, COMBINEFUNC = _sketch_@family@_merge_transition,
  FINALFUNC = _sketch_@family@_final
);
CREATE AGGREGATE sketch_@family@_agg(value @type@, @parameter@ @of@) (
  STYPE = sketch_@family@, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_@family@_transition, COMBINEFUNC = _sketch_@family@_merge_transition,
  FINALFUNC = _sketch_@family@_final
);
-- @each weight
CREATE AGGREGATE sketch_@family@_agg_weighted(value @type@, weight @weight@) (
  STYPE = sketch_@family@, SSPACE = 8000, PARALLEL = SAFE,
  SFUNC = _sketch_@family@_weighted_transition, COMBINEFUNC = _sketch_@family@_merge_transition,
  FINALFUNC = _sketch_@family@_final
);
CREATE AGGREGATE sketch_@family@_agg_weighted(value @type@, weight @weight@, @parameter@ @of@) (
  STYPE = sketch_@family@, SSPACE = 8000, PARALLEL = SAFE,
  SFUNC = _sketch_@family@_weighted_transition, COMBINEFUNC = _sketch_@family@_merge_transition,
  FINALFUNC = _sketch_@family@_final
);
COMMENT ON AGGREGATE sketch_@family@_agg_weighted(@type@, @weight@) IS
  'a sketch of the distribution of values that are each counted as many times as the weight says: whole numbers, 0 or more';
COMMENT ON AGGREGATE sketch_@family@_agg_weighted(@type@, @weight@, @of@) IS
  'a sketch of the distribution of values at a given @parameter@, each counted as many times as its weight says: whole numbers, 0 or more';
-- @end weight

-- Not declared for anyelement: with text beside it, a call with a "char" would be ambiguous.
CREATE FUNCTION sketch_rank(sketch sketch_@family@, value @type@, inclusive boolean DEFAULT true)
  RETURNS double precision
  AS 'MODULE_PATHNAME', 'sketch_@family@_rank' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_rank(sketch_@family@, @type@, boolean) IS
  'the fraction of the values that are at most this one, as cume_dist gives it, or, not inclusive, below it; within the error of the sketch';
-- @end

-- Sketches that hold values of any type also return them as values of their own type.
-- @each of kll req
CREATE FUNCTION sketch_quantile(sketch sketch_@name@, q double precision, type anyelement)
  RETURNS anyelement
  AS 'MODULE_PATHNAME', 'sketch_@name@_quantile' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_quantile(sketch sketch_@name@, q double precision[], type anyelement)
  RETURNS anyarray
  AS 'MODULE_PATHNAME', 'sketch_@name@_quantiles' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_quantile(sketch sketch_@name@, q text, type anyelement) RETURNS anyelement
  AS 'MODULE_PATHNAME', 'sketch_@name@_quantile' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_quantile(sketch_@name@, text, anyelement) IS
  'the quantile of a fraction that is a literal without a type, as a value of the type of the third argument';
CREATE FUNCTION sketch_min(sketch sketch_@name@, type anyelement) RETURNS anyelement
  AS 'MODULE_PATHNAME', 'sketch_@name@_min' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
CREATE FUNCTION sketch_max(sketch sketch_@name@, type anyelement) RETURNS anyelement
  AS 'MODULE_PATHNAME', 'sketch_@name@_max' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
CREATE FUNCTION sketch_bounds(sketch sketch_@name@, q double precision, type anyelement,
                              OUT lower anyelement, OUT estimate anyelement, OUT upper anyelement)
  AS 'MODULE_PATHNAME', 'sketch_@name@_bounds' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_quantile(sketch_@name@, double precision, anyelement) IS
  'a quantile as a value of the type of the third argument, such as NULL::timestamptz';
COMMENT ON FUNCTION sketch_quantile(sketch_@name@, double precision[], anyelement) IS
  'quantiles as values of the type of the third argument, such as NULL::timestamptz';
COMMENT ON FUNCTION sketch_min(sketch_@name@, anyelement) IS
  'the least value, of the type of the second argument: exact';
COMMENT ON FUNCTION sketch_max(sketch_@name@, anyelement) IS
  'the greatest value, of the type of the second argument: exact';
COMMENT ON FUNCTION sketch_bounds(sketch_@name@, double precision) IS
  'a quantile, with its bounds at 99 % probability';
COMMENT ON FUNCTION sketch_bounds(sketch_@name@, double precision, anyelement) IS
  'a quantile and its bounds as values of the type of the third argument, such as NULL::timestamptz';
-- @end
