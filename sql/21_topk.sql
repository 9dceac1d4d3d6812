-- SPDX-License-Identifier: PostgreSQL

-- sketch_topk -------------------------------------------------------------------------------------
-- The aggregates' state is a sketch_topk in its working form: 256 bytes at first; at most 68 *
-- capacity (16 kB by default), or 148 * capacity if no value is frequent (37 kB by default). Items
-- that are not numbers take 24 * capacity more, and at most 2 kB * capacity for their bytes.

COMMENT ON TYPE sketch_topk IS
  'the most frequent values, with bounds on how often each has occurred: lazy Misra-Gries counters (1982), error at most total / (capacity + 1); where little is frequent, estimates by a count sketch (2002)';

CREATE FUNCTION _sketch_topk_transition(sketch_topk, anyelement) RETURNS sketch_topk
  AS 'MODULE_PATHNAME', 'sketch_topk_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_topk_transition(sketch_topk, anyelement, integer) RETURNS sketch_topk
  AS 'MODULE_PATHNAME', 'sketch_topk_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_topk_transition(sketch_topk, anyelement, integer, bigint)
  RETURNS sketch_topk
  AS 'MODULE_PATHNAME', 'sketch_topk_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_topk_transition_k(sketch_topk, anyelement) RETURNS sketch_topk
  AS 'MODULE_PATHNAME', 'sketch_topk_transition_k'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_topk_transition_k(sketch_topk, anyelement, integer) RETURNS sketch_topk
  AS 'MODULE_PATHNAME', 'sketch_topk_transition_k'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_topk_transition_sum(sketch_topk, anyelement, bigint, integer)
  RETURNS sketch_topk
  AS 'MODULE_PATHNAME', 'sketch_topk_transition_sum'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_topk_transition_sum(sketch_topk, anyelement, double precision, integer)
  RETURNS sketch_topk
  AS 'MODULE_PATHNAME', 'sketch_topk_transition_sum'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_topk_final_k(sketch_topk, anyelement) RETURNS jsonb
  AS 'MODULE_PATHNAME', 'sketch_topk_final_k' LANGUAGE C STABLE PARALLEL SAFE;
CREATE FUNCTION _sketch_topk_final_k(sketch_topk, anyelement, integer) RETURNS jsonb
  AS 'MODULE_PATHNAME', 'sketch_topk_final_k' LANGUAGE C STABLE PARALLEL SAFE;
CREATE FUNCTION _sketch_topk_final_k(sketch_topk, anyelement, bigint, integer) RETURNS jsonb
  AS 'MODULE_PATHNAME', 'sketch_topk_final_k' LANGUAGE C STABLE PARALLEL SAFE;
CREATE FUNCTION _sketch_topk_final_k(sketch_topk, anyelement, double precision, integer)
  RETURNS jsonb
  AS 'MODULE_PATHNAME', 'sketch_topk_final_k' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION _sketch_topk_final_k(sketch_topk, anyelement) IS
  'final function: the ten items of the greatest estimates, as JSON';
COMMENT ON FUNCTION _sketch_topk_final_k(sketch_topk, anyelement, integer) IS
  'final function: the items that were asked for, as JSON';
COMMENT ON FUNCTION _sketch_topk_final_k(sketch_topk, anyelement, bigint, integer) IS
  'final function: the items that were asked for, as JSON';
COMMENT ON FUNCTION _sketch_topk_final_k(sketch_topk, anyelement, double precision, integer) IS
  'final function: the items that were asked for, as JSON';
COMMENT ON FUNCTION _sketch_topk_transition(sketch_topk, anyelement) IS
  'transition function: counts a value';
COMMENT ON FUNCTION _sketch_topk_transition(sketch_topk, anyelement, integer) IS
  'transition function: counts a value at a capacity';
COMMENT ON FUNCTION _sketch_topk_transition(sketch_topk, anyelement, integer, bigint) IS
  'transition function: counts a value with a weight at a capacity';
COMMENT ON FUNCTION _sketch_topk_transition_k(sketch_topk, anyelement) IS
  'transition function: counts a value, ten of which will be asked for';
COMMENT ON FUNCTION _sketch_topk_transition_k(sketch_topk, anyelement, integer) IS
  'transition function: counts a value, k of which will be asked for';
COMMENT ON FUNCTION _sketch_topk_transition_sum(sketch_topk, anyelement, bigint, integer) IS
  'transition function: adds up weights of values, k of which will be asked for';
COMMENT ON FUNCTION _sketch_topk_transition_sum(sketch_topk, anyelement, double precision, integer) IS
  'transition function: adds up weights of values, k of which will be asked for';

