-- SPDX-License-Identifier: PostgreSQL

-- The contents of sketches, and sketches made from the contents of others -------------------------

-- @each of kll req
CREATE FUNCTION sketch_values(sketch sketch_@name@, OUT value numeric, OUT weight bigint)
  RETURNS SETOF record
  AS 'MODULE_PATHNAME', 'sketch_@name@_values'
  LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 300;
CREATE FUNCTION sketch_values(sketch sketch_@name@, type anyelement, OUT value anyelement,
                              OUT weight bigint) RETURNS SETOF record
  AS 'MODULE_PATHNAME', 'sketch_@name@_values' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 300;
COMMENT ON FUNCTION sketch_values(sketch_@name@) IS
  'the values that a sketch keeps, in ascending order, and how many each of them stands for';
COMMENT ON FUNCTION sketch_values(sketch_@name@, anyelement) IS
  'the values that a sketch keeps, of the type of the second argument, such as NULL::timestamptz, and how many each of them stands for';
-- @end
CREATE FUNCTION sketch_centroids(sketch sketch_tdigest, OUT mean double precision,
                                 OUT weight bigint) RETURNS SETOF record
  AS 'MODULE_PATHNAME', 'sketch_tdigest_centroids'
  LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 200;
CREATE FUNCTION sketch_buckets(sketch sketch_dd, OUT lower double precision,
                               OUT upper double precision, OUT count bigint) RETURNS SETOF record
  AS 'MODULE_PATHNAME', 'sketch_dd_buckets'
  LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 300;
COMMENT ON FUNCTION sketch_centroids(sketch_tdigest) IS
  'the centroids of a sketch, in ascending order: means, and how many values each stands for';
COMMENT ON FUNCTION sketch_buckets(sketch_dd) IS
  'the buckets of a sketch that have values, in ascending order, with the number of values between the bounds; the bound nearer to zero is included; equal bounds are a value itself';

CREATE FUNCTION sketch_tdigest_from_centroids(means double precision[], weights bigint[],
                                              compression integer DEFAULT 400) RETURNS sketch_tdigest
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
CREATE FUNCTION sketch_dd_from_buckets(bounds double precision[], counts bigint[],
                                       cumulative boolean DEFAULT false) RETURNS sketch_dd
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
CREATE FUNCTION sketch_dd_from_exponential(scale integer, "offset" integer, counts bigint[],
                                           zero_count bigint DEFAULT 0) RETURNS sketch_dd
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION sketch_tdigest_from_centroids(double precision[], bigint[], integer) IS
  'the sketch of centroids: means, and how many values each stands for';
COMMENT ON FUNCTION sketch_dd_from_buckets(double precision[], bigint[], boolean) IS
  'the sketch of a histogram: how many values are above one bound and up to the next, or, cumulative, up to each bound, as Prometheus and OpenTelemetry give it; no more accurate than its buckets';
COMMENT ON FUNCTION sketch_dd_from_exponential(integer, integer, bigint[], bigint) IS
  'the sketch of an exponential histogram of OpenTelemetry, from its positive buckets and its count of zeros; no more accurate than its buckets';

-- @each of kll req tdigest
CREATE FUNCTION sketch_ks(a sketch_@name@, b sketch_@name@, OUT lower double precision,
                          OUT estimate double precision, OUT upper double precision)
  AS 'MODULE_PATHNAME', 'sketch_@name@_ks' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
-- @end
-- @each of kll req
COMMENT ON FUNCTION sketch_ks(sketch_@name@, sketch_@name@) IS
  'the greatest difference between a value''s ranks in two sketches (Kolmogorov, Smirnov), with its bounds at 99 % probability';
-- @end
COMMENT ON FUNCTION sketch_ks(sketch_tdigest, sketch_tdigest) IS
  'the greatest difference between a value''s ranks in two sketches (Kolmogorov, Smirnov), and its bounds, from sketch_error';

-- Casts to jsonb: sketch_info, and the contents of the sketch.

CREATE CAST (sketch_hll AS jsonb) WITH FUNCTION sketch_info(sketch_hll);
CREATE CAST (sketch_theta AS jsonb) WITH FUNCTION sketch_info(sketch_theta);
CREATE CAST (sketch_countmin AS jsonb) WITH FUNCTION sketch_info(sketch_countmin);
CREATE CAST (sketch_bloom AS jsonb) WITH FUNCTION sketch_info(sketch_bloom);

