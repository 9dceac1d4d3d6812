-- SPDX-License-Identifier: PostgreSQL

-- sketch_tuple ------------------------------------------------------------------------------------
-- The aggregates' state is a sketch_tuple in its working form: 128 bytes at first, 1 kB for 50 keys
-- with one value, at most 2^precision * 2 * (4 + 8 * values); 8 * 2^precision more above precision
-- 14.

COMMENT ON TYPE sketch_tuple IS
  'a set of keys with values, for totals, means and quantiles per distinct key: a sketch_theta whose 2^precision keys have up to 32 numbers each';
COMMENT ON FUNCTION sketch_cardinality(sketch_tuple) IS
  'estimated number of distinct keys: the number of hashes below theta, divided by theta';
COMMENT ON FUNCTION sketch_bounds(sketch_tuple, double precision) IS
  'the estimated number of distinct keys, with its confidence bounds at the given probability (binomial, after Wilson 1927)';

CREATE FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision)
  RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision, integer)
  RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision, integer, text)
  RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision[])
  RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_transition_array'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision[], integer)
  RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_transition_array'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision[], integer,
                                         text) RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_transition_array'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision) IS
  'transition function: adds a key with a value';
COMMENT ON FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision, integer) IS
  'transition function: adds a key with a value at a precision';
COMMENT ON FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision, integer, text) IS
  'transition function: adds a key with a value at a precision, in a mode';
COMMENT ON FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision[]) IS
  'transition function: adds a key with values';
COMMENT ON FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision[], integer) IS
  'transition function: adds a key with values at a precision';
COMMENT ON FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision[], integer, text) IS
  'transition function: adds a key with values at a precision, in a mode';
CREATE FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision, text)
  RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_transition_mode'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision, text) IS
  'transition function: adds a key with a value, in a mode';
CREATE FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision[], text)
  RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_transition_array_mode'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision[], text) IS
  'transition function: adds a key with a value, in a mode';

-- @each value type
CREATE AGGREGATE sketch_tuple_agg(key @type@, value double precision) (
  STYPE = sketch_tuple, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = _sketch_tuple_transition, COMBINEFUNC = _sketch_tuple_merge_transition,
  FINALFUNC = _sketch_tuple_final
);
CREATE AGGREGATE sketch_tuple_agg(key @type@, value double precision, "precision" integer) (
  STYPE = sketch_tuple, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = _sketch_tuple_transition, COMBINEFUNC = _sketch_tuple_merge_transition,
  FINALFUNC = _sketch_tuple_final
);
CREATE AGGREGATE sketch_tuple_agg(key @type@, value double precision, "precision" integer,
                                  mode text) (
  STYPE = sketch_tuple, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = _sketch_tuple_transition, COMBINEFUNC = _sketch_tuple_merge_transition,
  FINALFUNC = _sketch_tuple_final
);
CREATE AGGREGATE sketch_tuple_agg(key @type@, "values" double precision[]) (
  STYPE = sketch_tuple, SSPACE = 2048, PARALLEL = SAFE,
  SFUNC = _sketch_tuple_transition, COMBINEFUNC = _sketch_tuple_merge_transition,
  FINALFUNC = _sketch_tuple_final
);
CREATE AGGREGATE sketch_tuple_agg(key @type@, "values" double precision[], "precision" integer) (
  STYPE = sketch_tuple, SSPACE = 2048, PARALLEL = SAFE,
  SFUNC = _sketch_tuple_transition, COMBINEFUNC = _sketch_tuple_merge_transition,
  FINALFUNC = _sketch_tuple_final
);
CREATE AGGREGATE sketch_tuple_agg(key @type@, "values" double precision[], "precision" integer,
                                  mode text) (
  STYPE = sketch_tuple, SSPACE = 2048, PARALLEL = SAFE,
  SFUNC = _sketch_tuple_transition, COMBINEFUNC = _sketch_tuple_merge_transition,
  FINALFUNC = _sketch_tuple_final
);
COMMENT ON AGGREGATE sketch_tuple_agg(@type@, double precision) IS
  'a sketch of the distinct keys with the sum of each one''s values, precision 12: up to 4096 keys are kept';
