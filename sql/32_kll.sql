-- SPDX-License-Identifier: PostgreSQL

-- sketch_kll ----------------------------------------------------------------------------------------
-- The state of the aggregates: 128 bytes at first, 512 for 50 values, 20 kB for k = 200 once there are
-- more than a thousand.

COMMENT ON TYPE sketch_kll IS
  'a distribution of values, for quantiles and ranks: KLL (Karnin, Lang, Liberty, FOCS 2016), 99 % of the errors of a rank below 0.95 / k^0.95, 0.62 % by default';

-- @each quantile type
CREATE FUNCTION sketch_kll_transition(sketch_kll, @type@) RETURNS sketch_kll
  AS 'MODULE_PATHNAME', 'sketch_kll_transition_@name@' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION sketch_kll_transition(sketch_kll, @type@, integer) RETURNS sketch_kll
  AS 'MODULE_PATHNAME', 'sketch_kll_transition_@name@' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION sketch_kll_transition(sketch_kll, @type@, bigint) RETURNS sketch_kll
  AS 'MODULE_PATHNAME', 'sketch_kll_weighted_transition_@name@' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_kll_transition(sketch_kll, @type@) IS 'transition function: adds a value';
COMMENT ON FUNCTION sketch_kll_transition(sketch_kll, @type@, integer) IS 'transition function: adds a value to a sketch of some k';
COMMENT ON FUNCTION sketch_kll_transition(sketch_kll, @type@, bigint) IS 'transition function: adds a value with a weight';

CREATE AGGREGATE sketch_kll_agg(value @type@) (
  STYPE = sketch_kll, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = sketch_kll_transition, COMBINEFUNC = sketch_kll_merge_transition, FINALFUNC = sketch_kll_final
);
CREATE AGGREGATE sketch_kll_agg(value @type@, k integer) (
  STYPE = sketch_kll, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = sketch_kll_transition, COMBINEFUNC = sketch_kll_merge_transition, FINALFUNC = sketch_kll_final
);
CREATE AGGREGATE sketch_kll_agg(value @type@, weight bigint) (
  STYPE = sketch_kll, SSPACE = 4000, PARALLEL = SAFE,
  SFUNC = sketch_kll_transition, COMBINEFUNC = sketch_kll_merge_transition, FINALFUNC = sketch_kll_final
);
COMMENT ON AGGREGATE sketch_kll_agg(@type@) IS
  'a sketch of the distribution of the values, k = 200: all of up to 600 values are kept, beyond that 99 % of the errors of a rank are below 0.62 % (KLL, FOCS 2016)';
COMMENT ON AGGREGATE sketch_kll_agg(@type@, integer) IS
  'a sketch of the distribution of the values, k of 8 to 4096: 99 % of the errors of a rank are below 0.95 / k^0.95 (KLL, FOCS 2016)';
COMMENT ON AGGREGATE sketch_kll_agg(@type@, bigint) IS
  'a sketch of the distribution of values that count as often as their weights say, k = 200';

CREATE FUNCTION sketch_rank(sketch sketch_kll, value @type@) RETURNS double precision
  AS 'MODULE_PATHNAME', 'sketch_kll_rank' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_rank(sketch sketch_kll, "values" @type@[]) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_kll_rank' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_cdf(sketch sketch_kll, splits @type@[]) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_kll_cdf' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_pmf(sketch sketch_kll, splits @type@[]) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_kll_pmf' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_rank(sketch_kll, @type@) IS 'the fraction of the values that are at most this one, as cume_dist gives it';
COMMENT ON FUNCTION sketch_rank(sketch_kll, @type@[]) IS 'the ranks of an array of values';
COMMENT ON FUNCTION sketch_cdf(sketch_kll, @type@[]) IS 'the ranks of ascending splits, and 1';
COMMENT ON FUNCTION sketch_pmf(sketch_kll, @type@[]) IS
  'the fractions of the values up to the first of ascending splits, between them, and after the last';
-- @end

CREATE FUNCTION sketch_kll_empty() RETURNS sketch_kll
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION sketch_kll_empty(k integer) RETURNS sketch_kll
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_kll_empty() IS 'the sketch of no value, k = 200';
COMMENT ON FUNCTION sketch_kll_empty(integer) IS 'the sketch of no value, k of 8 to 4096';

CREATE FUNCTION sketch_quantile(sketch sketch_kll, q double precision, type anyelement) RETURNS anyelement
  AS 'MODULE_PATHNAME', 'sketch_kll_quantile' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_quantile(sketch sketch_kll, q double precision[], type anyelement) RETURNS anyarray
  AS 'MODULE_PATHNAME', 'sketch_kll_quantiles' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_min(sketch sketch_kll, type anyelement) RETURNS anyelement
  AS 'MODULE_PATHNAME', 'sketch_kll_min' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
CREATE FUNCTION sketch_max(sketch sketch_kll, type anyelement) RETURNS anyelement
  AS 'MODULE_PATHNAME', 'sketch_kll_max' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
CREATE FUNCTION sketch_bounds(sketch sketch_kll, q double precision, type anyelement,
                              OUT lower anyelement, OUT estimate anyelement, OUT upper anyelement)
  AS 'MODULE_PATHNAME', 'sketch_kll_bounds' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_quantile(sketch_kll, double precision, anyelement) IS
  'a quantile as a value of the type of the third argument, such as NULL::timestamptz';
COMMENT ON FUNCTION sketch_quantile(sketch_kll, double precision[], anyelement) IS
  'quantiles as values of the type of the third argument, such as NULL::timestamptz';
COMMENT ON FUNCTION sketch_min(sketch_kll, anyelement) IS 'the least value, of the type of the second argument: exact';
COMMENT ON FUNCTION sketch_max(sketch_kll, anyelement) IS 'the greatest value, of the type of the second argument: exact';
COMMENT ON FUNCTION sketch_bounds(sketch_kll, double precision) IS
  'a quantile, and the bounds that hold the true one with 99 % probability';
COMMENT ON FUNCTION sketch_bounds(sketch_kll, double precision, anyelement) IS
  'a quantile and its bounds as values of the type of the third argument, such as NULL::timestamptz';
COMMENT ON FUNCTION sketch_error(sketch_kll) IS
  'what 99 % of the errors of a rank stay below, as a fraction of all values; 0 while all of them are kept';
