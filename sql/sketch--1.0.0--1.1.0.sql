-- SPDX-License-Identifier: PostgreSQL
-- complain if the script is sourced in psql rather than run by ALTER EXTENSION
\echo Use "ALTER EXTENSION sketch UPDATE TO '1.1.0'" to load this file. \quit

CREATE FUNCTION sketch_kll_transition(sketch_kll, timestamp) RETURNS sketch_kll
  AS 'MODULE_PATHNAME', 'sketch_kll_transition_timestamp' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION sketch_kll_transition(sketch_kll, timestamp, integer) RETURNS sketch_kll
  AS 'MODULE_PATHNAME', 'sketch_kll_transition_timestamp' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION sketch_kll_transition(sketch_kll, timestamp, bigint) RETURNS sketch_kll
  AS 'MODULE_PATHNAME', 'sketch_kll_weighted_transition_timestamp' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_kll_transition(sketch_kll, timestamp) IS 'transition function: adds a value';
COMMENT ON FUNCTION sketch_kll_transition(sketch_kll, timestamp, integer) IS 'transition function: adds a value to a sketch of some k';
COMMENT ON FUNCTION sketch_kll_transition(sketch_kll, timestamp, bigint) IS 'transition function: adds a value with a weight';

CREATE AGGREGATE sketch_kll_agg(value timestamp) (
  STYPE = sketch_kll, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = sketch_kll_transition, COMBINEFUNC = sketch_kll_merge_transition, FINALFUNC = sketch_kll_final
);
CREATE AGGREGATE sketch_kll_agg(value timestamp, k integer) (
  STYPE = sketch_kll, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = sketch_kll_transition, COMBINEFUNC = sketch_kll_merge_transition, FINALFUNC = sketch_kll_final
);
CREATE AGGREGATE sketch_kll_agg(value timestamp, weight bigint) (
  STYPE = sketch_kll, SSPACE = 8000, PARALLEL = SAFE,
  SFUNC = sketch_kll_transition, COMBINEFUNC = sketch_kll_merge_transition, FINALFUNC = sketch_kll_final
);
CREATE FUNCTION sketch_rank(sketch sketch_kll, value timestamp) RETURNS double precision
  AS 'MODULE_PATHNAME', 'sketch_kll_rank' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_rank(sketch sketch_kll, "values" timestamp[]) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_kll_rank' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_cdf(sketch sketch_kll, splits timestamp[]) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_kll_cdf' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_pmf(sketch sketch_kll, splits timestamp[]) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_kll_pmf' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_rank(sketch_kll, timestamp) IS
  'the fraction of the values that are at most this one, as cume_dist gives it, within the error of the sketch';
COMMENT ON FUNCTION sketch_rank(sketch_kll, timestamp[]) IS 'the ranks of an array of values';
COMMENT ON FUNCTION sketch_cdf(sketch_kll, timestamp[]) IS 'the ranks of ascending splits, and 1';
COMMENT ON FUNCTION sketch_pmf(sketch_kll, timestamp[]) IS
  'the fractions of the values up to the first of ascending splits, between them, and after the last';
COMMENT ON AGGREGATE sketch_kll_agg(timestamp) IS
  'a sketch of the distribution of the values, k = 200: all of up to 600 values are kept, beyond that 99 % of the errors of a rank are below 0.62 % (KLL, FOCS 2016)';
COMMENT ON AGGREGATE sketch_kll_agg(timestamp, integer) IS
  'a sketch of the distribution of the values, k of 8 to 4096: 99 % of the errors of a rank are below 0.95 / k^0.95 (KLL, FOCS 2016)';
COMMENT ON AGGREGATE sketch_kll_agg(timestamp, bigint) IS
  'a sketch of the distribution of values that count as often as their weights say, k = 200';

CREATE FUNCTION sketch_percentile_transition(bytea, timestamp, double precision) RETURNS bytea
  AS 'MODULE_PATHNAME', 'sketch_percentile_transition_timestamp' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION sketch_percentile_transition(bytea, timestamp, double precision[]) RETURNS bytea
  AS 'MODULE_PATHNAME', 'sketch_percentiles_transition_timestamp' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION sketch_percentile_final_timestamp(bytea) RETURNS timestamp
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_percentiles_final_timestamp(bytea) RETURNS timestamp[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_median_final_timestamp(sketch_kll) RETURNS timestamp
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sketch_percentile_transition(bytea, timestamp, double precision) IS 'transition function of approx_percentile';
COMMENT ON FUNCTION sketch_percentile_transition(bytea, timestamp, double precision[]) IS 'transition function of approx_percentile';
COMMENT ON FUNCTION sketch_percentile_final_timestamp(bytea) IS 'final function of approx_percentile';
COMMENT ON FUNCTION sketch_percentiles_final_timestamp(bytea) IS 'final function of approx_percentile';
COMMENT ON FUNCTION sketch_median_final_timestamp(sketch_kll) IS 'final function of approx_median';

CREATE AGGREGATE approx_percentile(value timestamp, q double precision) (
  STYPE = bytea, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = sketch_percentile_transition, COMBINEFUNC = sketch_percentile_combine, FINALFUNC = sketch_percentile_final_timestamp
);
CREATE AGGREGATE approx_percentile(value timestamp, q double precision[]) (
  STYPE = bytea, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = sketch_percentile_transition, COMBINEFUNC = sketch_percentile_combine, FINALFUNC = sketch_percentiles_final_timestamp
);
CREATE AGGREGATE approx_median(value timestamp) (
  STYPE = sketch_kll, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = sketch_kll_transition, COMBINEFUNC = sketch_kll_merge_transition, FINALFUNC = sketch_median_final_timestamp
);
COMMENT ON AGGREGATE approx_percentile(timestamp, double precision) IS
  'approximate percentile_disc(q): exact up to 600 values, beyond that the rank is off by less than 0.62 % in 99 % of cases (KLL, k = 200)';
COMMENT ON AGGREGATE approx_percentile(timestamp, double precision[]) IS
  'approximate percentile_disc of several fractions out of one sketch (KLL, k = 200)';
COMMENT ON AGGREGATE approx_median(timestamp) IS
  'approximate percentile_disc(0.5): exact up to 600 values, beyond that the rank is off by less than 0.62 % in 99 % of cases (KLL, k = 200)';
