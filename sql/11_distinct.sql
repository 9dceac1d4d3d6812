-- SPDX-License-Identifier: PostgreSQL

-- sketch_hll: functions and operators -----------------------------------------------------------------

CREATE FUNCTION sketch_cardinality(sketch sketch_hll) RETURNS double precision
  AS 'MODULE_PATHNAME', 'sketch_hll_cardinality' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_cardinality(sketch_hll) IS
  'estimated number of distinct values, by maximum likelihood (Ertl, EDBT 2025)';
CREATE OPERATOR # (RIGHTARG = sketch_hll, FUNCTION = sketch_cardinality);
COMMENT ON OPERATOR # (NONE, sketch_hll) IS 'estimated number of distinct values';

CREATE FUNCTION sketch_bounds(sketch sketch_hll, confidence double precision DEFAULT 0.95,
                              OUT lower double precision, OUT estimate double precision, OUT upper double precision)
  AS 'MODULE_PATHNAME', 'sketch_hll_bounds' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_bounds(sketch_hll, double precision) IS
  'the estimated number of distinct values, and the bounds that hold the true one with the given probability (log-normal, from the observed Fisher information)';

CREATE FUNCTION sketch_union(a sketch_hll, b sketch_hll) RETURNS sketch_hll
  AS 'MODULE_PATHNAME', 'sketch_hll_union' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_union(sketch_hll, sketch_hll) IS
  'the sketch of the values of both, at the lower of their precisions; NULL is empty';
CREATE OPERATOR | (LEFTARG = sketch_hll, RIGHTARG = sketch_hll, FUNCTION = sketch_union, COMMUTATOR = OPERATOR(|));
COMMENT ON OPERATOR | (sketch_hll, sketch_hll) IS 'the sketch of the values of both; NULL is empty';

CREATE FUNCTION sketch_add(sketch sketch_hll, value text) RETURNS sketch_hll
  AS 'MODULE_PATHNAME', 'sketch_hll_add' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_add(sketch sketch_hll, value "char") RETURNS sketch_hll
  AS 'MODULE_PATHNAME', 'sketch_hll_add' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_add(sketch sketch_hll, value anyelement) RETURNS sketch_hll
  AS 'MODULE_PATHNAME', 'sketch_hll_add' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_add(sketch_hll, text) IS 'the sketch with one value more; a NULL sketch is empty';
COMMENT ON FUNCTION sketch_add(sketch_hll, "char") IS 'the sketch with one value more; a NULL sketch is empty';
COMMENT ON FUNCTION sketch_add(sketch_hll, anyelement) IS
  'the sketch with one value more, or with all elements of an array; a NULL sketch is empty';

CREATE FUNCTION sketch_hll_empty() RETURNS sketch_hll
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION sketch_hll_empty("precision" integer) RETURNS sketch_hll
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_hll_empty() IS 'the sketch of no value, precision 9';
COMMENT ON FUNCTION sketch_hll_empty(integer) IS 'the sketch of no value, precision 4 to 18';

CREATE FUNCTION sketch_info(sketch sketch_hll) RETURNS jsonb
  AS 'MODULE_PATHNAME', 'sketch_hll_info' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_info(sketch_hll) IS
  'what a sketch is: family, format version, form, precision, estimate, relative standard error, bytes';