COMMENT ON AGGREGATE sketch_tuple_agg(@type@, double precision, integer) IS
  'a sketch of the distinct keys with the sum of each one''s values, precision p of 4 to 20: up to 2^p keys are kept';
COMMENT ON AGGREGATE sketch_tuple_agg(@type@, double precision, integer, text) IS
  'a sketch of the distinct keys with the sum, min or max of each one''s values, precision p of 4 to 20: up to 2^p keys are kept';
COMMENT ON AGGREGATE sketch_tuple_agg(@type@, double precision[]) IS
  'a sketch of the distinct keys with the sums of each one''s arrays, element by element, precision 12: up to 4096 keys are kept';
COMMENT ON AGGREGATE sketch_tuple_agg(@type@, double precision[], integer) IS
  'a sketch of the distinct keys with the sums of each one''s arrays, element by element, precision p of 4 to 20: up to 2^p keys are kept';
COMMENT ON AGGREGATE sketch_tuple_agg(@type@, double precision[], integer, text) IS
  'a sketch of the distinct keys with the sum, min or max of each one''s arrays, element by element, precision p of 4 to 20: up to 2^p keys are kept';
CREATE AGGREGATE sketch_tuple_agg(key @type@, value double precision, mode text) (
  STYPE = sketch_tuple, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = _sketch_tuple_transition, COMBINEFUNC = _sketch_tuple_merge_transition,
  FINALFUNC = _sketch_tuple_final
);
COMMENT ON AGGREGATE sketch_tuple_agg(@type@, double precision, text) IS
  'a sketch of the distinct keys with the sum, min or max of each one''s values, precision 12: up to 4096 keys are kept';
CREATE AGGREGATE sketch_tuple_agg(key @type@, "values" double precision[], mode text) (
  STYPE = sketch_tuple, SSPACE = 2048, PARALLEL = SAFE,
  SFUNC = _sketch_tuple_transition, COMBINEFUNC = _sketch_tuple_merge_transition,
  FINALFUNC = _sketch_tuple_final
);
COMMENT ON AGGREGATE sketch_tuple_agg(@type@, double precision[], text) IS
  'a sketch of the distinct keys with the sum, min or max of each one''s arrays, element by element, precision 12: up to 4096 keys are kept';
-- @end

CREATE AGGREGATE sketch_merge(sketch sketch_tuple) (
  STYPE = sketch_tuple, SSPACE = 98000, PARALLEL = SAFE,
  SFUNC = _sketch_tuple_merge_transition, COMBINEFUNC = _sketch_tuple_merge_transition,
  FINALFUNC = _sketch_tuple_final
);
COMMENT ON AGGREGATE sketch_merge(sketch_tuple) IS
  'the sketch of everything in the sketches, at the lowest of their precisions; values of the same key are combined';

CREATE FUNCTION sketch_intersect(a sketch_tuple, b sketch_tuple) RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_intersect' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 300;
CREATE FUNCTION sketch_except(a sketch_tuple, b sketch_tuple) RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_except' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 300;
CREATE FUNCTION sketch_intersect(a sketch_tuple, b sketch_theta) RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_intersect' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 300;
CREATE FUNCTION sketch_except(a sketch_tuple, b sketch_theta) RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_except' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 300;
COMMENT ON FUNCTION sketch_intersect(sketch_tuple, sketch_tuple) IS
  'the sketch of the keys that are in both, their values combined; NULL is empty';
COMMENT ON FUNCTION sketch_except(sketch_tuple, sketch_tuple) IS
  'the sketch of the keys of a that are not in b, with their values; NULL is empty';
COMMENT ON FUNCTION sketch_intersect(sketch_tuple, sketch_theta) IS
  'the sketch of the keys of a that are in the set b, with their values; NULL is empty';
