-- SPDX-License-Identifier: PostgreSQL

-- Other systems' sketches: reading and writing their images, and hashing as they do ---------------

CREATE FUNCTION sketch_detect(image bytea, OUT format text, OUT kind text)
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sketch_detect(bytea) IS
  'which system''s image the bytes look like, as sketch_hll_from() and similar functions call it, and of which kind; NULL if they look like none';

-- @each of hll theta tuple kll tdigest topk bloom
CREATE FUNCTION sketch_@name@_from(image bytea, format text) RETURNS sketch_@name@
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_export(sketch sketch_@name@, format text) RETURNS bytea
  AS 'MODULE_PATHNAME', 'sketch_@name@_export' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_@name@_from(bytea, text) IS
  'the sketch of another system''s image, in one of the formats of docs/migrating.md';
COMMENT ON FUNCTION sketch_export(sketch_@name@, text) IS
  'the sketch as an image that another system reads; an error if it can''t be one';
-- @end

CREATE FUNCTION sketch_theta_from(image bytea, format text, "precision" integer)
  RETURNS sketch_theta
  AS 'MODULE_PATHNAME', 'sketch_theta_from_precision'
  LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_theta_from(bytea, text, integer) IS
  'the sketch of another system''s image at a precision, the other system''s lg k; without one it is 12, or the least that keeps all hashes of the image';

CREATE FUNCTION sketch_tuple_from(image bytea, format text, "precision" integer, mode text)
  RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_from_precision'
  LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_tuple_from(bytea, text, integer, text) IS
  'the sketch of another system''s image at a precision, the other system''s lg k, and in a mode: sum, min or max, which the images of most systems don''t tell';

CREATE FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision, integer, text,
                                         text) RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision[], integer,
                                         text, text) RETURNS sketch_tuple
  AS 'MODULE_PATHNAME', 'sketch_tuple_transition_array'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision, integer, text, text) IS
  'transition function: adds a key, hashed as a system does, with a value';
COMMENT ON FUNCTION _sketch_tuple_transition(sketch_tuple, anyelement, double precision[], integer, text, text) IS
  'transition function: adds a key, hashed as a system does, with values';
CREATE AGGREGATE sketch_tuple_agg(key anyelement, value double precision, "precision" integer,
                                  mode text, domain text) (
  STYPE = sketch_tuple, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = _sketch_tuple_transition, COMBINEFUNC = _sketch_tuple_merge_transition,
  FINALFUNC = _sketch_tuple_final
);
CREATE AGGREGATE sketch_tuple_agg(key anyelement, "values" double precision[], "precision" integer,
                                  mode text, domain text) (
  STYPE = sketch_tuple, SSPACE = 2048, PARALLEL = SAFE,
  SFUNC = _sketch_tuple_transition, COMBINEFUNC = _sketch_tuple_merge_transition,
  FINALFUNC = _sketch_tuple_final
);
COMMENT ON AGGREGATE sketch_tuple_agg(anyelement, double precision, integer, text, text) IS
  'a sketch of the distinct keys, hashed as another system of docs/migrating.md does, so that its sketches can be merged with these';
COMMENT ON AGGREGATE sketch_tuple_agg(anyelement, double precision[], integer, text, text) IS
  'a sketch of the distinct keys, hashed as another system of docs/migrating.md does, so that its sketches can be merged with these';

-- @each of hll theta
CREATE FUNCTION _sketch_@name@_domain_transition(sketch_@name@, anyelement, integer, text)
  RETURNS sketch_@name@
  AS 'MODULE_PATHNAME', 'sketch_@name@_domain_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_@name@_domain_transition(sketch_@name@, anyelement, integer, text) IS
  'transition function: adds a value, hashed as a system does, at a precision';

CREATE AGGREGATE sketch_@name@_agg(value text, "precision" integer, domain text) (
  STYPE = sketch_@name@, SSPACE = 4200, PARALLEL = SAFE,
  SFUNC = _sketch_@name@_domain_transition, COMBINEFUNC = _sketch_@name@_merge_transition,
  FINALFUNC = _sketch_@name@_final
);
CREATE AGGREGATE sketch_@name@_agg(value "char", "precision" integer, domain text) (
  STYPE = sketch_@name@, SSPACE = 4200, PARALLEL = SAFE,
  SFUNC = _sketch_@name@_domain_transition, COMBINEFUNC = _sketch_@name@_merge_transition,
  FINALFUNC = _sketch_@name@_final
);
CREATE AGGREGATE sketch_@name@_agg(value anyelement, "precision" integer, domain text) (
  STYPE = sketch_@name@, SSPACE = 4200, PARALLEL = SAFE,
  SFUNC = _sketch_@name@_domain_transition, COMBINEFUNC = _sketch_@name@_merge_transition,
  FINALFUNC = _sketch_@name@_final
);
COMMENT ON AGGREGATE sketch_@name@_agg(text, integer, text) IS
  'a sketch of the distinct values, hashed as another system of docs/migrating.md does, so that its sketches can be merged with these';
