-- SPDX-License-Identifier: PostgreSQL

-- Literals: the parser prefers this type for untyped literals and parameters. Functions that take a
-- sketch, too, read the text as a value of the type that the sketch holds.

CREATE TYPE sketch_literal;
CREATE FUNCTION _sketch_literal_in(cstring) RETURNS sketch_literal
  AS 'textin' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _sketch_literal_out(sketch_literal) RETURNS cstring
  AS 'textout' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _sketch_literal_recv(internal) RETURNS sketch_literal
  AS 'textrecv' LANGUAGE internal STABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _sketch_literal_send(sketch_literal) RETURNS bytea
  AS 'textsend' LANGUAGE internal STABLE STRICT PARALLEL SAFE;
CREATE TYPE sketch_literal (
  INPUT = _sketch_literal_in, OUTPUT = _sketch_literal_out, RECEIVE = _sketch_literal_recv, SEND = _sketch_literal_send,
  INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended, CATEGORY = 'S', PREFERRED = true,
  COLLATABLE = true
);
COMMENT ON TYPE sketch_literal IS
  'an untyped literal or parameter, for functions that read it as a value of the sketch''s own type';
COMMENT ON FUNCTION _sketch_literal_in(cstring) IS 'text input: the text unchanged';
COMMENT ON FUNCTION _sketch_literal_out(sketch_literal) IS 'text output: the text unchanged';
COMMENT ON FUNCTION _sketch_literal_recv(internal) IS 'binary input: the same as for text';
COMMENT ON FUNCTION _sketch_literal_send(sketch_literal) IS 'binary output: the same as for text';


-- The types: input and output, casts, comparison of the canonical bytes, merging ------------------

-- @each family
CREATE TYPE @name@;

CREATE FUNCTION _@name@_in(cstring) RETURNS @name@
  AS 'MODULE_PATHNAME', '@name@_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _@name@_out(@name@) RETURNS cstring
  AS 'MODULE_PATHNAME', '@name@_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _@name@_recv(internal) RETURNS @name@
  AS 'MODULE_PATHNAME', '@name@_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _@name@_send(@name@) RETURNS bytea
  AS 'MODULE_PATHNAME', '@name@_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE TYPE @name@ (
  INPUT = _@name@_in,
  OUTPUT = _@name@_out,
  RECEIVE = _@name@_recv,
  SEND = _@name@_send,
  INTERNALLENGTH = VARIABLE,
  ALIGNMENT = int4,
  -- Images are already compressed, and most fit into a page; they are cheapest to read inline.
  STORAGE = main
);

COMMENT ON FUNCTION _@name@_in(cstring) IS
  'text input: base64 of the image, checked; white space is left out';
COMMENT ON FUNCTION _@name@_out(@name@) IS 'text output: base64 of the canonical image';
COMMENT ON FUNCTION _@name@_recv(internal) IS 'binary input: the image, checked';
COMMENT ON FUNCTION _@name@_send(@name@) IS 'binary output: the canonical image';

CREATE FUNCTION _@name@_to_bytea(@name@) RETURNS bytea
  AS 'MODULE_PATHNAME', '@name@_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _@name@_from_bytea(bytea) RETURNS @name@
  AS 'MODULE_PATHNAME', '@name@_from_bytea' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _@name@_to_bytea(@name@) IS 'the canonical image (the cast to bytea)';
COMMENT ON FUNCTION _@name@_from_bytea(bytea) IS
  'the sketch of an image, checked (the cast from bytea)';

CREATE CAST (@name@ AS bytea) WITH FUNCTION _@name@_to_bytea(@name@);
CREATE CAST (bytea AS @name@) WITH FUNCTION _@name@_from_bytea(bytea) AS ASSIGNMENT;

