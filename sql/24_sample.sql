-- SPDX-License-Identifier: PostgreSQL

-- sketch_sample -----------------------------------------------------------------------------------
-- The aggregates' state: 250 bytes at first, 3.5 kB for numbers and the default n; at most 16 or 24
-- bytes for each of 2 n values, and 2 n kB more if they are not numbers.
--
-- Each row has to be drawn on its own. Eager aggregation (PostgreSQL 19) may merge a state twice,
-- below a join that repeats rows, so that both copies of a row have the same draw. A negative
-- SSPACE prevents eager aggregation.

COMMENT ON TYPE sketch_sample IS
  'rows that stand for all: a uniform sample without replacement, a weighted one (priority sampling; Duffield, Lund, Thorup, JACM 2007), or one by the hash of a key';

CREATE TYPE sketch_draw AS (probability double precision, size integer, sample bigint);
COMMENT ON TYPE sketch_draw IS
  'how a row of a sample was drawn, for sketch_sum_bounds: the probability; if rows were drawn together, also their number and the sample';
CREATE TYPE sketch_estimate AS (lower double precision, estimate double precision, upper double precision);
COMMENT ON TYPE sketch_estimate IS 'an estimate between its bounds';

CREATE FUNCTION _sketch_sample_transition(sketch_sample, anyelement) RETURNS sketch_sample
  AS 'MODULE_PATHNAME', 'sketch_sample_transition'
  LANGUAGE C VOLATILE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_sample_transition(sketch_sample, anyelement, integer) RETURNS sketch_sample
  AS 'MODULE_PATHNAME', 'sketch_sample_transition'
  LANGUAGE C VOLATILE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_sample_transition(sketch_sample, anyelement) IS
  'transition function: draws a value or passes it';
COMMENT ON FUNCTION _sketch_sample_transition(sketch_sample, anyelement, integer) IS
  'transition function: draws a value of n or passes it';

-- @each value type
CREATE AGGREGATE sketch_sample_agg(value @type@) (
  STYPE = sketch_sample, SSPACE = -1, PARALLEL = SAFE,
  SFUNC = _sketch_sample_transition, COMBINEFUNC = _sketch_sample_merge_transition,
  FINALFUNC = _sketch_sample_final
);
CREATE AGGREGATE sketch_sample_agg(value @type@, n integer) (
  STYPE = sketch_sample, SSPACE = -1, PARALLEL = SAFE,
  SFUNC = _sketch_sample_transition, COMBINEFUNC = _sketch_sample_merge_transition,
  FINALFUNC = _sketch_sample_final
);
COMMENT ON AGGREGATE sketch_sample_agg(@type@) IS
  'a random sample of 100 of the values that are not NULL, a different one each time; as many as fit 100 kB';
COMMENT ON AGGREGATE sketch_sample_agg(@type@, integer) IS
  'a random sample of n of the values that are not NULL, 1 to 65536, a different one each time; as many as fit n kB, at least 64';
-- @end

CREATE FUNCTION _sketch_sample_transition_weighted(sketch_sample, anyelement, double precision)
  RETURNS sketch_sample
  AS 'MODULE_PATHNAME', 'sketch_sample_transition_weighted'
  LANGUAGE C VOLATILE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_sample_transition_weighted(sketch_sample, anyelement, double precision,
                                                   integer) RETURNS sketch_sample
  AS 'MODULE_PATHNAME', 'sketch_sample_transition_weighted'
  LANGUAGE C VOLATILE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_sample_transition_keyed(sketch_sample, anyelement, anycompatible)
  RETURNS sketch_sample
  AS 'MODULE_PATHNAME', 'sketch_sample_transition_keyed'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_sample_transition_keyed(sketch_sample, anyelement, anycompatible, integer)
  RETURNS sketch_sample
  AS 'MODULE_PATHNAME', 'sketch_sample_transition_keyed'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_sample_transition_weighted(sketch_sample, anyelement, double precision) IS
  'transition function: draws a value by its weight, or passes it';