COMMENT ON FUNCTION sketch_except(sketch_tuple, sketch_theta) IS
  'the sketch of the keys of a that are not in the set b, with their values; NULL is empty';
CREATE OPERATOR & (LEFTARG = sketch_tuple, RIGHTARG = sketch_tuple, FUNCTION = sketch_intersect,
  COMMUTATOR = OPERATOR(&));
CREATE OPERATOR & (LEFTARG = sketch_tuple, RIGHTARG = sketch_theta, FUNCTION = sketch_intersect);
CREATE OPERATOR - (LEFTARG = sketch_tuple, RIGHTARG = sketch_tuple, FUNCTION = sketch_except);
CREATE OPERATOR - (LEFTARG = sketch_tuple, RIGHTARG = sketch_theta, FUNCTION = sketch_except);
COMMENT ON OPERATOR & (sketch_tuple, sketch_tuple) IS
  'the sketch of the keys that are in both, their values combined; NULL is empty';
COMMENT ON OPERATOR & (sketch_tuple, sketch_theta) IS
  'the sketch of the keys of the left that are in the right, with their values; NULL is empty';
COMMENT ON OPERATOR - (sketch_tuple, sketch_tuple) IS
  'the sketch of the keys of the left that are not in the right, with their values; NULL is empty';
COMMENT ON OPERATOR - (sketch_tuple, sketch_theta) IS
  'the sketch of the keys of the left that are not in the right, with their values; NULL is empty';

-- The key, its values, or both may be untyped literals.
-- @each answer for add:anyelement:IMMUTABLE literal_add:sketch_literal:STABLE
CREATE FUNCTION sketch_add(sketch sketch_tuple, key @answer@, value double precision)
  RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_@family@' LANGUAGE C @of@ PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_add(sketch sketch_tuple, key @answer@, "values" double precision[])
  RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_@family@_array' LANGUAGE C @of@ PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_add(sketch sketch_tuple, key @answer@, "values" sketch_literal)
  RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_@family@_literal' LANGUAGE C @of@ PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_add(sketch_tuple, @answer@, double precision) IS
  'the sketch with one more key and its value; a NULL sketch is an empty one that adds values up';
COMMENT ON FUNCTION sketch_add(sketch_tuple, @answer@, double precision[]) IS
  'the sketch with one more key and its values; a NULL sketch is an empty one that adds values up';
COMMENT ON FUNCTION sketch_add(sketch_tuple, @answer@, sketch_literal) IS
  'the sketch with one more key and its value or array of values, a literal; a NULL sketch is an empty one that adds values up';
-- @end

CREATE FUNCTION sketch_sum(sketch sketch_tuple) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_tuple_sums' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
CREATE FUNCTION sketch_sum(sketch sketch_tuple, "column" integer) RETURNS double precision
  AS 'MODULE_PATHNAME', 'sketch_tuple_sum' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
CREATE FUNCTION sketch_sum_bounds(sketch sketch_tuple, "column" integer DEFAULT 1,
                                  confidence double precision DEFAULT 0.95,
                                  OUT lower double precision, OUT estimate double precision, OUT upper double precision)
  AS 'MODULE_PATHNAME', 'sketch_tuple_sum_bounds'
  LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
CREATE FUNCTION sketch_mean(sketch sketch_tuple) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_tuple_means' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
CREATE FUNCTION sketch_mean(sketch sketch_tuple, "column" integer) RETURNS double precision
  AS 'MODULE_PATHNAME', 'sketch_tuple_mean' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
CREATE FUNCTION sketch_quantile(sketch sketch_tuple, q double precision, "column" integer DEFAULT 1)
  RETURNS double precision
  AS 'MODULE_PATHNAME', 'sketch_tuple_quantile' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION sketch_sum(sketch_tuple) IS
  'the estimated total of each value over all distinct keys: the total of the keys in the sketch, divided by theta (Horvitz and Thompson 1952)';