-- @each value type
CREATE FUNCTION _sketch_topk_final_mode(sketch_topk, @type@) RETURNS @type@
  AS 'MODULE_PATHNAME', 'sketch_topk_final_mode' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION _sketch_topk_final_mode(sketch_topk, @type@) IS
  'final function: the item with the greatest estimate';

CREATE AGGREGATE sketch_topk_agg(value @type@) (
  STYPE = sketch_topk, SSPACE = 4096, PARALLEL = SAFE,
  SFUNC = _sketch_topk_transition, COMBINEFUNC = _sketch_topk_merge_transition,
  FINALFUNC = _sketch_topk_final
);
CREATE AGGREGATE sketch_topk_agg(value @type@, capacity integer) (
  STYPE = sketch_topk, SSPACE = 4096, PARALLEL = SAFE,
  SFUNC = _sketch_topk_transition, COMBINEFUNC = _sketch_topk_merge_transition,
  FINALFUNC = _sketch_topk_final
);
CREATE AGGREGATE sketch_topk_agg(value @type@, capacity integer, weight bigint) (
  STYPE = sketch_topk, SSPACE = 4096, PARALLEL = SAFE,
  SFUNC = _sketch_topk_transition, COMBINEFUNC = _sketch_topk_merge_transition,
  FINALFUNC = _sketch_topk_final
);
CREATE AGGREGATE approx_top_k(value @type@) (
  STYPE = sketch_topk, SSPACE = 4096, PARALLEL = SAFE,
  SFUNC = _sketch_topk_transition_k, COMBINEFUNC = _sketch_topk_merge_transition,
  FINALFUNC = _sketch_topk_final_k, FINALFUNC_EXTRA
);
CREATE AGGREGATE approx_top_sum(value @type@, weight bigint, k integer) (
  STYPE = sketch_topk, SSPACE = 4096, PARALLEL = SAFE,
  SFUNC = _sketch_topk_transition_sum, COMBINEFUNC = _sketch_topk_merge_transition,
  FINALFUNC = _sketch_topk_final_k, FINALFUNC_EXTRA
);
CREATE AGGREGATE approx_top_sum(value @type@, weight double precision, k integer) (
  STYPE = sketch_topk, SSPACE = 4096, PARALLEL = SAFE,
  SFUNC = _sketch_topk_transition_sum, COMBINEFUNC = _sketch_topk_merge_transition,
  FINALFUNC = _sketch_topk_final_k, FINALFUNC_EXTRA
);
CREATE AGGREGATE approx_top_k(value @type@, k integer) (
  STYPE = sketch_topk, SSPACE = 4096, PARALLEL = SAFE,
  SFUNC = _sketch_topk_transition_k, COMBINEFUNC = _sketch_topk_merge_transition,
  FINALFUNC = _sketch_topk_final_k, FINALFUNC_EXTRA
);
CREATE AGGREGATE approx_mode(value @type@) (
  STYPE = sketch_topk, SSPACE = 4096, PARALLEL = SAFE,
  SFUNC = _sketch_topk_transition, COMBINEFUNC = _sketch_topk_merge_transition,
  FINALFUNC = _sketch_topk_final_mode, FINALFUNC_EXTRA
);
COMMENT ON AGGREGATE sketch_topk_agg(@type@) IS
  'a sketch of the most frequent values, 256 counters: no count is off by more than total / 257';
COMMENT ON AGGREGATE sketch_topk_agg(@type@, integer) IS
  'a sketch of the most frequent values, with 1 to 65536 counters: no count is off by more than total / (capacity + 1)';
COMMENT ON AGGREGATE sketch_topk_agg(@type@, integer, bigint) IS
  'a sketch of the values with the greatest total weights, each weight 0 or more, with 1 to 65536 counters: no weight is off by more than total / (capacity + 1)';
COMMENT ON AGGREGATE approx_top_k(@type@) IS
  'the ten most frequent values, as JSON: item, estimate, lower and upper bound of each; from 1024 counters';
COMMENT ON AGGREGATE approx_top_sum(@type@, bigint, integer) IS
  'the k values with the greatest sums of weights (whole numbers, 0 or more), as JSON: item, estimate, lower and upper bound of each; from max(1024, 8 k) counters';
COMMENT ON AGGREGATE approx_top_sum(@type@, double precision, integer) IS
  'the k values with the greatest sums of weights of other types, which also have to be whole numbers, 0 or more, as JSON: item, estimate, lower and upper bound of each';