COMMENT ON FUNCTION _sketch_sample_transition_weighted(sketch_sample, anyelement, double precision, integer) IS
  'transition function: draws a value of n by its weight, or passes it';
COMMENT ON FUNCTION _sketch_sample_transition_keyed(sketch_sample, anyelement, anycompatible) IS
  'transition function: takes a value by its key''s hash, or passes it';
COMMENT ON FUNCTION _sketch_sample_transition_keyed(sketch_sample, anyelement, anycompatible, integer) IS
  'transition function: takes a value of n by its key''s hash, or passes it';

-- text is declared apart, because an untyped literal becomes text.
-- @each of text anyelement
CREATE AGGREGATE sketch_sample_agg_weighted(value @name@, weight double precision) (
  STYPE = sketch_sample, SSPACE = -1, PARALLEL = SAFE,
  SFUNC = _sketch_sample_transition_weighted, COMBINEFUNC = _sketch_sample_merge_transition,
  FINALFUNC = _sketch_sample_final
);
CREATE AGGREGATE sketch_sample_agg_weighted(value @name@, weight double precision, n integer) (
  STYPE = sketch_sample, SSPACE = -1, PARALLEL = SAFE,
  SFUNC = _sketch_sample_transition_weighted, COMBINEFUNC = _sketch_sample_merge_transition,
  FINALFUNC = _sketch_sample_final
);
CREATE AGGREGATE sketch_sample_agg_keyed(value @name@, key anycompatible) (
  STYPE = sketch_sample, SSPACE = 4096, PARALLEL = SAFE,
  SFUNC = _sketch_sample_transition_keyed, COMBINEFUNC = _sketch_sample_merge_transition,
  FINALFUNC = _sketch_sample_final
);
CREATE AGGREGATE sketch_sample_agg_keyed(value @name@, key anycompatible, n integer) (
  STYPE = sketch_sample, SSPACE = 4096, PARALLEL = SAFE,
  SFUNC = _sketch_sample_transition_keyed, COMBINEFUNC = _sketch_sample_merge_transition,
  FINALFUNC = _sketch_sample_final
);
COMMENT ON AGGREGATE sketch_sample_agg_weighted(@name@, double precision) IS
  'a random sample of 100 values, in which values with a greater weight (0, or 1e-100 to 1e100) are more probable: for sums of weights over any of the rows';
COMMENT ON AGGREGATE sketch_sample_agg_weighted(@name@, double precision, integer) IS
  'a random sample of n values, 1 to 65536, in which values with a greater weight (0, or 1e-100 to 1e100) are more probable: for sums of weights over any of the rows';
COMMENT ON AGGREGATE sketch_sample_agg_keyed(@name@, anycompatible) IS
  'the values of those 100 keys that have the least hashes, which are the same wherever the keys come from; a key counts once, with the least of its values';
COMMENT ON AGGREGATE sketch_sample_agg_keyed(@name@, anycompatible, integer) IS
  'the values of those n keys, 1 to 65536, that have the least hashes, which are the same wherever the keys come from; a key counts once, with the least of its values';
-- @end

CREATE AGGREGATE sketch_merge(sketch sketch_sample) (
  STYPE = sketch_sample, SSPACE = 4096, PARALLEL = SAFE,
  SFUNC = _sketch_sample_merge_transition, COMBINEFUNC = _sketch_sample_merge_transition,
  FINALFUNC = _sketch_sample_final
);
COMMENT ON AGGREGATE sketch_merge(sketch_sample) IS
  'the sample of all rows that the samples were drawn from, at the smallest n; unless the samples are keyed, they have to be of different rows';

COMMENT ON FUNCTION sketch_union(sketch_sample, sketch_sample) IS
  'the sample of the rows of both, at the lesser n; NULL is empty';
COMMENT ON OPERATOR | (sketch_sample, sketch_sample) IS
  'the sample of the rows of both; NULL is empty';

CREATE FUNCTION sketch_sample_empty(n integer DEFAULT 100) RETURNS sketch_sample
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_sample_empty(integer) IS 'an empty sample of n rows';

