-- SPDX-License-Identifier: PostgreSQL

-- approx_percentile, approx_median: quantiles in one step -----------------------------------------
-- The state of approx_percentile is a bytea: the fractions, and after them a sketch_kll in its
-- working form. The state of approx_median is a sketch_kll, which it shares with sketch_kll_agg of
-- the same value.

CREATE FUNCTION _sketch_percentile_combine(bytea, bytea) RETURNS bytea
  AS 'MODULE_PATHNAME', 'sketch_percentile_combine' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _sketch_percentile_combine(bytea, bytea) IS
  'combine function of approx_percentile';

-- @each answer for percentile:double_precision percentiles:double_precision[]
CREATE FUNCTION _sketch_percentile_transition(bytea, anyelement, @answer@) RETURNS bytea
  AS 'MODULE_PATHNAME', 'sketch_@family@_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_percentile_transition(bytea, anyelement, @answer@, double precision)
  RETURNS bytea
  AS 'MODULE_PATHNAME', 'sketch_@family@_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_percentile_transition(bytea, anyelement, @answer@) IS
  'transition function of approx_percentile';
COMMENT ON FUNCTION _sketch_percentile_transition(bytea, anyelement, @answer@, double precision) IS
  'transition function of approx_percentile';
-- @each weight
CREATE FUNCTION _sketch_percentile_weighted_transition(bytea, anyelement, @weight@, @answer@)
  RETURNS bytea
  AS 'MODULE_PATHNAME', 'sketch_@family@_weighted_transition_@weight_name@'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_percentile_weighted_transition(bytea, anyelement, @weight@, @answer@) IS
  'transition function of approx_percentile_weighted';
-- @end weight
-- @end

-- @each quantile type
CREATE FUNCTION _sketch_percentile_final_@name@(bytea) RETURNS @type@
  AS 'MODULE_PATHNAME', 'sketch_percentile_final_@name@' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _sketch_percentiles_final_@name@(bytea) RETURNS @type@[]
  AS 'MODULE_PATHNAME', 'sketch_percentiles_final_@name@' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _sketch_median_final_@name@(sketch_kll) RETURNS @type@
  AS 'MODULE_PATHNAME', 'sketch_median_final_@name@' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _sketch_percentile_final_@name@(bytea) IS 'final function of approx_percentile';
COMMENT ON FUNCTION _sketch_percentiles_final_@name@(bytea) IS
  'final function of approx_percentile';
COMMENT ON FUNCTION _sketch_median_final_@name@(sketch_kll) IS 'final function of approx_median';

CREATE AGGREGATE approx_percentile(value @type@, q double precision) (
  STYPE = bytea, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_percentile_transition, COMBINEFUNC = _sketch_percentile_combine,
  FINALFUNC = _sketch_percentile_final_@name@
);
CREATE AGGREGATE approx_percentile(value @type@, q double precision[]) (
  STYPE = bytea, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_percentile_transition, COMBINEFUNC = _sketch_percentile_combine,
  FINALFUNC = _sketch_percentiles_final_@name@
);
CREATE AGGREGATE approx_median(value @type@) (
  STYPE = sketch_kll, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_kll_transition, COMBINEFUNC = _sketch_kll_merge_transition,
  FINALFUNC = _sketch_median_final_@name@
);
COMMENT ON AGGREGATE approx_percentile(@type@, double precision) IS
  'approximate percentile_disc(q): exact up to 600 values, beyond that the rank is off by less than 0.62 % in 99 % of cases (KLL, k = 200)';
COMMENT ON AGGREGATE approx_percentile(@type@, double precision[]) IS
  'approximate percentile_disc of several fractions, from one sketch (KLL, k = 200)';
COMMENT ON AGGREGATE approx_median(@type@) IS
  'approximate percentile_disc(0.5): exact up to 600 values, beyond that the rank is off by less than 0.62 % in 99 % of cases (KLL, k = 200)';
CREATE AGGREGATE approx_percentile(value @type@, q double precision, accuracy double precision) (
  STYPE = bytea, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_percentile_transition, COMBINEFUNC = _sketch_percentile_combine,
  FINALFUNC = _sketch_percentile_final_@name@
);
COMMENT ON AGGREGATE approx_percentile(@type@, double precision, double precision) IS
  'approximate percentile_disc, a quantile: the rank is off by less than the accuracy, 0.00036 to 0.13, in 99 % of cases (KLL)';