COMMENT ON FUNCTION sketch_sum(sketch_tuple, integer) IS
  'the estimated total of one value over all distinct keys: the total of the keys in the sketch, divided by theta (Horvitz and Thompson 1952)';
COMMENT ON FUNCTION sketch_sum_bounds(sketch_tuple, integer, double precision) IS
  'the estimated total of one value over all distinct keys, with its confidence bounds at the given probability (Horvitz and Thompson 1952)';
COMMENT ON FUNCTION sketch_mean(sketch_tuple) IS
  'the mean of each value over the distinct keys; NULL if there are none';
COMMENT ON FUNCTION sketch_mean(sketch_tuple, integer) IS
  'the mean of one value over the distinct keys; NULL if there are none';
COMMENT ON FUNCTION sketch_quantile(sketch_tuple, double precision, integer) IS
  'the quantile of one value over the distinct keys, as percentile_disc gives it over those in the sketch; NULL if there are none';

-- The function is STRICT, so the first sketch becomes the state, and NULLs are left out.
CREATE FUNCTION _sketch_tuple_intersect_transition(sketch_tuple, sketch_tuple) RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_intersect' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _sketch_tuple_intersect_transition(sketch_tuple, sketch_tuple) IS
  'transition and combine function: the keys that are in the state and in the sketch';
CREATE AGGREGATE sketch_intersect_agg(sketch sketch_tuple) (
  STYPE = sketch_tuple, SSPACE = 98000, PARALLEL = SAFE,
  SFUNC = _sketch_tuple_intersect_transition, COMBINEFUNC = _sketch_tuple_intersect_transition
);
COMMENT ON AGGREGATE sketch_intersect_agg(sketch_tuple) IS
  'the sketch of the keys that are in all the sketches, their values combined';

CREATE FUNCTION sketch_theta(sketch sketch_tuple) RETURNS sketch_theta
  AS 'MODULE_PATHNAME', 'sketch_tuple_keys' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
CREATE FUNCTION sketch_jaccard(a sketch_tuple, b sketch_tuple,
                               confidence double precision DEFAULT 0.95,
                               OUT lower double precision, OUT estimate double precision, OUT upper double precision)
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 300
  RETURN sketch_jaccard(sketch_theta(a), sketch_theta(b), confidence);
CREATE FUNCTION sketch_filter(sketch sketch_tuple, "column" integer, lower double precision,
                              upper double precision) RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_filter' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
CREATE FUNCTION sketch_kll(sketch sketch_tuple, "column" integer DEFAULT 1) RETURNS sketch_kll
  AS 'MODULE_PATHNAME', 'sketch_tuple_kll' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
CREATE FUNCTION sketch_variance(sketch sketch_tuple) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_tuple_variances' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
CREATE FUNCTION sketch_variance(sketch sketch_tuple, "column" integer) RETURNS double precision
  AS 'MODULE_PATHNAME', 'sketch_tuple_variance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION sketch_theta(sketch_tuple) IS 'the set of the keys, without their values';
COMMENT ON FUNCTION sketch_jaccard(sketch_tuple, sketch_tuple, double precision) IS
  'Jaccard similarity of the sets of keys, with its confidence bounds at the given probability (Wilson 1927)';
COMMENT ON FUNCTION sketch_filter(sketch_tuple, integer, double precision, double precision) IS
  'the sketch of the keys whose value in the column is from lower to upper, both included';
COMMENT ON FUNCTION sketch_kll(sketch_tuple, integer) IS
  'the distribution of one value over the distinct keys, those in the sketch which stand for all';
COMMENT ON FUNCTION sketch_variance(sketch_tuple) IS
  'the variance of each value over the distinct keys, as var_samp gives it over those in the sketch; NULL of fewer than two';
COMMENT ON FUNCTION sketch_variance(sketch_tuple, integer) IS
  'the variance of one value over the distinct keys, as var_samp gives it over those in the sketch; NULL of fewer than two';