CREATE FUNCTION sketch_values(sketch sketch_sample, OUT value text, OUT weight double precision,
                              OUT draw sketch_draw) RETURNS SETOF record
  AS 'MODULE_PATHNAME', 'sketch_sample_values' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 100;
CREATE FUNCTION sketch_values(sketch sketch_sample, type anyelement,
                              OUT value anyelement, OUT weight double precision, OUT draw sketch_draw) RETURNS SETOF record
  AS 'MODULE_PATHNAME', 'sketch_sample_values' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 100;
COMMENT ON FUNCTION sketch_values(sketch_sample) IS
  'the values of a sample as text, how many rows or how much weight each of them stands for, and how it was drawn';
COMMENT ON FUNCTION sketch_values(sketch_sample, anyelement) IS
  'the values of a sample, of the type of the second argument, such as NULL::orders, how many rows or how much weight each of them stands for, and how it was drawn';

CREATE FUNCTION sketch_n(sketch sketch_sample) RETURNS bigint
  AS 'MODULE_PATHNAME', 'sketch_sample_n' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_n(sketch_sample) IS
  'the number of rows that were sampled; for a keyed sample the estimated number of different keys';

CREATE FUNCTION sketch_info(sketch sketch_sample) RETURNS jsonb
  AS 'MODULE_PATHNAME', 'sketch_sample_info' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_info(sketch_sample) IS
  'properties of a sketch: family, format version, how rows are drawn, n, rows, how many are sampled, whether these are all, bytes, type of the values';

-- Sums over a sample's rows.
CREATE FUNCTION _sketch_sum_bounds_transition(bytea, double precision, sketch_draw) RETURNS bytea
  AS 'MODULE_PATHNAME', 'sketch_sum_bounds_transition' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION _sketch_sum_bounds_transition(bytea, double precision, sketch_draw,
                                              double precision) RETURNS bytea
  AS 'MODULE_PATHNAME', 'sketch_sum_bounds_transition' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION _sketch_sum_bounds_combine(bytea, bytea) RETURNS bytea
  AS 'MODULE_PATHNAME', 'sketch_sum_bounds_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION _sketch_sum_bounds_final(bytea) RETURNS sketch_estimate
  AS 'MODULE_PATHNAME', 'sketch_sum_bounds_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _sketch_sum_bounds_transition(bytea, double precision, sketch_draw) IS
  'transition function: adds a row';
COMMENT ON FUNCTION _sketch_sum_bounds_transition(bytea, double precision, sketch_draw, double precision) IS
  'transition function: adds a row, for bounds of a confidence';
COMMENT ON FUNCTION _sketch_sum_bounds_combine(bytea, bytea) IS
  'combine function: adds the sums of both';
COMMENT ON FUNCTION _sketch_sum_bounds_final(bytea) IS 'final function: the sum and its bounds';
CREATE AGGREGATE sketch_sum_bounds(weight double precision, draw sketch_draw) (
  STYPE = bytea, SSPACE = 128, PARALLEL = SAFE,
  SFUNC = _sketch_sum_bounds_transition, COMBINEFUNC = _sketch_sum_bounds_combine,
  FINALFUNC = _sketch_sum_bounds_final
);
CREATE AGGREGATE sketch_sum_bounds(weight double precision, draw sketch_draw,
                                   confidence double precision) (
  STYPE = bytea, SSPACE = 128, PARALLEL = SAFE,
  SFUNC = _sketch_sum_bounds_transition, COMBINEFUNC = _sketch_sum_bounds_combine,
  FINALFUNC = _sketch_sum_bounds_final
);
COMMENT ON AGGREGATE sketch_sum_bounds(double precision, sketch_draw) IS
  'the sum that rows of sketch_values(sketch_sample) estimate, of the weight or of its product with what is to be summed up, with its bounds with 95 % probability';
COMMENT ON AGGREGATE sketch_sum_bounds(double precision, sketch_draw, double precision) IS
  'the sum that rows of sketch_values(sketch_sample) estimate, of the weight or of its product with what is to be summed up, with its bounds with the given probability';
