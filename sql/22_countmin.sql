-- SPDX-License-Identifier: PostgreSQL

-- sketch_countmin ---------------------------------------------------------------------------------
-- The aggregates' state: 128 bytes at first, 512 bytes for up to 61 rows, 2 kB for up to 110
-- distinct values. With more than cells / 16 distinct values it has 4 bytes for each cell (54 kB by
-- default); 8 bytes from 2^32 rows on.

COMMENT ON TYPE sketch_countmin IS
  'how often values occur: count-min sketch (Cormode, Muthukrishnan, J. Algorithms 2005), never too low, and with 99 % confidence at most 0.1 % of all rows too high, by default';

CREATE FUNCTION _sketch_countmin_transition(sketch_countmin, anyelement) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_countmin_transition(sketch_countmin, anyelement, double precision)
  RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_countmin_transition(sketch_countmin, anyelement, double precision,
                                            double precision) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_countmin_transition(sketch_countmin, anyelement, double precision,
                                            double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_countmin_transition(sketch_countmin, anyelement, integer, integer)
  RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_countmin_transition(sketch_countmin, anyelement, integer, integer, bigint)
  RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_countmin_transition(sketch_countmin, anyelement, double precision, double precision, bigint) IS
  'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION _sketch_countmin_transition(sketch_countmin, anyelement, integer, integer) IS
  'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION _sketch_countmin_transition(sketch_countmin, anyelement, integer, integer, bigint) IS
  'transition function: adds a value with a weight, with a width and a depth';
COMMENT ON FUNCTION _sketch_countmin_transition(sketch_countmin, anyelement) IS
  'transition function: adds a value';
COMMENT ON FUNCTION _sketch_countmin_transition(sketch_countmin, anyelement, double precision) IS
  'transition function: adds a value, with an error';
COMMENT ON FUNCTION _sketch_countmin_transition(sketch_countmin, anyelement, double precision, double precision) IS
  'transition function: adds a value, with an error and a confidence';

-- @each value type
CREATE AGGREGATE sketch_countmin_agg(value @type@) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = _sketch_countmin_transition, COMBINEFUNC = _sketch_countmin_merge_transition,
  FINALFUNC = _sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value @type@, error double precision) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = _sketch_countmin_transition, COMBINEFUNC = _sketch_countmin_merge_transition,
  FINALFUNC = _sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value @type@, error double precision,
                                     confidence double precision) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = _sketch_countmin_transition, COMBINEFUNC = _sketch_countmin_merge_transition,
  FINALFUNC = _sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value @type@, error double precision,
                                     confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = _sketch_countmin_transition, COMBINEFUNC = _sketch_countmin_merge_transition,
  FINALFUNC = _sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value @type@, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = _sketch_countmin_transition, COMBINEFUNC = _sketch_countmin_merge_transition,
  FINALFUNC = _sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value @type@, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = _sketch_countmin_transition, COMBINEFUNC = _sketch_countmin_merge_transition,
  FINALFUNC = _sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(@type@, double precision, double precision, bigint) IS
  'a sketch of the total weight of each value, weights being 0 or more, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(@type@, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(@type@, integer, integer, bigint) IS
  'a sketch of the total weight of each value, weights being 0 or more, in depth rows of width cells';
COMMENT ON AGGREGATE sketch_countmin_agg(@type@) IS
  'a sketch of how often each value occurs, at most 0.1 % of all rows too high with 99 % confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(@type@, double precision) IS
  'a sketch of how often each value occurs, at most this part of all rows too high with 99 % confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(@type@, double precision, double precision) IS
  'a sketch of how often each value occurs, at most this part of all rows too high with this confidence (Cormode, Muthukrishnan 2005)';
-- @end

CREATE AGGREGATE sketch_merge(sketch sketch_countmin) (
  STYPE = sketch_countmin, SSPACE = 54400, PARALLEL = SAFE,
  SFUNC = _sketch_countmin_merge_transition, COMBINEFUNC = _sketch_countmin_merge_transition,
  FINALFUNC = _sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_merge(sketch_countmin) IS
  'the sketch of everything in the sketches; the same as one sketch of all the values';

COMMENT ON FUNCTION sketch_union(sketch_countmin, sketch_countmin) IS
  'the sketch of the rows of both; NULL is empty';
COMMENT ON OPERATOR | (sketch_countmin, sketch_countmin) IS
  'the sketch of the rows of both; NULL is empty';

CREATE FUNCTION sketch_countmin_empty(error double precision DEFAULT 0.001,
                                      confidence double precision DEFAULT 0.99) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_countmin_empty(double precision, double precision) IS
  'an empty sketch, with an error and a confidence';
CREATE FUNCTION sketch_countmin_empty(width integer, depth integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_empty_shape' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_countmin_empty(integer, integer) IS
  'an empty sketch, with a width and a depth';

-- @each answer for value:anyelement:IMMUTABLE literal:sketch_literal:STABLE
CREATE FUNCTION sketch_frequency(sketch sketch_countmin, value @answer@) RETURNS bigint
  AS 'MODULE_PATHNAME', 'sketch_countmin_frequency_@family@'
  LANGUAGE C @of@ STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_frequency_bounds(sketch sketch_countmin, value @answer@, OUT lower bigint,
                                        OUT estimate bigint, OUT upper bigint)
  AS 'MODULE_PATHNAME', 'sketch_countmin_frequency_bounds_@family@'
  LANGUAGE C @of@ STRICT PARALLEL SAFE COST 100;
-- @end
COMMENT ON FUNCTION sketch_frequency(sketch_countmin, anyelement) IS
  'how often a value occurs: never too low (the least of its cells: Cormode, Muthukrishnan 2005)';
COMMENT ON FUNCTION sketch_frequency(sketch_countmin, sketch_literal) IS
  'how often a literal occurs, read as a value of the sketch''s own type: never too low';
COMMENT ON FUNCTION sketch_frequency_bounds(sketch_countmin, anyelement) IS
  'how often a value occurs, and its bounds: the upper one is certain, the lower one holds with the confidence of the sketch';
COMMENT ON FUNCTION sketch_frequency_bounds(sketch_countmin, sketch_literal) IS
  'how often a literal occurs, read as a value of the sketch''s own type, and its bounds';

CREATE FUNCTION sketch_inner_product(a sketch_countmin, b sketch_countmin) RETURNS double precision
  AS 'MODULE_PATHNAME', 'sketch_countmin_inner_product'
  LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION sketch_inner_product(sketch_countmin, sketch_countmin) IS
  'the number of rows that a join of the values of both has: the sum of the products of their frequencies, never too low (Cormode, Muthukrishnan 2005)';

CREATE FUNCTION sketch_info(sketch sketch_countmin) RETURNS jsonb
  AS 'MODULE_PATHNAME', 'sketch_countmin_info' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_info(sketch_countmin) IS
  'properties of a sketch: family, format version, form, width, depth, error, confidence, number of rows, bytes';