CREATE FUNCTION _@name@_eq(@name@, @name@) RETURNS boolean
  AS 'MODULE_PATHNAME', '@name@_eq' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _@name@_ne(@name@, @name@) RETURNS boolean
  AS 'MODULE_PATHNAME', '@name@_ne' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _@name@_lt(@name@, @name@) RETURNS boolean
  AS 'MODULE_PATHNAME', '@name@_lt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _@name@_le(@name@, @name@) RETURNS boolean
  AS 'MODULE_PATHNAME', '@name@_le' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _@name@_gt(@name@, @name@) RETURNS boolean
  AS 'MODULE_PATHNAME', '@name@_gt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _@name@_ge(@name@, @name@) RETURNS boolean
  AS 'MODULE_PATHNAME', '@name@_ge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _@name@_cmp(@name@, @name@) RETURNS integer
  AS 'MODULE_PATHNAME', '@name@_cmp' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _@name@_hash(@name@) RETURNS integer
  AS 'MODULE_PATHNAME', '@name@_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION _@name@_hash_extended(@name@, bigint) RETURNS bigint
  AS 'MODULE_PATHNAME', '@name@_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION _@name@_eq(@name@, @name@) IS 'the same bytes';
COMMENT ON FUNCTION _@name@_ne(@name@, @name@) IS 'different bytes';
COMMENT ON FUNCTION _@name@_lt(@name@, @name@) IS 'less in the order of bytes';
COMMENT ON FUNCTION _@name@_le(@name@, @name@) IS 'less or equal in the order of bytes';
COMMENT ON FUNCTION _@name@_gt(@name@, @name@) IS 'greater in the order of bytes';
COMMENT ON FUNCTION _@name@_ge(@name@, @name@) IS 'greater or equal in the order of bytes';
COMMENT ON FUNCTION _@name@_cmp(@name@, @name@) IS 'order of bytes, for btree indexes and sorting';
COMMENT ON FUNCTION _@name@_hash(@name@) IS 'hash of the bytes';
COMMENT ON FUNCTION _@name@_hash_extended(@name@, bigint) IS
  '64-bit hash of the bytes, with a seed';

