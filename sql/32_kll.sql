-- SPDX-License-Identifier: PostgreSQL

-- sketch_kll --------------------------------------------------------------------------------------
-- The aggregates' state: 128 bytes at first, 512 for 50 values, 20 kB for more than a thousand with
-- k = 200.

COMMENT ON TYPE sketch_kll IS
  'a distribution of values, for quantiles and ranks: KLL (Karnin, Lang, Liberty, FOCS 2016), 99 % of the errors of a rank below 0.95 / k^0.95, 0.62 % by default';

-- @each quantile type
COMMENT ON AGGREGATE sketch_kll_agg(@type@) IS
  'a sketch of the distribution of the values, k = 200: all of up to 600 values are kept, beyond that 99 % of the errors of a rank are below 0.62 % (KLL, FOCS 2016)';
COMMENT ON AGGREGATE sketch_kll_agg(@type@, integer) IS
  'a sketch of the distribution of the values, k of 8 to 4096: 99 % of the errors of a rank are below 0.95 / k^0.95 (KLL, FOCS 2016)';
-- @end

CREATE FUNCTION sketch_kll_empty(k integer DEFAULT 200) RETURNS sketch_kll
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_kll_empty(integer) IS 'an empty sketch, k of 8 to 4096';

COMMENT ON FUNCTION sketch_error(sketch_kll) IS
  'the bound of 99 % of the errors of a rank, as a fraction of all values; 0 while all of them are kept';
