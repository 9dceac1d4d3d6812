-- SPDX-License-Identifier: PostgreSQL

-- sketch_kll ----------------------------------------------------------------------------------------
-- The state of the aggregates: 128 bytes at first, 512 for 50 values, 20 kB for k = 200 once there are
-- more than a thousand.

COMMENT ON TYPE sketch_kll IS
  'a distribution of values, for quantiles and ranks: KLL (Karnin, Lang, Liberty, FOCS 2016), 99 % of the errors of a rank below 0.95 / k^0.95, 0.62 % by default';

-- @each quantile type
COMMENT ON AGGREGATE sketch_kll_agg(@type@) IS
  'a sketch of the distribution of the values, k = 200: all of up to 600 values are kept, beyond that 99 % of the errors of a rank are below 0.62 % (KLL, FOCS 2016)';
COMMENT ON AGGREGATE sketch_kll_agg(@type@, integer) IS
  'a sketch of the distribution of the values, k of 8 to 4096: 99 % of the errors of a rank are below 0.95 / k^0.95 (KLL, FOCS 2016)';
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
CREATE FUNCTION sketch_quantile(sketch sketch_kll, q text, type anyelement) RETURNS anyelement
  AS 'MODULE_PATHNAME', 'sketch_kll_quantile' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_quantile(sketch_kll, text, anyelement) IS
  'the quantile of a fraction that is a literal without a type, as a value of the type of the third argument';
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
