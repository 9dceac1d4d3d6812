-- SPDX-License-Identifier: PostgreSQL

-- sketch_theta ------------------------------------------------------------------------------------
-- The aggregates' state is a sketch_theta in its working form: 64 bytes at first, 512 for 50
-- values, at most 8 * 2^precision; twice that above precision 14.

COMMENT ON TYPE sketch_theta IS
  'a set of values, for unions, intersections and differences: the 2^precision least hashes (Dasgupta, Lang, Rhodes, Thaler, ICDT 2016), relative standard error 1 / sqrt(2^precision - 1), 1.6 % by default';
COMMENT ON FUNCTION sketch_cardinality(sketch_theta) IS
  'estimated number of distinct values: the number of hashes below theta, divided by theta';
COMMENT ON FUNCTION sketch_bounds(sketch_theta, double precision) IS
  'the estimated number of distinct values, with its confidence bounds at the given probability (binomial, after Wilson 1927)';

CREATE FUNCTION _sketch_theta_transition(sketch_theta, anyelement) RETURNS sketch_theta
  AS 'MODULE_PATHNAME', 'sketch_theta_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_theta_transition(sketch_theta, anyelement, integer) RETURNS sketch_theta
  AS 'MODULE_PATHNAME', 'sketch_theta_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_theta_transition(sketch_theta, anyelement) IS
  'transition function: adds a value';
COMMENT ON FUNCTION _sketch_theta_transition(sketch_theta, anyelement, integer) IS
  'transition function: adds a value at a precision';

-- @each value type
CREATE AGGREGATE sketch_theta_agg(value @type@) (
  STYPE = sketch_theta, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_theta_transition, COMBINEFUNC = _sketch_theta_merge_transition,
  FINALFUNC = _sketch_theta_final
);
CREATE AGGREGATE sketch_theta_agg(value @type@, "precision" integer) (
  STYPE = sketch_theta, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_theta_transition, COMBINEFUNC = _sketch_theta_merge_transition,
  FINALFUNC = _sketch_theta_final
);
COMMENT ON AGGREGATE sketch_theta_agg(@type@) IS
  'a sketch of the set of values, precision 12: all of up to 4096 hashes are kept, beyond that the relative standard error is 1.6 %';
COMMENT ON AGGREGATE sketch_theta_agg(@type@, integer) IS
  'a sketch of the set of values, precision p of 4 to 20: all of up to 2^p hashes are kept, beyond that the relative standard error is 1 / sqrt(2^p - 1)';
-- @end

CREATE AGGREGATE sketch_merge(sketch sketch_theta) (
  STYPE = sketch_theta, SSPACE = 33000, PARALLEL = SAFE,
  SFUNC = _sketch_theta_merge_transition, COMBINEFUNC = _sketch_theta_merge_transition,
  FINALFUNC = _sketch_theta_final
);
COMMENT ON AGGREGATE sketch_merge(sketch_theta) IS
  'the sketch of everything in the sketches, at the lowest of their precisions; the same as one sketch of all the values';

CREATE FUNCTION sketch_intersect(a sketch_theta, b sketch_theta) RETURNS sketch_theta
  AS 'MODULE_PATHNAME', 'sketch_theta_intersect' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200;
CREATE FUNCTION sketch_except(a sketch_theta, b sketch_theta) RETURNS sketch_theta
  AS 'MODULE_PATHNAME', 'sketch_theta_except' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200;
COMMENT ON FUNCTION sketch_intersect(sketch_theta, sketch_theta) IS
  'the sketch of the values that are in both, at the lower of their precisions; NULL is empty';
COMMENT ON FUNCTION sketch_except(sketch_theta, sketch_theta) IS
  'the sketch of the values of a that are not in b, at the lower of their precisions; NULL is empty';
CREATE OPERATOR & (LEFTARG = sketch_theta, RIGHTARG = sketch_theta, FUNCTION = sketch_intersect,
  COMMUTATOR = OPERATOR(&));
CREATE OPERATOR - (LEFTARG = sketch_theta, RIGHTARG = sketch_theta, FUNCTION = sketch_except);
COMMENT ON OPERATOR & (sketch_theta, sketch_theta) IS
  'the sketch of the values that are in both; NULL is empty';
COMMENT ON OPERATOR - (sketch_theta, sketch_theta) IS
  'the sketch of the values of the left that are not in the right; NULL is empty';

-- The function is STRICT, so the first sketch becomes the state, and NULLs are left out.
CREATE FUNCTION _sketch_theta_intersect_transition(sketch_theta, sketch_theta) RETURNS sketch_theta
  AS 'MODULE_PATHNAME', 'sketch_theta_intersect' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _sketch_theta_intersect_transition(sketch_theta, sketch_theta) IS
  'transition and combine function: what is in the state and in the sketch';
CREATE AGGREGATE sketch_intersect_agg(sketch sketch_theta) (
  STYPE = sketch_theta, SSPACE = 7600, PARALLEL = SAFE,
  SFUNC = _sketch_theta_intersect_transition, COMBINEFUNC = _sketch_theta_intersect_transition
);
COMMENT ON AGGREGATE sketch_intersect_agg(sketch_theta) IS
  'the sketch of the values that are in all the sketches, at the lowest of their precisions';

CREATE FUNCTION sketch_jaccard(a sketch_theta, b sketch_theta,
                               confidence double precision DEFAULT 0.95,
                               OUT lower double precision, OUT estimate double precision, OUT upper double precision)
  AS 'MODULE_PATHNAME', 'sketch_theta_jaccard' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION sketch_jaccard(sketch_theta, sketch_theta, double precision) IS
  'Jaccard similarity: the values that are in both, as a fraction of those in either, with its confidence bounds at the given probability (Wilson 1927)';

CREATE FUNCTION sketch_contains(sketch sketch_theta, value anyelement) RETURNS boolean
  AS 'MODULE_PATHNAME', 'sketch_theta_contains' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
CREATE FUNCTION sketch_contains(sketch sketch_theta, value sketch_literal) RETURNS boolean
  AS 'MODULE_PATHNAME', 'sketch_theta_contains_literal'
  LANGUAGE C STABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION sketch_contains(sketch_theta, anyelement) IS
  'whether the value is in the set; NULL where the sketch can''t tell';
COMMENT ON FUNCTION sketch_contains(sketch_theta, sketch_literal) IS
  'whether the value is in the set, a literal read as what the sketch holds; NULL where the sketch can''t tell';
