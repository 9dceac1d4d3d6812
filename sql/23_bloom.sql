-- SPDX-License-Identifier: PostgreSQL

-- sketch_bloom ------------------------------------------------------------------------------------
-- The aggregates' state: 64 bytes at first, then 8 to 16 bytes for each value. When there are a
-- quarter as many values as the filter has bytes, it is the filter: 128 kB by default.

COMMENT ON TYPE sketch_bloom IS
  'a set of values, for questions whether a value has been seen: a split-block Bloom filter (Putze, Sanders, Singler, JEA 2009), never a false negative, a false positive in 1 % of cases for 50000 values by default';

CREATE FUNCTION _sketch_bloom_transition(sketch_bloom, anyelement) RETURNS sketch_bloom
  AS 'MODULE_PATHNAME', 'sketch_bloom_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_bloom_transition(sketch_bloom, anyelement, bigint) RETURNS sketch_bloom
  AS 'MODULE_PATHNAME', 'sketch_bloom_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_bloom_transition(sketch_bloom, anyelement, bigint, double precision)
  RETURNS sketch_bloom
  AS 'MODULE_PATHNAME', 'sketch_bloom_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_bloom_transition(sketch_bloom, anyelement) IS
  'transition function: adds a value';
COMMENT ON FUNCTION _sketch_bloom_transition(sketch_bloom, anyelement, bigint) IS
  'transition function: adds a value to a filter for so many';
COMMENT ON FUNCTION _sketch_bloom_transition(sketch_bloom, anyelement, bigint, double precision) IS
  'transition function: adds a value to a filter for so many, with an error';

-- @each value type
CREATE AGGREGATE sketch_bloom_agg(value @type@) (
  STYPE = sketch_bloom, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_bloom_transition, COMBINEFUNC = _sketch_bloom_merge_transition,
  FINALFUNC = _sketch_bloom_final
);
CREATE AGGREGATE sketch_bloom_agg(value @type@, expected bigint) (
  STYPE = sketch_bloom, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_bloom_transition, COMBINEFUNC = _sketch_bloom_merge_transition,
  FINALFUNC = _sketch_bloom_final
);
CREATE AGGREGATE sketch_bloom_agg(value @type@, expected bigint, error double precision) (
  STYPE = sketch_bloom, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_bloom_transition, COMBINEFUNC = _sketch_bloom_merge_transition,
  FINALFUNC = _sketch_bloom_final
);
COMMENT ON AGGREGATE sketch_bloom_agg(@type@) IS
  'a Bloom filter of the values: a false positive in 1 % of cases once there are 50000 distinct ones; all of up to 16384 are kept';
COMMENT ON AGGREGATE sketch_bloom_agg(@type@, bigint) IS
  'a Bloom filter of the values: a false positive in 1 % of cases once there are as many distinct ones as expected';
COMMENT ON AGGREGATE sketch_bloom_agg(@type@, bigint, double precision) IS
  'a Bloom filter of the values: a false positive with a probability of at most the error, 0.000001 to 0.5, up to as many distinct ones as expected';
-- @end

CREATE AGGREGATE sketch_merge(sketch sketch_bloom) (
  STYPE = sketch_bloom, SSPACE = 131000, PARALLEL = SAFE,
  SFUNC = _sketch_bloom_merge_transition, COMBINEFUNC = _sketch_bloom_merge_transition,
  FINALFUNC = _sketch_bloom_final
);
COMMENT ON AGGREGATE sketch_merge(sketch_bloom) IS
  'the filter of everything in the sketches, of the size of the smallest of them; the same as one filter of all the values';

COMMENT ON FUNCTION sketch_union(sketch_bloom, sketch_bloom) IS
  'the filter of the values of both, of the size of the smaller one; NULL is empty';
COMMENT ON OPERATOR | (sketch_bloom, sketch_bloom) IS
  'the filter of the values of both; NULL is empty';

CREATE FUNCTION sketch_bloom_empty(expected bigint DEFAULT 50000,
                                   error double precision DEFAULT 0.01, domain text DEFAULT 'sketch') RETURNS sketch_bloom
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_bloom_empty(bigint, double precision, text) IS
  'an empty filter for an expected number of values, with an error, whose values are hashed as this extension or Parquet does';

CREATE FUNCTION sketch_contains(sketch sketch_bloom, value anyelement) RETURNS boolean
  AS 'MODULE_PATHNAME', 'sketch_bloom_contains' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
CREATE FUNCTION sketch_contains(sketch sketch_bloom, value sketch_literal) RETURNS boolean
  AS 'MODULE_PATHNAME', 'sketch_bloom_contains_literal'
  LANGUAGE C STABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION sketch_contains(sketch_bloom, anyelement) IS
  'whether the value may have been added: a no is certain, a yes wrong with a probability that sketch_error tells';
COMMENT ON FUNCTION sketch_contains(sketch_bloom, sketch_literal) IS
  'whether a literal may have been added, read as a value of the sketch''s own type: a no is certain, a yes wrong with a probability that sketch_error tells';

CREATE FUNCTION _sketch_bloom_domain_transition(sketch_bloom, anyelement, bigint, double precision,
                                                text) RETURNS sketch_bloom
  AS 'MODULE_PATHNAME', 'sketch_bloom_domain_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_bloom_domain_transition(sketch_bloom, anyelement, bigint, double precision, text) IS
  'transition function: adds a value, hashed as a system does';
-- text and "char" are declared apart, because an untyped literal becomes text.
-- @each of text "char" anyelement
CREATE AGGREGATE sketch_bloom_agg(value @name@, expected bigint, error double precision,
                                  domain text) (
  STYPE = sketch_bloom, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_bloom_domain_transition, COMBINEFUNC = _sketch_bloom_merge_transition,
  FINALFUNC = _sketch_bloom_final
);
COMMENT ON AGGREGATE sketch_bloom_agg(@name@, bigint, double precision, text) IS
  'a Bloom filter of the values, hashed as another system does: parquet';
-- @end

CREATE FUNCTION sketch_cardinality(sketch sketch_bloom) RETURNS double precision
  AS 'MODULE_PATHNAME', 'sketch_bloom_cardinality'
  LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE OPERATOR # (RIGHTARG = sketch_bloom, FUNCTION = sketch_cardinality);
CREATE FUNCTION sketch_error(sketch sketch_bloom) RETURNS double precision
  AS 'MODULE_PATHNAME', 'sketch_bloom_error' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_info(sketch sketch_bloom) RETURNS jsonb
  AS 'MODULE_PATHNAME', 'sketch_bloom_info' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON OPERATOR # (NONE, sketch_bloom) IS 'estimated number of distinct values';
COMMENT ON FUNCTION sketch_cardinality(sketch_bloom) IS
  'the number of distinct values; once there is a filter, an estimate from the bits that are set';
COMMENT ON FUNCTION sketch_error(sketch_bloom) IS 'the present probability of a false positive';
COMMENT ON FUNCTION sketch_info(sketch_bloom) IS
  'properties of a sketch: family, format version, form, hash domain, blocks of 32 bytes, values, fill, error, bytes';
