-- SPDX-License-Identifier: PostgreSQL

-- sketch_hll: the type ----------------------------------------------------------------------------

CREATE TYPE sketch_hll;

CREATE FUNCTION sketch_hll_in(cstring) RETURNS sketch_hll
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_hll_out(sketch_hll) RETURNS cstring
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_hll_recv(internal) RETURNS sketch_hll
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_hll_send(sketch_hll) RETURNS bytea
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE TYPE sketch_hll (
  INPUT = sketch_hll_in,
  OUTPUT = sketch_hll_out,
  RECEIVE = sketch_hll_recv,
  SEND = sketch_hll_send,
  INTERNALLENGTH = VARIABLE,
  ALIGNMENT = int4,
  -- Coded images are incompressible and fit a page: inline is where reading them is cheapest.
  STORAGE = main
);

COMMENT ON TYPE sketch_hll IS
  'a set of values, for counting the distinct ones: ExaLogLog registers (Ertl, EDBT 2025), relative standard error 0.344 / sqrt(2^precision), 1.5 % by default';
COMMENT ON FUNCTION sketch_hll_in(cstring) IS 'text input: base64 of the image, checked';
COMMENT ON FUNCTION sketch_hll_out(sketch_hll) IS 'text output: base64 of the canonical image';
COMMENT ON FUNCTION sketch_hll_recv(internal) IS 'binary input: the image, checked';
COMMENT ON FUNCTION sketch_hll_send(sketch_hll) IS 'binary output: the canonical image';

CREATE FUNCTION sketch_hll_to_bytea(sketch_hll) RETURNS bytea
  AS 'MODULE_PATHNAME', 'sketch_hll_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_hll_from_bytea(bytea) RETURNS sketch_hll
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sketch_hll_to_bytea(sketch_hll) IS 'the canonical image (the cast to bytea)';
COMMENT ON FUNCTION sketch_hll_from_bytea(bytea) IS 'the sketch of an image, checked (the cast from bytea)';

CREATE CAST (sketch_hll AS bytea) WITH FUNCTION sketch_hll_to_bytea(sketch_hll);
CREATE CAST (bytea AS sketch_hll) WITH FUNCTION sketch_hll_from_bytea(bytea);

-- sketch_hll: comparison of the canonical bytes ---------------------------------------------------

CREATE FUNCTION sketch_hll_eq(sketch_hll, sketch_hll) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_hll_ne(sketch_hll, sketch_hll) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_hll_lt(sketch_hll, sketch_hll) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_hll_le(sketch_hll, sketch_hll) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_hll_gt(sketch_hll, sketch_hll) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_hll_ge(sketch_hll, sketch_hll) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_hll_cmp(sketch_hll, sketch_hll) RETURNS integer
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_hll_hash(sketch_hll) RETURNS integer
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_hll_hash_extended(sketch_hll, bigint) RETURNS bigint
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION sketch_hll_eq(sketch_hll, sketch_hll) IS 'same bytes: always true of sketches of the same set';
COMMENT ON FUNCTION sketch_hll_ne(sketch_hll, sketch_hll) IS 'different bytes: the sets differ, or the precisions';
COMMENT ON FUNCTION sketch_hll_lt(sketch_hll, sketch_hll) IS 'less in the order of bytes';
COMMENT ON FUNCTION sketch_hll_le(sketch_hll, sketch_hll) IS 'less or equal in the order of bytes';
COMMENT ON FUNCTION sketch_hll_gt(sketch_hll, sketch_hll) IS 'greater in the order of bytes';
COMMENT ON FUNCTION sketch_hll_ge(sketch_hll, sketch_hll) IS 'greater or equal in the order of bytes';
COMMENT ON FUNCTION sketch_hll_cmp(sketch_hll, sketch_hll) IS 'order of bytes, for btree indexes and sorting';
COMMENT ON FUNCTION sketch_hll_hash(sketch_hll) IS 'hash of the bytes';
COMMENT ON FUNCTION sketch_hll_hash_extended(sketch_hll, bigint) IS '64-bit hash of the bytes, with a seed';

CREATE OPERATOR = (
  LEFTARG = sketch_hll, RIGHTARG = sketch_hll, FUNCTION = sketch_hll_eq,
  COMMUTATOR = OPERATOR(=), NEGATOR = OPERATOR(<>),
  RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
CREATE OPERATOR <> (
  LEFTARG = sketch_hll, RIGHTARG = sketch_hll, FUNCTION = sketch_hll_ne,
  COMMUTATOR = OPERATOR(<>), NEGATOR = OPERATOR(=), RESTRICT = neqsel, JOIN = neqjoinsel
);
CREATE OPERATOR < (
  LEFTARG = sketch_hll, RIGHTARG = sketch_hll, FUNCTION = sketch_hll_lt,
  COMMUTATOR = OPERATOR(>), NEGATOR = OPERATOR(>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
CREATE OPERATOR <= (
  LEFTARG = sketch_hll, RIGHTARG = sketch_hll, FUNCTION = sketch_hll_le,
  COMMUTATOR = OPERATOR(>=), NEGATOR = OPERATOR(>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
CREATE OPERATOR > (
  LEFTARG = sketch_hll, RIGHTARG = sketch_hll, FUNCTION = sketch_hll_gt,
  COMMUTATOR = OPERATOR(<), NEGATOR = OPERATOR(<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
CREATE OPERATOR >= (
  LEFTARG = sketch_hll, RIGHTARG = sketch_hll, FUNCTION = sketch_hll_ge,
  COMMUTATOR = OPERATOR(<=), NEGATOR = OPERATOR(<), RESTRICT = scalargesel, JOIN = scalargejoinsel
);

CREATE OPERATOR CLASS sketch_hll_btree_ops DEFAULT FOR TYPE sketch_hll USING btree AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
  FUNCTION 1 sketch_hll_cmp(sketch_hll, sketch_hll);
CREATE OPERATOR CLASS sketch_hll_hash_ops DEFAULT FOR TYPE sketch_hll USING hash AS
  OPERATOR 1 =,
  FUNCTION 1 sketch_hll_hash(sketch_hll),
  FUNCTION 2 sketch_hll_hash_extended(sketch_hll, bigint);
