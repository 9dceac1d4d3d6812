-- SPDX-License-Identifier: PostgreSQL
--
-- The functions of postgresql-hll by their old names, over sketch_hll: for queries that others write, such as
-- hll_cardinality(hll_union_agg(x)) and hll_add_agg(hll_hash_any(x)). Into a schema of its own, next to the original or
-- without it, with the extension sketch in the search path:
--
--   CREATE SCHEMA compat; SET search_path = compat, public; \i sketch_compat_hll.sql
--
-- Columns of type hll become columns of type sketch_hll (docs/migrating.md). What differs: a set that is neither NULL nor
-- undefined is always a set; hashes have the seed 0; regwidth, expthresh and sparseon can be given to hll_empty() alone,
-- and where two sets differ in them the union has the lower ones instead of being an error.

CREATE DOMAIN hll_hashval AS bigint;

CREATE FUNCTION hll_hash_boolean(boolean) RETURNS hll_hashval LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT sketch_hash($1, 'postgresql-hll')::hll_hashval$$;
CREATE FUNCTION hll_hash_smallint(smallint) RETURNS hll_hashval LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT sketch_hash($1, 'postgresql-hll')::hll_hashval$$;
CREATE FUNCTION hll_hash_integer(integer) RETURNS hll_hashval LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT sketch_hash($1, 'postgresql-hll')::hll_hashval$$;
CREATE FUNCTION hll_hash_bigint(bigint) RETURNS hll_hashval LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT sketch_hash($1, 'postgresql-hll')::hll_hashval$$;
CREATE FUNCTION hll_hash_bytea(bytea) RETURNS hll_hashval LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT sketch_hash($1, 'postgresql-hll')::hll_hashval$$;
CREATE FUNCTION hll_hash_text(text) RETURNS hll_hashval LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT sketch_hash($1, 'postgresql-hll')::hll_hashval$$;
CREATE FUNCTION hll_hash_any(anyelement) RETURNS hll_hashval LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT sketch_hash($1, 'postgresql-hll')::hll_hashval$$;
CREATE FUNCTION hll_hashval(bigint) RETURNS hll_hashval LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT $1::hll_hashval$$;

CREATE FUNCTION hll_empty(log2m integer, regwidth integer, expthresh bigint, sparseon integer) RETURNS sketch_hll
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT sketch_hll_from(set_byte(set_byte('\x110000', 1, (regwidth - 1) * 32 + log2m), 2,
    sparseon * 64 + CASE expthresh WHEN -1 THEN 63 WHEN 0 THEN 0 ELSE floor(log(2, expthresh))::integer + 1 END), 'postgresql-hll')
$$;
CREATE FUNCTION hll_empty(log2m integer, regwidth integer, expthresh bigint) RETURNS sketch_hll
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT hll_empty(log2m, regwidth, expthresh, 1)$$;
CREATE FUNCTION hll_empty(log2m integer, regwidth integer) RETURNS sketch_hll
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT hll_empty(log2m, regwidth, -1, 1)$$;
CREATE FUNCTION hll_empty(log2m integer) RETURNS sketch_hll
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT sketch_hll_empty(log2m, 'postgresql-hll')$$;
CREATE FUNCTION hll_empty() RETURNS sketch_hll
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT sketch_hll_empty(11, 'postgresql-hll')$$;

CREATE FUNCTION hll_add(sketch_hll, bigint) RETURNS sketch_hll LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT sketch_add_hash($1, $2)$$;
CREATE FUNCTION hll_add_rev(bigint, sketch_hll) RETURNS sketch_hll LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT sketch_add_hash($2, $1)$$;
CREATE FUNCTION hll_union(sketch_hll, sketch_hll) RETURNS sketch_hll LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT sketch_union($1, $2)$$;
CREATE FUNCTION hll_cardinality(sketch_hll) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT sketch_cardinality($1)$$;
CREATE FUNCTION hll_eq(sketch_hll, sketch_hll) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT $1 = $2$$;
CREATE FUNCTION hll_ne(sketch_hll, sketch_hll) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT $1 <> $2$$;
CREATE OPERATOR || (LEFTARG = sketch_hll, RIGHTARG = sketch_hll, FUNCTION = hll_union);
CREATE OPERATOR || (LEFTARG = sketch_hll, RIGHTARG = bigint, FUNCTION = hll_add);
CREATE OPERATOR || (LEFTARG = bigint, RIGHTARG = sketch_hll, FUNCTION = hll_add_rev);

CREATE AGGREGATE hll_add_agg(bigint) (
  STYPE = sketch_hll, SSPACE = 4200, PARALLEL = SAFE,
  SFUNC = _sketch_hll_hash_transition, COMBINEFUNC = _sketch_hll_merge_transition, FINALFUNC = _sketch_hll_final
);
CREATE AGGREGATE hll_add_agg(bigint, log2m integer) (
  STYPE = sketch_hll, SSPACE = 4200, PARALLEL = SAFE,
  SFUNC = _sketch_hll_hash_transition, COMBINEFUNC = _sketch_hll_merge_transition, FINALFUNC = _sketch_hll_final
);
CREATE AGGREGATE hll_union_agg(sketch_hll) (
  STYPE = sketch_hll, SSPACE = 4200, PARALLEL = SAFE,
  SFUNC = _sketch_hll_merge_transition, COMBINEFUNC = _sketch_hll_merge_transition, FINALFUNC = _sketch_hll_final
);

-- What a set is, from the first three bytes of its image.
CREATE FUNCTION hll_schema_version(sketch_hll) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT get_byte(sketch_export($1, 'postgresql-hll'), 0) / 16$$;
CREATE FUNCTION hll_type(sketch_hll) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT get_byte(sketch_export($1, 'postgresql-hll'), 0) % 16$$;
CREATE FUNCTION hll_log2m(sketch_hll) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT get_byte(sketch_export($1, 'postgresql-hll'), 1) % 32$$;
CREATE FUNCTION hll_regwidth(sketch_hll) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT get_byte(sketch_export($1, 'postgresql-hll'), 1) / 32 + 1$$;
CREATE FUNCTION hll_sparseon(sketch_hll) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT get_byte(sketch_export($1, 'postgresql-hll'), 2) / 64$$;
CREATE FUNCTION hll_print(sketch_hll) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT sketch_info($1)::text$$;
CREATE FUNCTION hll_floor_card(sketch_hll) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT floor(sketch_cardinality($1))::bigint$$;
CREATE FUNCTION hll_ceil_card(sketch_hll) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT ceil(sketch_cardinality($1))::bigint$$;
