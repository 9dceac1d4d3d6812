-- SPDX-License-Identifier: PostgreSQL

-- Functions of all sketches of sets ---------------------------------------------------------------

-- @each distinct family
CREATE FUNCTION sketch_cardinality(sketch @name@) RETURNS double precision
  AS 'MODULE_PATHNAME', '@name@_cardinality' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE OPERATOR # (RIGHTARG = @name@, FUNCTION = sketch_cardinality);
COMMENT ON OPERATOR # (NONE, @name@) IS 'estimated number of distinct values';

CREATE FUNCTION sketch_bounds(sketch @name@, confidence double precision DEFAULT 0.95,
                              OUT lower double precision, OUT estimate double precision, OUT upper double precision)
  AS 'MODULE_PATHNAME', '@name@_bounds' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

COMMENT ON FUNCTION sketch_union(@name@, @name@) IS
  'the sketch of the values of both, at the lower of their precisions; NULL is empty';
COMMENT ON OPERATOR | (@name@, @name@) IS 'the sketch of the values of both; NULL is empty';

CREATE FUNCTION sketch_info(sketch @name@) RETURNS jsonb
  AS 'MODULE_PATHNAME', '@name@_info' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_info(@name@) IS
  'properties of a sketch: family, format version, form, precision, estimate, relative standard error, bytes';
-- @end

-- The defaults are those of the kernels (kDefaultPrecision); test/sql/extension.sql compares them.
-- @each answer for sketch_hll:9 sketch_theta:12 sketch_tuple:12
CREATE FUNCTION @family@_empty("precision" integer DEFAULT @answer@, domain text DEFAULT 'sketch')
  RETURNS @family@
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @family@_empty(integer, text) IS
  'an empty sketch with a precision, whose values are hashed as this extension does, or as another system of docs/migrating.md does';
-- @end