COMMENT ON AGGREGATE sketch_@name@_agg("char", integer, text) IS
  'a sketch of the distinct values, hashed as another system of docs/migrating.md does, so that its sketches can be merged with these';
COMMENT ON AGGREGATE sketch_@name@_agg(anyelement, integer, text) IS
  'a sketch of the distinct values, hashed as another system of docs/migrating.md does, so that its sketches can be merged with these';
-- @end

CREATE FUNCTION sketch_dd_from(image bytea, format text) RETURNS sketch_dd
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_dd_from(bytea, text) IS
  'the sketch of another system''s image, in one of the formats of docs/migrating.md';

CREATE FUNCTION sketch_hash(value text, domain text) RETURNS bigint
  AS 'MODULE_PATHNAME', 'sketch_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_hash(value "char", domain text) RETURNS bigint
  AS 'MODULE_PATHNAME', 'sketch_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_hash(value anyelement, domain text) RETURNS bigint
  AS 'MODULE_PATHNAME', 'sketch_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sketch_hash(text, text) IS
  'what a sketch_hll of a hash domain takes for a value: of postgresql-hll what hll_hash_any() gives';
COMMENT ON FUNCTION sketch_hash("char", text) IS
  'what a sketch_hll of a hash domain takes for a value: of postgresql-hll what hll_hash_any() gives';
COMMENT ON FUNCTION sketch_hash(anyelement, text) IS
  'what a sketch_hll of a hash domain takes for a value: of postgresql-hll what hll_hash_any() gives';

CREATE FUNCTION sketch_add_hash(sketch sketch_hll, hash bigint) RETURNS sketch_hll
  AS 'MODULE_PATHNAME', 'sketch_hll_add_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_add_hash(sketch_hll, bigint) IS
  'the sketch with one more value, given by its hash: what sketch_hash() gives for the sketch''s domain';

CREATE FUNCTION _sketch_hll_hash_transition(sketch_hll, bigint) RETURNS sketch_hll
  AS 'MODULE_PATHNAME', 'sketch_hll_hash_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_hll_hash_transition(sketch_hll, bigint, integer) RETURNS sketch_hll
  AS 'MODULE_PATHNAME', 'sketch_hll_hash_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _sketch_hll_hash_transition(sketch_hll, bigint, integer, text) RETURNS sketch_hll
  AS 'MODULE_PATHNAME', 'sketch_hll_hash_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_hll_hash_transition(sketch_hll, bigint) IS
  'transition function: adds the value of a hash of postgresql-hll, log2m 11';
COMMENT ON FUNCTION _sketch_hll_hash_transition(sketch_hll, bigint, integer) IS
  'transition function: adds the value of a hash of postgresql-hll at a log2m';
COMMENT ON FUNCTION _sketch_hll_hash_transition(sketch_hll, bigint, integer, text) IS
  'transition function: adds the value of a hash, as sketch_hash() gives it, at a precision';

CREATE AGGREGATE sketch_hll_agg_hashed(hash bigint, "precision" integer, domain text) (
  STYPE = sketch_hll, SSPACE = 4200, PARALLEL = SAFE,
  SFUNC = _sketch_hll_hash_transition, COMBINEFUNC = _sketch_hll_merge_transition,
  FINALFUNC = _sketch_hll_final
);
COMMENT ON AGGREGATE sketch_hll_agg_hashed(bigint, integer, text) IS
  'a sketch of the distinct values of hashes, as sketch_hash() gives them for the domain';

-- For contrib/sketch_compat_tdigest.sql.
CREATE FUNCTION _sketch_percentile_transition(bytea, double precision, integer, double precision)
  RETURNS bytea
  AS 'MODULE_PATHNAME', 'sketch_compat_percentile' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION _sketch_percentile_transition(bytea, double precision, integer, double precision[])
  RETURNS bytea
  AS 'MODULE_PATHNAME', 'sketch_compat_percentiles' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _sketch_percentile_transition(bytea, double precision, integer, double precision) IS
  'transition function of tdigest_percentile, where contrib/sketch_compat_tdigest.sql makes it';
COMMENT ON FUNCTION _sketch_percentile_transition(bytea, double precision, integer, double precision[]) IS
  'transition function of tdigest_percentile, where contrib/sketch_compat_tdigest.sql makes it';