-- @each weight
CREATE AGGREGATE approx_percentile_weighted(value @type@, weight @weight@, q double precision) (
  STYPE = bytea, SSPACE = 8000, PARALLEL = SAFE,
  SFUNC = _sketch_percentile_weighted_transition, COMBINEFUNC = _sketch_percentile_combine,
  FINALFUNC = _sketch_percentile_final_@name@
);
COMMENT ON AGGREGATE approx_percentile_weighted(@type@, @weight@, double precision) IS
  'approximate percentile_disc, a quantile, of values that are each counted as many times as the weight says: whole numbers, 0 or more (KLL, k = 200)';
-- @end weight
CREATE AGGREGATE approx_percentile(value @type@, q double precision[], accuracy double precision) (
  STYPE = bytea, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_percentile_transition, COMBINEFUNC = _sketch_percentile_combine,
  FINALFUNC = _sketch_percentiles_final_@name@
);
COMMENT ON AGGREGATE approx_percentile(@type@, double precision[], double precision) IS
  'approximate percentile_disc, several quantiles: the rank is off by less than the accuracy, 0.00036 to 0.13, in 99 % of cases (KLL)';
-- @each weight
CREATE AGGREGATE approx_percentile_weighted(value @type@, weight @weight@, q double precision[]) (
  STYPE = bytea, SSPACE = 8000, PARALLEL = SAFE,
  SFUNC = _sketch_percentile_weighted_transition, COMBINEFUNC = _sketch_percentile_combine,
  FINALFUNC = _sketch_percentiles_final_@name@
);
COMMENT ON AGGREGATE approx_percentile_weighted(@type@, @weight@, double precision[]) IS
  'approximate percentile_disc, several quantiles, of values that are each counted as many times as the weight says: whole numbers, 0 or more (KLL, k = 200)';
-- @end weight
-- @end

-- An untyped NULL is text. Over NULLs alone the result is NULL; a text that isn't NULL raises an
-- error with a hint to cast.
-- @each quantile family
CREATE AGGREGATE @name@_agg(value text) (
  STYPE = @name@, SSPACE = 128, PARALLEL = SAFE,
  SFUNC = _@name@_transition, COMBINEFUNC = _@name@_merge_transition, FINALFUNC = _@name@_final
);
COMMENT ON AGGREGATE @name@_agg(text) IS
  'takes only NULL, and gives NULL: text has to be cast to a number or a time';
-- @end
CREATE FUNCTION _sketch_median_final_text(sketch_kll) RETURNS text
  AS 'MODULE_PATHNAME', 'sketch_quantile_final_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE AGGREGATE approx_median(value text) (
  STYPE = sketch_kll, SSPACE = 128, PARALLEL = SAFE,
  SFUNC = _sketch_kll_transition, COMBINEFUNC = _sketch_kll_merge_transition,
  FINALFUNC = _sketch_median_final_text
);
COMMENT ON FUNCTION _sketch_median_final_text(sketch_kll) IS 'final function of approx_median';
COMMENT ON AGGREGATE approx_median(text) IS
  'takes only NULL, and gives NULL: text has to be cast to a number or a time';

CREATE FUNCTION _sketch_percentile_final_text(bytea) RETURNS text
  AS 'MODULE_PATHNAME', 'sketch_quantile_final_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _sketch_percentiles_final_text(bytea) RETURNS text[]
  AS 'MODULE_PATHNAME', 'sketch_quantile_final_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _sketch_percentile_final_text(bytea) IS 'final function of approx_percentile';
COMMENT ON FUNCTION _sketch_percentiles_final_text(bytea) IS 'final function of approx_percentile';
CREATE AGGREGATE approx_percentile(value text, q double precision) (
  STYPE = bytea, SSPACE = 128, PARALLEL = SAFE,
  SFUNC = _sketch_percentile_transition, COMBINEFUNC = _sketch_percentile_combine,
  FINALFUNC = _sketch_percentile_final_text
);
CREATE AGGREGATE approx_percentile(value text, q double precision[]) (
  STYPE = bytea, SSPACE = 128, PARALLEL = SAFE,
  SFUNC = _sketch_percentile_transition, COMBINEFUNC = _sketch_percentile_combine,
  FINALFUNC = _sketch_percentiles_final_text
);
COMMENT ON AGGREGATE approx_percentile(text, double precision) IS
  'takes only NULL, and gives NULL: text has to be cast to a number or a time';
COMMENT ON AGGREGATE approx_percentile(text, double precision[]) IS
  'takes only NULL, and gives NULL: text has to be cast to a number or a time';