CREATE FUNCTION _sketch_tuple_to_jsonb(sketch sketch_tuple)
  RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500
  RETURN sketch_info(sketch) || jsonb_build_object('sum', to_jsonb(sketch_sum(sketch)), 'mean', to_jsonb(sketch_mean(sketch)));
CREATE FUNCTION _sketch_tdigest_to_jsonb(sketch sketch_tdigest)
  RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500
  RETURN sketch_info(sketch) || jsonb_build_object('least', sketch_min(sketch), 'greatest', sketch_max(sketch), 'contents',
    (SELECT coalesce(jsonb_agg(to_jsonb(c)), '[]') FROM sketch_centroids(sketch) c));
CREATE FUNCTION _sketch_dd_to_jsonb(sketch sketch_dd)
  RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500
  RETURN sketch_info(sketch) || jsonb_build_object('least', sketch_min(sketch), 'greatest', sketch_max(sketch), 'contents',
    (SELECT coalesce(jsonb_agg(to_jsonb(b)), '[]') FROM sketch_buckets(sketch) b));
-- @each of kll req
-- A timestamptz is shown in the session's time zone.
CREATE FUNCTION _sketch_@name@_to_jsonb(sketch sketch_@name@)
  RETURNS jsonb LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 500
  RETURN sketch_info(sketch) || CASE sketch_info(sketch) ->> 'values'
    WHEN 'timestamptz' THEN jsonb_build_object('least', sketch_min(sketch, NULL::timestamptz), 'greatest', sketch_max(sketch, NULL::timestamptz),
      'contents', (SELECT coalesce(jsonb_agg(to_jsonb(v)), '[]') FROM sketch_values(sketch, NULL::timestamptz) v))
    WHEN 'timestamp' THEN jsonb_build_object('least', sketch_min(sketch, NULL::timestamp), 'greatest', sketch_max(sketch, NULL::timestamp),
      'contents', (SELECT coalesce(jsonb_agg(to_jsonb(v)), '[]') FROM sketch_values(sketch, NULL::timestamp) v))
    WHEN 'date' THEN jsonb_build_object('least', sketch_min(sketch, NULL::date), 'greatest', sketch_max(sketch, NULL::date),
      'contents', (SELECT coalesce(jsonb_agg(to_jsonb(v)), '[]') FROM sketch_values(sketch, NULL::date) v))
    WHEN 'time' THEN jsonb_build_object('least', sketch_min(sketch, NULL::time), 'greatest', sketch_max(sketch, NULL::time),
      'contents', (SELECT coalesce(jsonb_agg(to_jsonb(v)), '[]') FROM sketch_values(sketch, NULL::time) v))
    WHEN 'interval' THEN jsonb_build_object('least', sketch_min(sketch, NULL::interval), 'greatest', sketch_max(sketch, NULL::interval),
      'contents', (SELECT coalesce(jsonb_agg(to_jsonb(v)), '[]') FROM sketch_values(sketch, NULL::interval) v))
    ELSE jsonb_build_object('least', sketch_min(sketch), 'greatest', sketch_max(sketch),
      'contents', (SELECT coalesce(jsonb_agg(to_jsonb(v)), '[]') FROM sketch_values(sketch) v)) END;
-- @end

CREATE FUNCTION _sketch_topk_to_jsonb(sketch sketch_topk)
  RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500
  RETURN sketch_info(sketch) || jsonb_build_object('contents', (SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM sketch_top(sketch, 65536) t));
CREATE FUNCTION _sketch_sample_to_jsonb(sketch sketch_sample)
  RETURNS jsonb LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 500
  RETURN sketch_info(sketch) || jsonb_build_object('contents', (SELECT coalesce(jsonb_agg(to_jsonb(v)), '[]') FROM sketch_values(sketch) v));

-- @each of tuple kll req dd tdigest topk sample
CREATE CAST (sketch_@name@ AS jsonb) WITH FUNCTION _sketch_@name@_to_jsonb(sketch_@name@);
COMMENT ON FUNCTION _sketch_@name@_to_jsonb(sketch_@name@) IS
  'what sketch_info gives, and what the sketch holds (the cast to jsonb)';
-- @end