CREATE OPERATOR = (
  LEFTARG = @name@, RIGHTARG = @name@, FUNCTION = _@name@_eq,
  COMMUTATOR = OPERATOR(=), NEGATOR = OPERATOR(<>),
  RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
CREATE OPERATOR <> (
  LEFTARG = @name@, RIGHTARG = @name@, FUNCTION = _@name@_ne,
  COMMUTATOR = OPERATOR(<>), NEGATOR = OPERATOR(=), RESTRICT = neqsel, JOIN = neqjoinsel
);
CREATE OPERATOR < (
  LEFTARG = @name@, RIGHTARG = @name@, FUNCTION = _@name@_lt,
  COMMUTATOR = OPERATOR(>), NEGATOR = OPERATOR(>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
CREATE OPERATOR <= (
  LEFTARG = @name@, RIGHTARG = @name@, FUNCTION = _@name@_le,
  COMMUTATOR = OPERATOR(>=), NEGATOR = OPERATOR(>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
CREATE OPERATOR > (
  LEFTARG = @name@, RIGHTARG = @name@, FUNCTION = _@name@_gt,
  COMMUTATOR = OPERATOR(<), NEGATOR = OPERATOR(<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
CREATE OPERATOR >= (
  LEFTARG = @name@, RIGHTARG = @name@, FUNCTION = _@name@_ge,
  COMMUTATOR = OPERATOR(<=), NEGATOR = OPERATOR(<), RESTRICT = scalargesel, JOIN = scalargejoinsel
);

CREATE OPERATOR CLASS @name@_btree_ops DEFAULT FOR TYPE @name@ USING btree AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
  FUNCTION 1 _@name@_cmp(@name@, @name@);
CREATE OPERATOR CLASS @name@_hash_ops DEFAULT FOR TYPE @name@ USING hash AS
  OPERATOR 1 =,
  FUNCTION 1 _@name@_hash(@name@),
  FUNCTION 2 _@name@_hash_extended(@name@, bigint);

CREATE FUNCTION _@name@_merge_transition(@name@, @name@) RETURNS @name@
  AS 'MODULE_PATHNAME', '@name@_merge_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
CREATE FUNCTION _@name@_final(@name@) RETURNS @name@
  AS 'MODULE_PATHNAME', '@name@_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _@name@_merge_transition(@name@, @name@) IS
  'transition and combine function: adds the second sketch to the state';
COMMENT ON FUNCTION _@name@_final(@name@) IS 'final function: the state in its canonical form';

CREATE FUNCTION sketch_union(a @name@, b @name@) RETURNS @name@
  AS 'MODULE_PATHNAME', '@name@_union' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
CREATE OPERATOR | (LEFTARG = @name@, RIGHTARG = @name@, FUNCTION = sketch_union,
  COMMUTATOR = OPERATOR(|));
CREATE FUNCTION sketch_union(a @name@, b bytea)
  RETURNS @name@ LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100
  RETURN sketch_union(a, _@name@_from_bytea(b));
CREATE FUNCTION sketch_union(a bytea, b @name@)
  RETURNS @name@ LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100
  RETURN sketch_union(_@name@_from_bytea(a), b);
COMMENT ON FUNCTION sketch_union(@name@, bytea) IS
  'the sketch of the values of a sketch and of an image, checked (the operator |)';
COMMENT ON FUNCTION sketch_union(bytea, @name@) IS
  'the sketch of the values of an image, checked, and of a sketch (the operator |)';
CREATE OPERATOR | (LEFTARG = @name@, RIGHTARG = bytea, FUNCTION = sketch_union,
  COMMUTATOR = OPERATOR(|));
CREATE OPERATOR | (LEFTARG = bytea, RIGHTARG = @name@, FUNCTION = sketch_union,
  COMMUTATOR = OPERATOR(|));
COMMENT ON OPERATOR | (@name@, bytea) IS
  'the sketch of the values of a sketch and of an image, checked';
COMMENT ON OPERATOR | (bytea, @name@) IS
  'the sketch of the values of an image, checked, and of a sketch';

CREATE FUNCTION sketch_merge(sketches @name@[]) RETURNS @name@
  AS 'MODULE_PATHNAME', '@name@_merge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION sketch_merge(@name@[]) IS
  'the sketch of everything in the sketches of an array; NULL if there is none';
-- @end

-- Adding values. sketch_tuple has its own functions, because its keys have values.
-- @each adding family
CREATE FUNCTION sketch_add(sketch @name@, value anyelement) RETURNS @name@
  AS 'MODULE_PATHNAME', '@name@_add' LANGUAGE C @adding@ PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_add(sketch @name@, value sketch_literal) RETURNS @name@
  AS 'MODULE_PATHNAME', '@name@_add_literal' LANGUAGE C @adding_literal@ PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_add_all(sketch @name@, "values" anyarray) RETURNS @name@
  AS 'MODULE_PATHNAME', '@name@_add_all' LANGUAGE C @adding@ PARALLEL SAFE COST 200;
CREATE FUNCTION sketch_add_all(sketch @name@, "values" sketch_literal) RETURNS @name@
  AS 'MODULE_PATHNAME', '@name@_add_literals' LANGUAGE C @adding_literal@ PARALLEL SAFE COST 200;
COMMENT ON FUNCTION sketch_add(@name@, anyelement) IS
  'the sketch with one more value; a NULL sketch is empty';
COMMENT ON FUNCTION sketch_add(@name@, sketch_literal) IS
  'the sketch with one more value, a literal that is read as a value of the sketch''s own type; a NULL sketch is empty';
COMMENT ON FUNCTION sketch_add_all(@name@, anyarray) IS
  'the sketch with all elements of an array that are not NULL; a NULL sketch is empty';
COMMENT ON FUNCTION sketch_add_all(@name@, sketch_literal) IS
  'the sketch with all elements of an array that are not NULL, a literal that is read as an array of the sketch''s own type; a NULL sketch is empty';
-- @end
