-- SPDX-License-Identifier: PostgreSQL

-- sketch_tdigest ----------------------------------------------------------------------------------
-- The aggregates' state: 128 bytes at first, 512 for 50 values, 31 kB for more than two thousand
-- with compression 400, 55 kB when sketches are merged.

COMMENT ON TYPE sketch_tdigest IS
  'a distribution of numbers, for quantiles that are most accurate at both ends: t-digest (Dunning, Ertl 2019), about 650 bytes by default';

-- @each number type
COMMENT ON AGGREGATE sketch_tdigest_agg(@type@) IS
  'a sketch of the distribution of the values, compression 400: up to 200 different values are kept, beyond that ranks of smooth data are off by about 0.1 % in the middle, 0.002 % at 0.999 (t-digest, Dunning, Ertl 2019)';
COMMENT ON AGGREGATE sketch_tdigest_agg(@type@, integer) IS
  'a sketch of the distribution of the values, compression of 20 to 4000: twice as much is twice as large, and about four times as accurate (t-digest, Dunning, Ertl 2019)';
-- @end

CREATE FUNCTION sketch_tdigest_empty(compression integer DEFAULT 400) RETURNS sketch_tdigest
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_tdigest_empty(integer) IS 'an empty sketch, compression of 20 to 4000';
COMMENT ON FUNCTION sketch_error(sketch_tdigest) IS
  'the bound of the error of any rank, as a fraction of all values, as long as centroids do not overlap; it holds for any data, and is about fifty times the error if data are smooth; 0 while all different values are kept';
