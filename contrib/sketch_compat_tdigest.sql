-- SPDX-License-Identifier: PostgreSQL
--
-- The functions of the extension tdigest by their old names, over sketch_tdigest: for queries that others write. Into a schema of
-- its own, next to the original or without it, with the extension sketch in the search path:
--
--   CREATE SCHEMA compat; SET search_path = compat, public; \i sketch_compat_tdigest.sql
--
-- Columns of type tdigest become columns of type sketch_tdigest (docs/migrating.md). What differs: tdigest_percentile of values is
-- computed by a sketch_kll, whatever the compression; a NULL digest is empty; compressions are 20 to 4000.

CREATE AGGREGATE tdigest(double precision, compression integer) (
  STYPE = sketch_tdigest, SSPACE = 8000, PARALLEL = SAFE,
  SFUNC = _sketch_tdigest_transition, COMBINEFUNC = _sketch_tdigest_merge_transition, FINALFUNC = _sketch_tdigest_final
);
CREATE AGGREGATE tdigest(sketch_tdigest) (
  STYPE = sketch_tdigest, SSPACE = 8000, PARALLEL = SAFE,
  SFUNC = _sketch_tdigest_merge_transition, COMBINEFUNC = _sketch_tdigest_merge_transition, FINALFUNC = _sketch_tdigest_final
);
CREATE AGGREGATE tdigest_union(sketch_tdigest) (
  STYPE = sketch_tdigest, SSPACE = 8000, PARALLEL = SAFE,
  SFUNC = _sketch_tdigest_merge_transition, COMBINEFUNC = _sketch_tdigest_merge_transition, FINALFUNC = _sketch_tdigest_final
);
CREATE FUNCTION tdigest_union(sketch_tdigest, sketch_tdigest) RETURNS sketch_tdigest LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$SELECT sketch_union($1, $2)$$;
CREATE FUNCTION tdigest_count(sketch_tdigest) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT sketch_n($1)::bigint$$;
CREATE FUNCTION tdigest_add(sketch_tdigest, double precision) RETURNS sketch_tdigest LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$SELECT sketch_add($1, $2)$$;

-- Percentiles of values, in one step.
CREATE AGGREGATE tdigest_percentile(double precision, compression integer, percentile double precision) (
  STYPE = bytea, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_percentile_transition, COMBINEFUNC = _sketch_percentile_combine, FINALFUNC = _sketch_percentile_final_float8
);
CREATE AGGREGATE tdigest_percentile(double precision, compression integer, percentiles double precision[]) (
  STYPE = bytea, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_percentile_transition, COMBINEFUNC = _sketch_percentile_combine, FINALFUNC = _sketch_percentiles_final_float8
);

-- Percentiles and ranks of digests: the state has what is asked for beside the digest.
CREATE TYPE tdigest_question AS (digest sketch_tdigest, asked double precision[]);

CREATE FUNCTION tdigest_question_step(tdigest_question, sketch_tdigest, double precision) RETURNS tdigest_question
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$SELECT ROW(sketch_union(($1).digest, $2), ARRAY[$3])::tdigest_question$$;
CREATE FUNCTION tdigest_question_step(tdigest_question, sketch_tdigest, double precision[]) RETURNS tdigest_question
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$SELECT ROW(sketch_union(($1).digest, $2), $3)::tdigest_question$$;
CREATE FUNCTION tdigest_question_combine(tdigest_question, tdigest_question) RETURNS tdigest_question
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$SELECT ROW(sketch_union(($1).digest, ($2).digest), coalesce(($1).asked, ($2).asked))::tdigest_question$$;
CREATE FUNCTION tdigest_question_percentile(tdigest_question) RETURNS double precision
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$SELECT sketch_quantile(($1).digest, ($1).asked[1])$$;
CREATE FUNCTION tdigest_question_percentiles(tdigest_question) RETURNS double precision[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$SELECT sketch_quantile(($1).digest, ($1).asked)$$;
CREATE FUNCTION tdigest_question_rank(tdigest_question) RETURNS double precision
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$SELECT sketch_rank(($1).digest, ($1).asked[1])$$;

CREATE AGGREGATE tdigest_percentile(sketch_tdigest, percentile double precision) (
  STYPE = tdigest_question, PARALLEL = SAFE,
  SFUNC = tdigest_question_step, COMBINEFUNC = tdigest_question_combine, FINALFUNC = tdigest_question_percentile
);
CREATE AGGREGATE tdigest_percentile(sketch_tdigest, percentiles double precision[]) (
  STYPE = tdigest_question, PARALLEL = SAFE,
  SFUNC = tdigest_question_step, COMBINEFUNC = tdigest_question_combine, FINALFUNC = tdigest_question_percentiles
);
CREATE AGGREGATE tdigest_percentile_of(sketch_tdigest, value double precision) (
  STYPE = tdigest_question, PARALLEL = SAFE,
  SFUNC = tdigest_question_step, COMBINEFUNC = tdigest_question_combine, FINALFUNC = tdigest_question_rank
);