COMMENT ON AGGREGATE approx_top_k(@type@, integer) IS
  'the k most frequent values, as JSON: item, estimate, lower and upper bound of each; from max(1024, 8 k) counters';
COMMENT ON AGGREGATE approx_mode(@type@) IS
  'the most frequent value, from 256 counters: certain if it comes more than total / 257 times more often than every other';
-- @end

CREATE AGGREGATE sketch_merge(sketch sketch_topk) (
  STYPE = sketch_topk, SSPACE = 20000, PARALLEL = SAFE,
  SFUNC = _sketch_topk_merge_transition, COMBINEFUNC = _sketch_topk_merge_transition,
  FINALFUNC = _sketch_topk_final
);
COMMENT ON AGGREGATE sketch_merge(sketch_topk) IS
  'the sketch of everything in the sketches, at the lowest of their capacities; the error is still at most total / (capacity + 1)';

COMMENT ON FUNCTION sketch_union(sketch_topk, sketch_topk) IS
  'the sketch of the values of both, at the lower of their capacities; NULL is empty';
COMMENT ON OPERATOR | (sketch_topk, sketch_topk) IS
  'the sketch of the values of both; NULL is empty';

CREATE FUNCTION sketch_topk_empty(capacity integer DEFAULT 256) RETURNS sketch_topk
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_topk_empty(integer) IS 'an empty sketch, with a capacity';

CREATE FUNCTION sketch_info(sketch sketch_topk) RETURNS jsonb
  AS 'MODULE_PATHNAME', 'sketch_topk_info' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_info(sketch_topk) IS
  'properties of a sketch: family, format version, form, capacity, total weight, greatest error, counters, bytes, type of the items';

-- @each answer for value:anyelement:STABLE literal:sketch_literal:STABLE
CREATE FUNCTION sketch_frequency(sketch sketch_topk, value @answer@) RETURNS bigint
  AS 'MODULE_PATHNAME', 'sketch_topk_frequency_@family@'
  LANGUAGE C @of@ STRICT PARALLEL SAFE COST 200;
CREATE FUNCTION sketch_frequency_bounds(sketch sketch_topk, value @answer@, OUT lower bigint,
                                        OUT estimate bigint, OUT upper bigint)
  AS 'MODULE_PATHNAME', 'sketch_topk_frequency_bounds_@family@'
  LANGUAGE C @of@ STRICT PARALLEL SAFE COST 200;
-- @end
COMMENT ON FUNCTION sketch_frequency(sketch_topk, anyelement) IS
  'how often a value has come: an estimate between the bounds';
COMMENT ON FUNCTION sketch_frequency(sketch_topk, sketch_literal) IS
  'how often a literal has come, read as a value of the sketch''s own type: an estimate between the bounds';
COMMENT ON FUNCTION sketch_frequency_bounds(sketch_topk, anyelement) IS
  'how often a value has come, and two bounds, both certain: no further apart than total / (capacity + 1)';
COMMENT ON FUNCTION sketch_frequency_bounds(sketch_topk, sketch_literal) IS
  'how often a literal has come, read as a value of the sketch''s own type, and two bounds, both certain';

CREATE FUNCTION sketch_top(sketch sketch_topk, n integer DEFAULT 10,
                           OUT item text, OUT estimate bigint, OUT lower bigint, OUT upper bigint) RETURNS SETOF record
  AS 'MODULE_PATHNAME', 'sketch_topk_top' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 10;
CREATE FUNCTION sketch_top(sketch sketch_topk, n integer, type anyelement,
                           OUT item anyelement, OUT estimate bigint, OUT lower bigint, OUT upper bigint) RETURNS SETOF record
  AS 'MODULE_PATHNAME', 'sketch_topk_top' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 10;
CREATE FUNCTION sketch_frequent(sketch sketch_topk, share double precision,
                                no_false_negatives boolean DEFAULT true,
                                OUT item text, OUT estimate bigint, OUT lower bigint, OUT upper bigint) RETURNS SETOF record
  AS 'MODULE_PATHNAME', 'sketch_topk_frequent'
  LANGUAGE C STABLE STRICT PARALLEL SAFE COST 200 ROWS 10;
COMMENT ON FUNCTION sketch_top(sketch_topk, integer) IS
  'the n items with the greatest estimates, as text, with bounds on how often each has come';
COMMENT ON FUNCTION sketch_top(sketch_topk, integer, anyelement) IS
  'the n items with the greatest estimates, as values of their type, with bounds on how often each has come';
COMMENT ON FUNCTION sketch_frequent(sketch_topk, double precision, boolean) IS
  'the items above a share of the total weight: either all of them and perhaps some others, or only such but perhaps not all';
