-- SPDX-License-Identifier: PostgreSQL

-- sketch_req --------------------------------------------------------------------------------------
-- The aggregates' state: 128 bytes at first, 20 kB for more than a thousand values, 40 kB for a
-- million.

COMMENT ON TYPE sketch_req IS
  'a distribution of values, for quantiles and ranks at one end of it: REQ (Cormode et al., JACM 2023), 99 % of the errors of the rank r are below 0.28 / k (1 - r), or 0.28 / k r where low ranks are the accurate ones';

CREATE FUNCTION _sketch_req_transition(sketch_req, anyelement, integer, text) RETURNS sketch_req
  AS 'MODULE_PATHNAME', 'sketch_req_transition'
  LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT _sketch_planner_support;
COMMENT ON FUNCTION _sketch_req_transition(sketch_req, anyelement, integer, text) IS
  'transition function: adds a value to a sketch of some k and accurate ranks';

-- @each quantile type
COMMENT ON AGGREGATE sketch_req_agg(@type@) IS
  'a sketch of the distribution of the values, k = 12: 99 % of the errors of the rank r are below 2.3 % (1 - r) (REQ, JACM 2023)';
COMMENT ON AGGREGATE sketch_req_agg(@type@, integer) IS
  'a sketch of the distribution of the values, k of 4 to 1024: 99 % of the errors of the rank r are below 0.28 / k (1 - r) (REQ, JACM 2023)';

CREATE AGGREGATE sketch_req_agg(value @type@, k integer, accurate text) (
  STYPE = sketch_req, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = _sketch_req_transition, COMBINEFUNC = _sketch_req_merge_transition,
  FINALFUNC = _sketch_req_final
);
COMMENT ON AGGREGATE sketch_req_agg(@type@, integer, text) IS
  'a sketch of the distribution of the values, k of 4 to 1024, whose accurate ranks are high or low: 99 % of the errors of the rank r are below 0.28 / k (1 - r), or 0.28 / k r';
-- @end

CREATE FUNCTION sketch_req_empty(k integer DEFAULT 12, accurate text DEFAULT 'high')
  RETURNS sketch_req
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_req_empty(integer, text) IS
  'an empty sketch, k of 4 to 1024, whose accurate ranks are high or low';

COMMENT ON FUNCTION sketch_error(sketch_req) IS
  'the bound of 99 % of the errors of a rank, as a fraction of its distance from the accurate end; 0 while all values are kept';
